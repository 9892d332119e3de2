"""A table of transactions, and what is measured in it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from equipoise.demo.ledgers.aggregates import Aggregate, OpenAtEnd
from equipoise.demo.values import DemoValue
from equipoise.domain.calendar import FiscalCalendar, Frequency, Period

Cell = str | int | Decimal | date | None
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Condition:
    """Rows count whose column holds one of these entries; without entries, whose column is not blank."""

    column: str
    entries: tuple[str, ...] = ()

    def holds(self, row: Row) -> bool:
        return row[self.column] in self.entries if self.entries else row[self.column] is not None

    def config(self) -> dict[str, Any]:
        if self.entries:
            return {"column": self.column, "operator": "in", "values": list(self.entries)}
        return {"column": self.column, "operator": "not_blank"}


@dataclass(frozen=True, slots=True)
class LedgerMeasure:
    """What the rows of a period come to. The period is the one in which the day in `dated` lies."""

    key: str
    name: str
    unit: str
    aggregate: Aggregate | OpenAtEnd
    dated: str | None = None
    only: tuple[Condition, ...] = ()
    frequency: Frequency = Frequency.MONTHLY

    def values(self, rows: Sequence[Row], periods: Sequence[Period]) -> tuple[DemoValue, ...]:
        """Worked out here apart from the connector, so that a test can compare the two."""
        counted = [row for row in rows if all(condition.holds(row) for condition in self.only)]
        if isinstance(self.aggregate, OpenAtEnd):
            aggregate = self.aggregate
            return tuple(DemoValue(period.start, aggregate.count(counted, period.end)) for period in periods)
        return tuple(self._grouped(self.aggregate, counted, periods))

    def config(self, sheet: str | None) -> dict[str, Any]:
        """The source of the connector's configuration."""
        source: dict[str, Any] = {
            "layout": "long",
            "measure": {"key": self.key, "name": self.name, "unit": self.unit},
            "grain": _GRAINS[self.frequency],
            "aggregate": self.aggregate.config(),
            "filters": [condition.config() for condition in self.only],
        }
        if sheet is not None:
            source["sheet"] = sheet
        if self.dated is not None:
            source["period_column"] = self.dated
        return source

    def _grouped(self, aggregate: Aggregate, rows: Sequence[Row], periods: Sequence[Period]) -> Iterator[DemoValue]:
        groups: dict[date, list[Row]] = defaultdict(list)
        for row in rows:
            day = row[self.dated or ""]
            if isinstance(day, date):
                groups[_period_start(day, self.frequency)].append(row)
        for period in periods:
            if group := groups.get(period.start):
                yield aggregate.value(group, period.start)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of an export, as it is now and as it was when it was first handed in."""

    title: str
    columns: tuple[str, ...]
    rows: list[Row]
    first_rows: list[Row]
    measures: tuple[LedgerMeasure, ...]

    def measure(self, key: str) -> LedgerMeasure:
        return next(measure for measure in self.measures if measure.key == key)


@lru_cache(4096)
def _period_start(day: date, frequency: Frequency) -> date:
    return FiscalCalendar().holding(day, frequency).start


_GRAINS = {Frequency.WEEKLY: "week", Frequency.MONTHLY: "month"}
