"""What a connector can measure, and what it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from equipoise_sdk.grain import Grain


@dataclass(frozen=True, slots=True)
class Measure:
    """A series of values that the source can deliver; the host maps it to a KPI.

    `key` stays the same from run to run. `unit` is for people (`%`, `EUR`, `days`). `dimensions` are the names that
    its values may carry. Where values come with numerator and denominator, `value = factor * numerator / denominator`.
    """

    key: str
    name: str
    unit: str | None = None
    grain: Grain = Grain.MONTH
    dimensions: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Query:
    """What to read: periods that start on or after `since` and before `until`; None leaves that side open.

    `measures` are keys, None for all. `checkpoint` is the state of the last checkpoint that the host stored, None on
    a first run. `first_month_of_year` (1 to 12) is the organisation's fiscal calendar.
    """

    measures: frozenset[str] | None = None
    since: date | None = None
    until: date | None = None
    checkpoint: Mapping[str, Any] | None = None
    first_month_of_year: int = 1

    def wants(self, measure: str) -> bool:
        return self.measures is None or measure in self.measures

    def covers(self, period_start: date) -> bool:
        return (self.since is None or period_start >= self.since) and (self.until is None or period_start < self.until)
