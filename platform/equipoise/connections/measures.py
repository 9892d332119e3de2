"""What a connection offers to measure, and how that fits KPIs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from equipoise.domain.calendar import Frequency

FREQUENCIES = {
    "day": Frequency.DAILY,
    "week": Frequency.WEEKLY,
    "month": Frequency.MONTHLY,
    "quarter": Frequency.QUARTERLY,
    "year": Frequency.YEARLY,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A series of values that a connection delivers.

    Where its values come as two sums, value = factor * numerator / denominator.
    """

    key: str
    name: str
    unit: str | None
    frequency: Frequency
    dimensions: Sequence[str]
    factor: Decimal
