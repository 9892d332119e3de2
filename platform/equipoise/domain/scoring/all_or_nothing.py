"""All or nothing: the target is met, or it is not."""

from dataclasses import dataclass
from decimal import Decimal

from equipoise.domain.decimals import HUNDRED, ZERO
from equipoise.domain.scoring.direction import Direction, require_one_way
from equipoise.domain.scoring.scale import require_numbers


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """100 at or beyond the target, else 0; the method's own target, if given, goes before the period's."""

    direction: Direction = Direction.HIGHER_IS_BETTER
    target: Decimal | None = None

    def __post_init__(self) -> None:
        require_numbers(target=self.target)
        require_one_way(self.direction, "All or nothing")

    def attainment(self, value: Decimal, target: Decimal | None) -> Decimal | None:
        """None without a target."""
        bar = target if self.target is None else self.target
        if bar is None:
            return None
        reached = value <= bar if self.direction is Direction.LOWER_IS_BETTER else value >= bar
        return HUNDRED if reached else ZERO

    def score(self, value: Decimal, target: Decimal | None = None) -> Decimal | None:
        return self.attainment(value, target)
