"""Several periods read as one: month to quarter to year."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from equipoise.domain.decimals import ONE, over, times, total


class Aggregation(StrEnum):
    SUM = "SUM"
    AVERAGE = "AVERAGE"
    LAST = "LAST"
    MINIMUM = "MINIMUM"
    MAXIMUM = "MAXIMUM"
    RATIO = "RATIO"


class Reading(NamedTuple):
    """The value of one period of a KPI; a ratio also carries what was divided by what."""

    period_start: date
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def aggregate(readings: Sequence[Reading], method: Aggregation, ratio_factor: Decimal = ONE) -> Decimal | None:
    """The value of all readings together; None when there are none.

    RATIO sums numerators and denominators apart, divides last and multiplies by `ratio_factor` (100 for
    percent; reference vector 5). It is None when the denominators sum to zero, or when one of several
    readings came without its parts: averaging ratios would be wrong.
    """
    if not readings:
        return None
    if len(readings) == 1:
        return readings[0].value
    if method is Aggregation.RATIO:
        return _ratio(readings, ratio_factor)
    return _VALUES[method](readings)


def _ratio(readings: Sequence[Reading], factor: Decimal) -> Decimal | None:
    numerators = [reading.numerator for reading in readings if reading.numerator is not None]
    denominators = [reading.denominator for reading in readings if reading.denominator is not None]
    if len(numerators) < len(readings) or len(denominators) < len(readings):
        return None
    denominator = total(denominators)
    return over(times(factor, total(numerators)), denominator) if denominator else None


def _sum(readings: Sequence[Reading]) -> Decimal:
    return total(reading.value for reading in readings)


def _average(readings: Sequence[Reading]) -> Decimal:
    return over(_sum(readings), Decimal(len(readings)))


_VALUES: Final[dict[Aggregation, Callable[[Sequence[Reading]], Decimal]]] = {
    Aggregation.SUM: _sum,
    Aggregation.AVERAGE: _average,
    Aggregation.LAST: lambda readings: max(readings, key=lambda reading: reading.period_start).value,
    Aggregation.MINIMUM: lambda readings: min(reading.value for reading in readings),
    Aggregation.MAXIMUM: lambda readings: max(reading.value for reading in readings),
}
