"""A KPI's scoring method and the direction that goes with it."""

from collections.abc import Mapping

from equipoise.domain.errors import Refusal
from equipoise.domain.scoring import (
    AllOrNothing,
    Direction,
    DirectionNotPossible,
    GoalAndRedFlag,
    Method,
    Performance,
    Progress,
    Scoring,
    StayInRange,
    scoring_from_json,
)

_NEED_A_DIRECTION = frozenset({Method.PERFORMANCE, Method.ALL_OR_NOTHING})


def read_scoring(raw: Mapping[str, object], direction: Direction) -> Scoring:
    """The scoring method; where it needs a direction and brings none, it is `direction`.

    Raises: as `scoring_from_json`, with the fields named below `scoring`.
    """
    given = dict(raw)
    if given.get("method") in _NEED_A_DIRECTION and given.get("direction") is None:
        given["direction"] = direction.value
    try:
        return scoring_from_json(given)
    except Refusal as refusal:
        raise refusal.at("scoring") from None


def direction_of(scoring: Scoring, given: Direction | None, *, otherwise: Direction) -> Direction:
    """Which way is better: what the scale says; where it says nothing, what was given, or else `otherwise`.

    Raises: DirectionNotPossible when what was given contradicts the scale.
    """
    implied = _implied(scoring)
    if implied is None:
        return given or otherwise
    if given not in (None, implied):
        raise DirectionNotPossible(f"The scoring of this KPI says {implied}, not {given}.", field="direction")
    return implied


def _implied(scoring: Scoring) -> Direction | None:
    match scoring:
        case Performance(direction=direction) | AllOrNothing(direction=direction):
            return direction
        case StayInRange():
            return Direction.STAY_IN_RANGE
        case Progress(baseline=worse, target=better) | GoalAndRedFlag(red_flag=worse, goal=better) if (
            better is not None
        ):
            return Direction.HIGHER_IS_BETTER if better > worse else Direction.LOWER_IS_BETTER
    return None
