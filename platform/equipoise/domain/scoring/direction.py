"""Which way is better."""

from enum import StrEnum

from equipoise.domain.scoring.errors import DirectionNotPossible


class Direction(StrEnum):
    HIGHER_IS_BETTER = "HIGHER_IS_BETTER"
    LOWER_IS_BETTER = "LOWER_IS_BETTER"
    STAY_IN_RANGE = "STAY_IN_RANGE"


def require_one_way(direction: Direction, method: str) -> None:
    """Refuse STAY_IN_RANGE where only up or down make sense. Raises: DirectionNotPossible."""
    if direction is Direction.STAY_IN_RANGE:
        raise DirectionNotPossible(
            f"{method} needs HIGHER_IS_BETTER or LOWER_IS_BETTER; for a range use the method STAY_IN_RANGE.",
            field="direction",
        )
