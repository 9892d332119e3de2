"""Scorecards: perspectives, objectives, and the links between objectives."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from equipoise.domain import text
from equipoise.domain.calendar import FIRST_DAY, LAST_DAY, FiscalCalendar, Frequency
from equipoise.domain.decimals import ONE
from equipoise.domain.errors import Refusal
from equipoise.domain.planning_cycle import check_cycle
from equipoise.domain.rollup import RollUp
from equipoise.exchange.document.entry import Entry
from equipoise.exchange.document.initiative import InitiativeEntry
from equipoise.exchange.document.kpi import KpiEntry
from equipoise.exchange.document.values import (
    Day,
    Email,
    Listed,
    Name,
    Prose,
    Reference,
    Weight,
    refusing,
    told,
)
from equipoise.strategy.models import CascadeKind, ScorecardStatus

Theme = Annotated[
    str,
    BeforeValidator(lambda raw: "" if raw is None else raw),
    AfterValidator(refusing(lambda raw: text.name(raw, "the text") if raw.strip() else "")),
]


class ObjectiveEntry(Entry):
    """What the strategy wants. Known by its name within the perspective."""

    name: Name
    description: Prose = ""
    theme: Theme = ""
    owner: Email | None = None
    weight: Weight = ONE
    rollup: RollUp = RollUp.WEIGHTED_AVERAGE
    kpis: Listed[KpiEntry] = ()
    initiatives: Listed[InitiativeEntry] = ()


class PerspectiveEntry(Entry):
    """One of the views that have to be kept in balance. Known by its name within the scorecard."""

    name: Name
    question: Prose = ""
    weight: Weight = ONE
    rollup: RollUp = RollUp.WEIGHTED_AVERAGE
    objectives: Listed[ObjectiveEntry] = ()


class CauseEffectEntry(Entry):
    """If the cause is achieved, then the effect follows; both are objectives of this scorecard."""

    cause: Reference
    effect: Reference
    rationale: Prose = ""


class CascadeEntry(Entry):
    """An objective of this scorecard that serves one of the parent scorecard."""

    objective: Reference
    serves: Reference
    kind: CascadeKind = CascadeKind.CONTRIBUTES
    weight: Weight = ONE


class ScorecardEntry(Entry):
    """The strategy of one unit for one cycle. Known by its name in the whole organisation."""

    REQUIRED = ("unit", "cycle_start", "cycle_end")

    name: Name
    unit: Reference = ""
    parent: Reference | None = None
    status: ScorecardStatus = ScorecardStatus.ACTIVE
    frequency: Frequency = Frequency.MONTHLY
    cycle_start: Day = FIRST_DAY
    cycle_end: Day = LAST_DAY
    rollup: RollUp = RollUp.WEIGHTED_AVERAGE
    mission: Prose = ""
    vision: Prose = ""
    core_values: Prose = ""
    perspectives: Listed[PerspectiveEntry] = ()
    cause_effect: Listed[CauseEffectEntry] = ()
    cascades: Listed[CascadeEntry] = ()

    @model_validator(mode="after")
    def _cycle(self) -> Self:
        try:
            if {"cycle_start", "cycle_end"} <= self.model_fields_set:
                check_cycle(self.cycle_start, self.cycle_end, self.frequency, FiscalCalendar())
        except Refusal as refusal:
            raise told(refusal, below=True) from None
        return self
