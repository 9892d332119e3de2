"""What `read` yields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one measure in one period.

    `period_start` is the first day of the period. `label` is the word of a qualitative value, next to its figure.
    `source` says where a person finds it (`Sheet1!D7`, a URL without secrets).
    """

    measure: str
    period_start: date
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    label: str | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    """Something at the source that cannot be read; the rest is still delivered.

    `where` is a place that a person finds (`Sheet1!D7`); `code` is stable, in capitals.
    """

    where: str
    message: str
    code: str = "UNREADABLE"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything before this is delivered; the next run gets `state` (JSON, at most 64 kB) as `query.checkpoint`."""

    state: Mapping[str, Any]


Item = Value | RowError | Checkpoint
