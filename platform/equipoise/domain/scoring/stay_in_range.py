"""Stay in range: best between two limits, worse the further outside."""

from dataclasses import dataclass
from decimal import Decimal

from equipoise.domain.decimals import HUNDRED, clamp, times
from equipoise.domain.scoring.errors import EqualEndPoints, LimitsOutOfOrder
from equipoise.domain.scoring.scale import require_numbers, way


@dataclass(frozen=True, slots=True)
class StayInRange:
    """100 inside [low, high], falling linearly to 0 at the outer limits; `low` and `high` may be one point.

    Attainment goes on falling below 0 beyond the outer limits. The period's target plays no part.
    """

    outer_low: Decimal
    low: Decimal
    high: Decimal
    outer_high: Decimal

    def __post_init__(self) -> None:
        require_numbers(outerLow=self.outer_low, low=self.low, high=self.high, outerHigh=self.outer_high)
        if self.low > self.high:
            raise LimitsOutOfOrder("low", self.low, "high", self.high)
        if self.outer_low == self.low:
            raise EqualEndPoints("outerLow", "low", self.low)
        if self.outer_low > self.low:
            raise LimitsOutOfOrder("outerLow", self.outer_low, "low", self.low)
        if self.outer_high == self.high:
            raise EqualEndPoints("outerHigh", "high", self.high)
        if self.outer_high < self.high:
            raise LimitsOutOfOrder("high", self.high, "outerHigh", self.outer_high)

    def attainment(self, value: Decimal, target: Decimal | None) -> Decimal:
        if value < self.low:
            return times(HUNDRED, way(value, self.outer_low, self.low))
        if value > self.high:
            return times(HUNDRED, way(value, self.outer_high, self.high))
        return HUNDRED

    def score(self, value: Decimal, target: Decimal | None = None) -> Decimal:
        return clamp(self.attainment(value, target))
