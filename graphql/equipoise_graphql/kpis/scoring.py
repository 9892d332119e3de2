"""How a KPI's values become scores and colours."""

from decimal import Decimal
from typing import Any

import strawberry

from equipoise.domain.scoring import Direction, Method, method_of, scoring_from_json
from equipoise.domain.status import BoundKind, Comparison, Operand, Status, status_rules_from_json
from equipoise_graphql.fields import column, described
from equipoise_graphql.kpis import compiled_rules

described(
    Direction,
    "Which way is better.",
    HIGHER_IS_BETTER="The larger the value, the better.",
    LOWER_IS_BETTER="The smaller the value, the better.",
    STAY_IN_RANGE="Best between two bounds; only with the scoring method of the same name.",
)
described(
    Method,
    "How a value becomes a score of 0 to 100.",
    name="ScoringMethod",
    PERFORMANCE="Linear between a minimum and a maximum, in the given direction.",
    PROGRESS="Linear from the baseline, which scores 0, to the target, which scores 100; in either direction.",
    GOAL_AND_RED_FLAG="Linear through two anchors: the red flag scores 33.3, the goal 66.7.",
    ALL_OR_NOTHING="100 at or beyond the target, else 0.",
    STAY_IN_RANGE="100 within a range, falling to 0 at the outer bounds.",
    CHOICE="People choose a label, and each label has its score.",
    UNSCORED="The value is kept and has no score.",
)
described(
    Operand,
    "The figure that a status rule looks at.",
    name="StatusOperand",
    VALUE="The recorded value.",
    SCORE="The score, 0 to 100.",
    ATTAINMENT="The score before it is held within 0 to 100: 120 is 20 % beyond.",
)
described(
    Comparison,
    "How a status rule compares its figure with its bound.",
    name="StatusComparison",
    AT_LEAST="The figure is the bound or larger.",
    ABOVE="The figure is larger than the bound.",
    EQUAL_TO="The figure is the bound.",
    BELOW="The figure is smaller than the bound.",
    AT_MOST="The figure is the bound or smaller.",
)
described(
    BoundKind,
    "What the bound of a status rule is.",
    name="StatusBoundKind",
    ABSOLUTE="A figure of its own.",
    FACTOR_OF_TARGET="A factor of the period's target, e.g. 0.9; only for the VALUE.",
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

    return strawberry.field(
        resolver=resolve,
        description="How its values become scores.",
        metadata={"compiled": compiled_rules.scoring},
    )


def status_rules() -> Any:
    """The field `statusRules` of a KPI."""

    def resolve(root: Any) -> Any:
        return None if root.status_rules is None else status_rules_from_json(root.status_rules)

    return strawberry.field(
        resolver=resolve,
        description="Its own rules of colour; null where the score alone decides.",
        metadata={"compiled": compiled_rules.status_rules},
    )
