"""From a connector's figures to those of a KPI, so that no value is ever off by a factor without a word.

What is recorded is always the connector's value times the mapping's factor. Where the value comes with its two sums,
these are recorded too, for longer periods are worked out from them; then they must give that very value with the
factor that the KPI itself puts before its ratios, or the value is refused.
"""

from dataclasses import dataclass
from decimal import Decimal

from equipoise.connections.measures import Measure
from equipoise.domain.decimals import TooManyDecimals, as_value, minus, over, parse_decimal, plain, times
from equipoise.domain.errors import Refusal

_CLOSE = Decimal("1E-6")
_TINY = Decimal("1E-9")
"""Two sums and the quotient that a connector has rounded may differ by a millionth, or by what is hardly kept."""


class FactorDiffers(Refusal):
    """Ratios of the measure and of the KPI are expressed differently: one in percent, say, and the other not."""

    code = "FACTOR_DIFFERS"


@dataclass(frozen=True, slots=True)
class Figures:
    """A value as it can be recorded; with its parts, the KPI works the value out of them."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def check_scaling(measure: Measure, factor: Decimal, ratio_factor: Decimal) -> None:
    """Whether ratios of the measure can become values of a KPI with this ratio factor.

    A measure with a factor of 1 may have values without parts, so it is looked at value by value.
    Raises: FactorDiffers.
    """
    if measure.factor != 1 and times(measure.factor, factor) != ratio_factor:
        raise FactorDiffers(
            f"The measure is {plain(measure.factor):f} times a ratio, times the mapping's factor {plain(factor):f}; "
            f"the KPI's ratio factor is {plain(ratio_factor):f}. Make them the same, or the KPI would be off.",
            field="factor",
        )


def scaled(
    value: str, numerator: str | None, denominator: str | None, *, factor: Decimal, ratio_factor: Decimal
) -> Figures:
    """The figures of one value, which the connector has sent as texts.

    Raises: NotANumber, NumberTooLarge, TooManyDecimals, FactorDiffers.
    """
    figure = _figure(value)
    if factor != 1:
        figure = parse_decimal(as_value(times(figure, factor)))
    if numerator is None or denominator is None:
        return Figures(figure)
    upper, lower = _figure(numerator), _figure(denominator)
    if not lower:
        return Figures(figure)
    worked_out = over(times(ratio_factor, upper), lower)
    if abs(minus(worked_out, figure)) > max(times(_CLOSE, abs(figure)), _TINY):
        raise FactorDiffers(
            f"The source's value, times the mapping's factor, is {plain(figure):f}; by the KPI's ratio factor it would "
            f"be {plain(as_value(worked_out)):f}. Make the two factors the same."
        )
    return Figures(None, upper, lower)


def _figure(raw: str) -> Decimal:
    """Rounded half-even to the ten places that are kept; what has none of its digits there is refused."""
    try:
        return parse_decimal(raw)
    except TooManyDecimals:
        rounded = as_value(Decimal(raw))
        if not rounded:
            raise
        return rounded
