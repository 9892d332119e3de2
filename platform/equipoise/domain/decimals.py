"""Numbers of the domain: how they come in, in which precision they are reckoned, and how they are kept."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, Inexact, InvalidOperation
from functools import reduce
from typing import Final

from equipoise.domain.errors import Refusal

EXACT: Final = Context(prec=34, rounding=ROUND_HALF_EVEN)
"""All maths of the domain happens in this context, never in the ambient one."""

plus, minus, times, over = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)

INTEGER_DIGITS: Final = 20
DECIMALS: Final = 10
LONGEST_TEXT: Final = 1_000
LARGEST_FIGURE: Final = Decimal(10) ** 15

_WRITTEN_NUMBER: Final = re.compile(r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d{1,6})?", re.ASCII)
_STORED_VALUE: Final = Context(prec=INTEGER_DIGITS + DECIMALS, traps=[InvalidOperation, Inexact])
_ROUNDED_VALUE: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)
_LAST_VALUE_PLACE: Final = Decimal("1E-10")
_LAST_SCORE_PLACE: Final = Decimal("1E-12")
_quantize: Final = EXACT.quantize


class NotANumber(Refusal):
    """Text, a float, NaN or an infinity where an exact number is needed."""

    code = "NOT_A_NUMBER"


class NumberTooLarge(Refusal):
    """More than 20 digits before the decimal point."""

    code = "NUMBER_TOO_LARGE"


class TooManyDecimals(Refusal):
    """More than 10 digits after the decimal point."""

    code = "TOO_MANY_DECIMALS"


def parse_decimal(raw: object, field: str | None = None) -> Decimal:
    """The exact number that was written, without exponent, trailing zeros or negative zero.

    Takes text, `int` and `Decimal`. A float is refused, for it no longer is what was written.
    Raises: NotANumber, NumberTooLarge, TooManyDecimals; all in time linear in the length of the input.
    """
    if isinstance(raw, Decimal):
        number = raw
    elif isinstance(raw, int) and not isinstance(raw, bool):
        number = _from_int(raw, field)
    elif isinstance(raw, str):
        number = _from_text(raw, field)
    else:
        kind = type(raw).__name__
        raise NotANumber(f"A {kind} is not an exact number; write it as text, such as '12.5'.", field=field)
    if not number.is_finite():
        raise NotANumber(f"{quoted(str(raw))} is not a finite number.", field=field)
    if number and number.adjusted() >= INTEGER_DIGITS:
        raise _too_large(quoted(str(raw)), field)
    return _without_trailing_zeros(number, str(raw), field)


def as_stored(figure: Decimal) -> Decimal:
    """A score, attainment or share as the database keeps it: rounded half-even to 12 places.

    An attainment beyond 10^15 either way is kept as that bound: it says no more than the bound does.
    """
    if -LARGEST_FIGURE <= figure <= LARGEST_FIGURE:
        return _quantize(figure, _LAST_SCORE_PLACE)
    return _quantize(LARGEST_FIGURE if figure > 0 else -LARGEST_FIGURE, _LAST_SCORE_PLACE)


def as_value(number: Decimal) -> Decimal:
    """A computed value or target as the database keeps values: rounded half-even to 10 places."""
    return plain(_ROUNDED_VALUE.quantize(number, _LAST_VALUE_PLACE))


def plain(number: Decimal) -> Decimal:
    """The same number without trailing zeros, exponent or sign of zero: 1E+2 and 100.0 become 100."""
    shortest = _ROUNDED_VALUE.plus(_ROUNDED_VALUE.normalize(number))
    exponent = shortest.as_tuple().exponent
    return _ROUNDED_VALUE.quantize(shortest, ONE) if isinstance(exponent, int) and exponent > 0 else shortest


def as_text(number: Decimal) -> str:
    """A number as JSON keeps it: digits only, never an exponent."""
    return format(plain(number), "f")


def total(numbers: Iterable[Decimal]) -> Decimal:
    return reduce(plus, numbers, ZERO)


def clamp(figure: Decimal) -> Decimal:
    """The figure held within 0..100."""
    return ZERO if figure < ZERO else HUNDRED if figure > HUNDRED else figure


def quoted(text: str, at_most: int = 40) -> str:
    """What the caller sent, short enough for a message."""
    return repr(text if len(text) <= at_most else f"{text[: at_most - 3]}...")


def _from_text(raw: str, field: str | None) -> Decimal:
    text = raw.strip()
    if not _WRITTEN_NUMBER.fullmatch(text):
        raise NotANumber(f"{quoted(raw)} is not a number; write digits with a point, such as '-1234.5'.", field=field)
    if len(text) > LONGEST_TEXT:
        raise NumberTooLarge(
            f"{quoted(raw)} has {len(text):,} characters; a number has at most {INTEGER_DIGITS} digits before "
            f"and {DECIMALS} after the decimal point.",
            field=field,
        )
    return Decimal(text)


def _from_int(raw: int, field: str | None) -> Decimal:
    # Python refuses to print an int of more than 4,300 digits; 10^20 needs 67 bits.
    if raw.bit_length() > 67:
        raise _too_large(f"A whole number of {raw.bit_length():,} bits", field)
    return Decimal(raw)


def _without_trailing_zeros(number: Decimal, raw: str, field: str | None) -> Decimal:
    try:
        return plain(_STORED_VALUE.quantize(number, _LAST_VALUE_PLACE))
    except DecimalException:
        raise TooManyDecimals(
            f"{quoted(raw)} has more than {DECIMALS} digits after the decimal point.", field=field
        ) from None


def _too_large(subject: str, field: str | None) -> NumberTooLarge:
    return NumberTooLarge(
        f"{subject} has more than {INTEGER_DIGITS} digits before the decimal point, the most that is kept.",
        field=field,
    )
