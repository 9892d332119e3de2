"""KPIs and how their targets run."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.decimals import ONE
from equipoise.domain.errors import Invalid, Refusal
from equipoise.domain.fields import MissingField
from equipoise.domain.kpi import DataKind, Indicator, check_questions
from equipoise.domain.missing import MissingData
from equipoise.domain.scoring import Direction
from equipoise.domain.targets import MOST_STEPS, TargetKind, target_from_json
from equipoise.exchange.document.entry import Entry
from equipoise.exchange.document.rules import Form, scoring_form, status_rules_form
from equipoise.exchange.document.values import (
    Day,
    Email,
    Figure,
    KpiKey,
    Listed,
    Name,
    Positive,
    Prose,
    Weight,
    told,
)
from equipoise.kpis.properties import MOST_CARRIED


class KpiStateWord(StrEnum):
    """Whether the KPI counts. That a review questions it is no part of the strategy; a retired one is history."""

    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"


class StepEntry(Entry):
    """A target in force from a day on."""

    since: Day
    target: Figure


class TargetEntry(Entry):
    """How the target runs from one day to another. Known, within its KPI, by the day on which it begins."""

    starts_on: Day
    ends_on: Day
    kind: TargetKind
    baseline: Figure | None = None
    target: Figure | None = None
    steps: tuple[StepEntry, ...] | None = Field(None, max_length=MOST_STEPS)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        try:
            if self.ends_on < self.starts_on:
                raise Invalid(f"It ends on {self.ends_on}, before it begins on {self.starts_on}.", field="endsOn")
            target_from_json(self.plan())
        except Refusal as refusal:
            raise told(refusal, below=True) from None
        return self

    def plan(self) -> dict[str, object]:
        """The plan as the use case takes it."""
        given: dict[str, object] = {"kind": self.kind.value, "baseline": self.baseline, "target": self.target}
        if self.steps is not None:
            given["steps"] = [{"since": step.since.isoformat(), "target": step.target} for step in self.steps]
        return {name: value for name, value in given.items() if value is not None}


class KpiEntry(Entry):
    """How an objective is measured. Known by its key in the whole organisation."""

    REQUIRED = ("name",)

    key: KpiKey
    name: Name = ""
    unit: Name | None = None
    state: KpiStateWord = KpiStateWord.PROPOSED
    purpose: Prose = ""
    good_range: Prose = ""
    response_plan: Prose = ""
    behaviours: Prose = ""
    counter_kpi: KpiKey | None = None
    owner: Email | None = None
    contributor: Email | None = None
    indicator: Indicator = Indicator.LAGGING
    data_kind: DataKind = DataKind.QUANTITATIVE
    direction: Direction | None = None
    frequency: Frequency = Frequency.MONTHLY
    weight: Weight = ONE
    scoring: dict[str, Any] = Field(default_factory=dict)
    status_rules: dict[str, Any] | None = None
    aggregation: Aggregation = Aggregation.LAST
    ratio_factor: Positive = ONE
    missing_data: MissingData = MissingData.EXCLUDED
    carried_periods: int = Field(0, ge=0, le=MOST_CARRIED)
    data_source: Prose = ""
    targets: Listed[TargetEntry] = ()

    @field_validator("direction", mode="after")
    @classmethod
    def _some_direction(cls, raw: Direction | None) -> Direction:
        if raw is None:
            raise told(Invalid("A direction cannot be null; leave the line out, and the scoring says it."))
        return raw

    @field_validator("scoring", mode="after")
    @classmethod
    def _one_scoring(cls, raw: Form, info: ValidationInfo) -> Form:
        try:
            return scoring_form(raw, info.data.get("direction"))
        except Refusal as refusal:
            refusal.field = refusal.field and refusal.field.removeprefix("scoring.")
            raise told(refusal, below=True) from None

    @field_validator("status_rules", mode="after")
    @classmethod
    def _one_set_of_rules(cls, raw: Form | None) -> Form | None:
        try:
            return status_rules_form(raw)
        except Refusal as refusal:
            raise told(refusal, below=True) from None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        try:
            carries = self.missing_data is MissingData.CARRIED_FORWARD
            if carries and "carried_periods" in self.model_fields_set and not self.carried_periods:
                raise MissingField(
                    "Say over how many periods at most a value is carried forward.", field="carriedPeriods"
                )
            if self.state is KpiStateWord.ACTIVE and self.model_fields_set >= _QUESTIONS:
                check_questions(self.purpose, self.good_range, self.response_plan, self.behaviours)
            _check_no_overlap(self.targets)
        except Refusal as refusal:
            raise told(refusal, below=True) from None
        return self


_QUESTIONS = {"purpose", "good_range", "response_plan", "behaviours"}


def _check_no_overlap(targets: tuple[TargetEntry, ...]) -> None:
    ends: date | None = None
    for place, target in sorted(enumerate(targets), key=lambda numbered: numbered[1].starts_on):
        if ends is not None and target.starts_on <= ends:
            raise Invalid(f"Another target runs until {ends} already.", field=f"targets.{place}.startsOn")
        ends = target.ends_on


def figures_of(plan: dict[str, Any]) -> dict[str, Any]:
    """A stored plan as the properties of an entry."""
    properties: dict[str, Any] = {"kind": TargetKind(plan["kind"])}
    properties |= {name: Decimal(plan[name]) for name in ("baseline", "target") if name in plan}
    if "steps" in plan:
        properties["steps"] = tuple(_step(step) for step in plan["steps"])
    return properties


def _step(step: dict[str, str]) -> StepEntry:
    return StepEntry.model_construct(since=date.fromisoformat(step["since"]), target=Decimal(step["target"]))
