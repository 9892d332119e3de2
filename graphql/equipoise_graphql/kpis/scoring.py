"""How a KPI's values become scores and colours."""

from decimal import Decimal
from typing import Any

import strawberry

from equipoise.domain.scoring import Direction, Method, method_of, scoring_from_json
from equipoise.domain.status import BoundKind, Comparison, Operand, Status, status_rules_from_json
from equipoise_graphql.fields import column, described

described(Direction, "Which way is better.")
strawberry.enum(Method, name="ScoringMethod", description="How a value becomes a score of 0 to 100.")
strawberry.enum(Operand, name="StatusOperand", description="The figure that a status rule looks at.")
strawberry.enum(Comparison, name="StatusComparison", description="How a status rule compares its figure.")
strawberry.enum(
    BoundKind, name="StatusBoundKind", description="Whether a rule's bound is a figure, or a factor of the target."
)

_SCALE = (
    "direction", "minimum", "maximum", "baseline", "target", "red_flag", "goal", "outer_low", "low", "high",
    "outer_high",
)  # fmt: skip


@strawberry.type(description="One answer of a KPI that is scored by choice.")
class ScoringLabel:
    """One answer of a choice."""

    label: str = column("What people choose.")
    score: Decimal = column("What it scores, 0 to 100.")


@strawberry.type(description="A scoring method with its scale; what does not belong to the method is null.")
class Scoring:
    """A scoring method with its scale."""

    method: Method = column("Which method.")
    direction: Direction | None = column("PERFORMANCE, ALL_OR_NOTHING: which way is better.")
    minimum: Decimal | None = column("PERFORMANCE: one end of the scale.")
    maximum: Decimal | None = column("PERFORMANCE: the other end.")
    baseline: Decimal | None = column("PROGRESS: where it started, which scores 0.")
    target: Decimal | None = column("PROGRESS, ALL_OR_NOTHING: a target for all periods; null to use each period's.")
    red_flag: Decimal | None = column("GOAL_AND_RED_FLAG: where it turns red, which scores 33.3.")
    goal: Decimal | None = column("GOAL_AND_RED_FLAG: what scores 66.7; null to use each period's target.")
    outer_low: Decimal | None = column("STAY_IN_RANGE: from here down it scores 0.")
    low: Decimal | None = column("STAY_IN_RANGE: lower end of what scores 100.")
    high: Decimal | None = column("STAY_IN_RANGE: upper end of what scores 100.")
    outer_high: Decimal | None = column("STAY_IN_RANGE: from here up it scores 0.")
    labels: list[ScoringLabel] | None = column("CHOICE: the answers, in the order in which they are offered.")


@strawberry.type(description="One rule: when it matches first, it gives the colour.")
class StatusRule:
    """Describes `equipoise.domain.status.StatusRule`."""

    status: Status = column("The colour it gives.")
    operand: Operand = column("The figure it looks at.")
    comparison: Comparison = column("How it compares the figure.")
    bound: Decimal = column("What it compares the figure with.")
    bound_kind: BoundKind = column("Whether the bound is a figure, or a factor of the period's target.")
    label: str | None = column("What people call this state, e.g. “Caution”.")


@strawberry.type(description="A KPI's own rules of colour, in order; the first match wins.")
class StatusRules:
    """Describes `equipoise.domain.status.StatusRules`."""

    rules: list[StatusRule] = column("In the order in which they are tried.")
    otherwise: Status = column("The colour when none matches.")
    otherwise_label: str | None = column("What people call that state.")


def scoring() -> Any:
    """The field `scoring` of a KPI."""

    def resolve(root: Any) -> Any:
        scale = scoring_from_json(root.scoring)
        ends = {name: getattr(scale, name, None) for name in _SCALE}
        labels = [ScoringLabel(label=label, score=score) for label, score in getattr(scale, "labels", ())]
        return Scoring(method=method_of(scale), labels=labels or None, **ends)

    return strawberry.field(resolver=resolve, description="How its values become scores.")


def status_rules() -> Any:
    """The field `statusRules` of a KPI."""

    def resolve(root: Any) -> Any:
        return None if root.status_rules is None else status_rules_from_json(root.status_rules)

    return strawberry.field(
        resolver=resolve, description="Its own rules of colour; null where the score alone decides."
    )
