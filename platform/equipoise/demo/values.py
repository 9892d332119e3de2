"""A value as the demo expects it to arrive."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoValue:
    """The value of one period; `label` is the word of a judgement, whose score is the value."""

    period_start: date
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    label: str | None = None
