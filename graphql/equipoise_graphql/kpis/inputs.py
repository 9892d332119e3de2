"""What can be said about a KPI in a mutation."""

from decimal import Decimal
from typing import Any, cast

import strawberry

from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.missing import MissingData
from equipoise.domain.scoring import Direction, Method
from equipoise.domain.status import BoundKind, Comparison, Operand, Status
from equipoise.identity.models import Person
from equipoise.kpis.models import Kpi
from equipoise.kpis.properties import KpiProperties
from equipoise_graphql.ids import optional
from equipoise_graphql.kpis.json_objects import json_object


@strawberry.input(description="One answer of a KPI that is scored by choice.")
class ScoringLabelInput:
    """One answer of a choice."""

    label: str = strawberry.field(description="What people choose, at most 100 characters.")
    score: Decimal = strawberry.field(description="What it scores, 0 to 100.")


@strawberry.input(description="A scoring method with its scale: give what belongs to the method, and nothing else.")
class ScoringInput:
    """A scoring method with its scale."""

    method: Method = strawberry.field(description="Which method.")
    direction: Direction | None = strawberry.field(
        default=None, description="PERFORMANCE, ALL_OR_NOTHING: which way is better; by default the KPI's direction."
    )
    minimum: Decimal | None = strawberry.field(default=None, description="PERFORMANCE: one end of the scale.")
    maximum: Decimal | None = strawberry.field(default=None, description="PERFORMANCE: the other end.")
    baseline: Decimal | None = strawberry.field(default=None, description="PROGRESS: where it started.")
    target: Decimal | None = strawberry.field(
        default=None, description="PROGRESS, ALL_OR_NOTHING: one target for all periods; without it each period's own."
    )
    red_flag: Decimal | None = strawberry.field(default=None, description="GOAL_AND_RED_FLAG: where it turns red.")
    goal: Decimal | None = strawberry.field(
        default=None, description="GOAL_AND_RED_FLAG: one goal for all periods; without it each period's target."
    )
    outer_low: Decimal | None = strawberry.field(default=None, description="STAY_IN_RANGE: from here down it scores 0.")
    low: Decimal | None = strawberry.field(default=None, description="STAY_IN_RANGE: lower end of what scores 100.")
    high: Decimal | None = strawberry.field(default=None, description="STAY_IN_RANGE: upper end of what scores 100.")
    outer_high: Decimal | None = strawberry.field(default=None, description="STAY_IN_RANGE: from here up it scores 0.")
    labels: list[ScoringLabelInput] | None = strawberry.field(
        default=None, description="CHOICE: the answers, at most 50."
    )


@strawberry.input(description="One rule: when it matches first, it gives the colour.")
class StatusRuleInput:
    """One rule of colour."""

    status: Status = strawberry.field(description="The colour it gives: GREEN, AMBER or RED.")
    operand: Operand = strawberry.field(description="The figure it looks at.")
    comparison: Comparison = strawberry.field(description="How it compares the figure.")
    bound: Decimal = strawberry.field(description="What it compares the figure with.")
    bound_kind: BoundKind = strawberry.field(
        default=BoundKind.ABSOLUTE, description="Whether the bound is a figure, or a factor of the period's target."
    )
    label: str | None = strawberry.field(default=None, description="What people call this state, e.g. “Caution”.")


@strawberry.input(description="A KPI's own rules of colour, in order; the first match wins.")
class StatusRulesInput:
    """Rules of colour."""

    rules: list[StatusRuleInput] = strawberry.field(description="At most 20, in the order in which they are tried.")
    otherwise: Status = strawberry.field(description="The colour when none matches.")
    otherwise_label: str | None = strawberry.field(default=None, description="What people call that state.")


@strawberry.input(description="Properties of a KPI.")
class KpiPropertiesInput:
    """What AddKpiInput and UpdateKpiInput have in common."""

    unit: str | None = strawberry.field(default=strawberry.UNSET, description="E.g. `%`, `EUR`, `days`; null for none.")
    position: int | None = strawberry.field(default=None, description="Its place within the objective.")
    purpose: str | None = strawberry.field(default=None, description="Why are we measuring this?")
    good_range: str | None = strawberry.field(default=None, description="What is a good and a bad range?")
    response_plan: str | None = strawberry.field(default=None, description="What actions do we take on the result?")
    behaviours: str | None = strawberry.field(
        default=None, description="What behaviours might it drive, unwanted ones included?"
    )
    counter_kpi: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="The KPI that would show the damage; null for none."
    )
    indicator: Indicator | None = strawberry.field(
        default=None, description="A new KPI is LAGGING unless said otherwise."
    )
    data_kind: DataKind | None = strawberry.field(
        default=None, description="A new KPI is QUANTITATIVE unless said otherwise."
    )
    direction: Direction | None = strawberry.field(
        default=None, description="Which way is better; by default what the scoring says, or else up."
    )
    frequency: Frequency | None = strawberry.field(
        default=None,
        description="A new KPI is MONTHLY unless said otherwise; fixed once there are values (FREQUENCY_IN_USE).",
    )
    weight: Decimal | None = strawberry.field(
        default=None, description="0 to 1,000,000, relative to its siblings; 1 for a new KPI."
    )
    scoring: ScoringInput | None = strawberry.field(
        default=None, description="A new KPI is UNSCORED unless said otherwise."
    )
    status_rules: StatusRulesInput | None = strawberry.field(
        default=strawberry.UNSET, description="Its own rules of colour; null to let the score decide."
    )
    aggregation: Aggregation | None = strawberry.field(
        default=None, description="How several periods become one; by default LAST."
    )
    ratio_factor: Decimal | None = strawberry.field(default=None, description="100 for percent; 1 by default.")
    missing_data: MissingData | None = strawberry.field(
        default=None, description="What a period without a value counts as; by default EXCLUDED."
    )
    carried_periods: int | None = strawberry.field(
        default=None, description="With CARRIED_FORWARD: over how many periods at most, 1 to 400."
    )
    owner: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Who answers for it; null for nobody."
    )
    contributor: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Who enters its values, where that is not the owner; null for nobody."
    )
    data_source: str | None = strawberry.field(default=None, description="Where its values come from, in words.")


_PLAIN = (
    "purpose", "good_range", "response_plan", "behaviours", "indicator", "data_kind", "direction",
    "frequency", "weight", "aggregation", "ratio_factor", "missing_data", "carried_periods", "data_source",
)  # fmt: skip


def properties_of(given: KpiPropertiesInput) -> KpiProperties:
    """The properties that are given. Raises: InvalidId."""
    found: dict[str, Any] = {name: getattr(given, name) for name in _PLAIN if getattr(given, name) is not None}
    if given.scoring is not None:
        found["scoring"] = json_object(given.scoring)
    if given.unit is not strawberry.UNSET:
        found["unit"] = given.unit
    if given.status_rules is not strawberry.UNSET:
        found["status_rules"] = None if given.status_rules is None else json_object(given.status_rules)
    if given.owner is not strawberry.UNSET:
        found["owner_id"] = optional(given.owner, Person, "owner")
    if given.contributor is not strawberry.UNSET:
        found["contributor_id"] = optional(given.contributor, Person, "contributor")
    if given.counter_kpi is not strawberry.UNSET:
        found["counter_kpi_id"] = optional(given.counter_kpi, Kpi, "counterKpi")
    return cast("KpiProperties", found)
