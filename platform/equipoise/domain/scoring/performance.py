"""Performance: the place of the value on a fixed scale."""

from dataclasses import dataclass
from decimal import Decimal

from equipoise.domain.decimals import HUNDRED, clamp, times
from equipoise.domain.scoring.direction import Direction, require_one_way
from equipoise.domain.scoring.errors import EqualEndPoints, LimitsOutOfOrder
from equipoise.domain.scoring.scale import require_numbers, way


@dataclass(frozen=True, slots=True)
class Performance:
    """100 (v - min) / (max - min), or 100 (max - v) / (max - min) when lower is better.

    Source: reference vectors 1, 2 and 11. The period's target plays no part.
    """

    minimum: Decimal
    maximum: Decimal
    direction: Direction = Direction.HIGHER_IS_BETTER

    def __post_init__(self) -> None:
        require_numbers(minimum=self.minimum, maximum=self.maximum)
        require_one_way(self.direction, "Performance")
        if self.minimum == self.maximum:
            raise EqualEndPoints("minimum", "maximum", self.minimum)
        if self.minimum > self.maximum:
            raise LimitsOutOfOrder("minimum", self.minimum, "maximum", self.maximum)

    def attainment(self, value: Decimal, target: Decimal | None) -> Decimal:
        if self.direction is Direction.LOWER_IS_BETTER:
            return times(HUNDRED, way(value, self.maximum, self.minimum))
        return times(HUNDRED, way(value, self.minimum, self.maximum))

    def score(self, value: Decimal, target: Decimal | None = None) -> Decimal:
        return clamp(self.attainment(value, target))
