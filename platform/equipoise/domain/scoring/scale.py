"""Linear scales between two anchors."""

from decimal import Decimal

from equipoise.domain.decimals import minus, over, parse_decimal


def way(value: Decimal, start: Decimal, end: Decimal) -> Decimal:
    """How far the value is on the way from `start` (0) to `end` (1); unbounded, `end` may be the smaller."""
    return over(minus(value, start), minus(end, start))


def require_numbers(**numbers: Decimal | None) -> None:
    """Refuse what the database could not keep exactly. Raises: as parse_decimal, naming the keyword."""
    for field, number in numbers.items():
        if number is not None:
            parse_decimal(number, field)
