"""Progress: how much of the way from the baseline to the target is done."""

from dataclasses import dataclass
from decimal import Decimal

from equipoise.domain.decimals import HUNDRED, clamp, times
from equipoise.domain.scoring.errors import EqualEndPoints
from equipoise.domain.scoring.scale import require_numbers, way


@dataclass(frozen=True, slots=True)
class Progress:
    """100 (v - baseline) / (target - baseline); the target may lie below the baseline.

    Source: reference vector 1. The method's own target, if given, goes before the period's.
    """

    baseline: Decimal
    target: Decimal | None = None

    def __post_init__(self) -> None:
        require_numbers(baseline=self.baseline, target=self.target)
        if self.target == self.baseline:
            raise EqualEndPoints("target", "baseline", self.baseline)

    def attainment(self, value: Decimal, target: Decimal | None) -> Decimal | None:
        """None without a target, or with a target of the period that equals the baseline."""
        end = target if self.target is None else self.target
        if end is None or end == self.baseline:
            return None
        return times(HUNDRED, way(value, self.baseline, end))

    def score(self, value: Decimal, target: Decimal | None = None) -> Decimal | None:
        attainment = self.attainment(value, target)
        return None if attainment is None else clamp(attainment)
