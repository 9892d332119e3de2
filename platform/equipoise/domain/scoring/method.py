"""The scoring methods as one: their names, their form as JSON, and the check of a target against them."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from equipoise.domain.decimals import as_text
from equipoise.domain.fields import Fields, read_object
from equipoise.domain.scoring.all_or_nothing import AllOrNothing
from equipoise.domain.scoring.choice import LONGEST_LABEL, MOST_CHOICES, Choice
from equipoise.domain.scoring.direction import Direction
from equipoise.domain.scoring.errors import EqualEndPoints
from equipoise.domain.scoring.goal_and_red_flag import GoalAndRedFlag
from equipoise.domain.scoring.performance import Performance
from equipoise.domain.scoring.progress import Progress
from equipoise.domain.scoring.stay_in_range import StayInRange
from equipoise.domain.scoring.unscored import Unscored

__all__ = [
    "Direction",
    "Method",
    "Scoring",
    "check_target",
    "method_of",
    "scoring_from_json",
    "scoring_to_json",
]


class Method(StrEnum):
    PERFORMANCE = "PERFORMANCE"
    PROGRESS = "PROGRESS"
    GOAL_AND_RED_FLAG = "GOAL_AND_RED_FLAG"
    ALL_OR_NOTHING = "ALL_OR_NOTHING"
    STAY_IN_RANGE = "STAY_IN_RANGE"
    CHOICE = "CHOICE"
    UNSCORED = "UNSCORED"


Scoring: TypeAlias = Performance | Progress | GoalAndRedFlag | AllOrNothing | StayInRange | Choice | Unscored
"""How a KPI is scored: `attainment(value, target)`, and `score(value, target)` the same within 0..100."""

_METHODS: Final[dict[type, Method]] = {
    Performance: Method.PERFORMANCE,
    Progress: Method.PROGRESS,
    GoalAndRedFlag: Method.GOAL_AND_RED_FLAG,
    AllOrNothing: Method.ALL_OR_NOTHING,
    StayInRange: Method.STAY_IN_RANGE,
    Choice: Method.CHOICE,
    Unscored: Method.UNSCORED,
}


def method_of(scoring: Scoring) -> Method:
    return _METHODS[type(scoring)]


def check_target(scoring: Scoring, target: Decimal | None, field: str = "target") -> None:
    """Refuse a period's target that leaves the method no scale. Raises: EqualEndPoints, naming `field`."""
    match scoring:
        case Progress(baseline=baseline, target=None) if target == baseline:
            raise EqualEndPoints(field, "baseline", baseline)
        case GoalAndRedFlag(red_flag=red_flag, goal=None) if target == red_flag:
            raise EqualEndPoints(field, "redFlag", red_flag)


def scoring_to_json(scoring: Scoring) -> dict[str, object]:
    """The method as a JSON object; numbers are texts, what is not set is left out."""
    fields: dict[str, Decimal | str | None] = {}
    match scoring:
        case Performance(minimum, maximum, direction):
            fields = {"direction": direction.value, "minimum": minimum, "maximum": maximum}
        case Progress(baseline, target):
            fields = {"baseline": baseline, "target": target}
        case GoalAndRedFlag(red_flag, goal):
            fields = {"redFlag": red_flag, "goal": goal}
        case AllOrNothing(direction, target):
            fields = {"direction": direction.value, "target": target}
        case StayInRange(outer_low, low, high, outer_high):
            fields = {"outerLow": outer_low, "low": low, "high": high, "outerHigh": outer_high}
        case Choice(labels):
            lines = [{"label": label, "score": as_text(score)} for label, score in labels]
            return {"method": Method.CHOICE.value, "labels": lines}
    written = {
        name: as_text(value) if isinstance(value, Decimal) else value
        for name, value in fields.items()
        if value is not None
    }
    return {"method": method_of(scoring).value, **written}


def scoring_from_json(raw: object) -> Scoring:
    """The method of a JSON object as `scoring_to_json` writes it.

    Raises: MissingField, UnknownField, Invalid, NotANumber, EqualEndPoints and the like, naming the field.
    """
    return read_object(raw, lambda fields: _READERS[fields.one_of("method", Method)](fields))


def _direction(fields: Fields) -> Direction:
    return fields.one_of("direction", Direction)


def _label(fields: Fields) -> tuple[str, Decimal]:
    return fields.text("label", LONGEST_LABEL), fields.number("score")


_READERS: Final[dict[Method, Callable[[Fields], Scoring]]] = {
    Method.PERFORMANCE: lambda f: Performance(f.number("minimum"), f.number("maximum"), _direction(f)),
    Method.PROGRESS: lambda f: Progress(f.number("baseline"), f.number_or_none("target")),
    Method.GOAL_AND_RED_FLAG: lambda f: GoalAndRedFlag(f.number("redFlag"), f.number_or_none("goal")),
    Method.ALL_OR_NOTHING: lambda f: AllOrNothing(_direction(f), f.number_or_none("target")),
    Method.STAY_IN_RANGE: lambda f: StayInRange(
        f.number("outerLow"), f.number("low"), f.number("high"), f.number("outerHigh")
    ),
    Method.CHOICE: lambda f: Choice(f.list_of("labels", _label, MOST_CHOICES)),
    Method.UNSCORED: lambda _: Unscored(),
}
