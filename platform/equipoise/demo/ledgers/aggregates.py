"""What the rows of a period come to, in the words of the spreadsheet connector."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from equipoise.demo.values import DemoValue
from equipoise.domain.decimals import as_value

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SumOf:
    column: str

    def value(self, rows: Sequence[Cells], start: date) -> DemoValue:
        return DemoValue(start, _sum(rows, self.column))

    def config(self) -> dict[str, Any]:
        return {"function": "sum", "column": self.column}


@dataclass(frozen=True, slots=True)
class CountOf:
    def value(self, rows: Sequence[Cells], start: date) -> DemoValue:
        return DemoValue(start, Decimal(len(rows)))

    def config(self) -> dict[str, Any]:
        return {"function": "count"}


@dataclass(frozen=True, slots=True)
class DistinctOf:
    column: str

    def value(self, rows: Sequence[Cells], start: date) -> DemoValue:
        return DemoValue(start, Decimal(len({row[self.column] for row in rows})))

    def config(self) -> dict[str, Any]:
        return {"function": "distinct_count", "column": self.column}


@dataclass(frozen=True, slots=True)
class AverageOf:
    column: str

    def value(self, rows: Sequence[Cells], start: date) -> DemoValue:
        return _quotient(start, _sum(rows, self.column), Decimal(len(rows)))

    def config(self) -> dict[str, Any]:
        return {"function": "average", "column": self.column}


@dataclass(frozen=True, slots=True)
class RatioOf:
    numerator: str
    denominator: str
    factor: Decimal = Decimal(1)

    def value(self, rows: Sequence[Cells], start: date) -> DemoValue:
        return _quotient(start, _sum(rows, self.numerator), _sum(rows, self.denominator), self.factor)

    def config(self) -> dict[str, Any]:
        return {
            "function": "ratio",
            "numerator_column": self.numerator,
            "denominator_column": self.denominator,
            "factor": str(self.factor),
        }


@dataclass(frozen=True, slots=True)
class DaysBetween:
    begun: str
    ended: str

    def value(self, rows: Sequence[Cells], start: date) -> DemoValue:
        days = sum((row[self.ended] - row[self.begun]).days for row in rows)
        return _quotient(start, Decimal(days), Decimal(len(rows)))

    def config(self) -> dict[str, Any]:
        return {"function": "average_days", "from_column": self.begun, "to_column": self.ended}


@dataclass(frozen=True, slots=True)
class OpenAtEnd:
    """How many keys are open on the last day of a period; `open_on_last`: the day of the end still counts."""

    key: str
    begun: str
    ended: str
    open_on_last: bool

    def count(self, rows: Sequence[Cells], day: date) -> Decimal:
        return Decimal(len({row[self.key] for row in rows if row[self.begun] <= day and self._open(row, day)}))

    def config(self) -> dict[str, Any]:
        return {
            "function": "open_at_period_end",
            "key_column": self.key,
            "start_column": self.begun,
            "end_column": self.ended,
            "open_on_end_day": self.open_on_last,
        }

    def _open(self, row: Cells, day: date) -> bool:
        end: date | None = row[self.ended]
        return end is None or end > day or (self.open_on_last and end == day)


Aggregate = SumOf | CountOf | DistinctOf | AverageOf | RatioOf | DaysBetween


def _sum(rows: Sequence[Cells], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


def _quotient(start: date, numerator: Decimal, denominator: Decimal, factor: Decimal = Decimal(1)) -> DemoValue:
    return DemoValue(start, as_value(factor * numerator / denominator), numerator, denominator)
