"""The rows of one period (and dimensions) on their way to a figure."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from equipoise_spreadsheets.config import aggregate as form
from equipoise_spreadsheets.layouts.figures import Figure
from equipoise_spreadsheets.layouts.record import Record
from equipoise_spreadsheets.unreadable import Unreadable


class Total(ABC):
    """`rows` is how many were added."""

    rows = 0

    @abstractmethod
    def add(self, record: Record) -> None:
        """Raises: Unreadable, and then the total is as it was."""

    @abstractmethod
    def figure(self) -> Figure | None:
        """None where the rows come to nothing: a denominator of 0."""


class Sum(Total):
    def __init__(self, column: int) -> None:
        self._column = column
        self._sum = Decimal(0)

    def add(self, record: Record) -> None:
        self._sum += record.number(self._column)
        self.rows += 1

    def figure(self) -> Figure:
        return Figure(self._sum)


class Average(Sum):
    """Averages over longer periods need the parts: sum and number of rows go along."""

    def figure(self) -> Figure:
        return Figure(self._sum / self.rows, self._sum, Decimal(self.rows))


class Extreme(Total):
    def __init__(self, column: int, sign: int) -> None:
        self._column = column
        self._sign = sign
        self._best = Decimal(0)

    def add(self, record: Record) -> None:
        number = record.number(self._column)
        if not self.rows or number * self._sign > self._best * self._sign:
            self._best = number
        self.rows += 1

    def figure(self) -> Figure:
        return Figure(self._best)


class Dated(Total):
    """The number of the first or the last day; of several rows of that day, the first or the last one."""

    def __init__(self, column: int, period_column: int, *, last: bool) -> None:
        self._column = column
        self._period_column = period_column
        self._last = last
        self._chosen = date.min, Decimal(0)

    def add(self, record: Record) -> None:
        number, day = record.number(self._column), self._day(record)
        if not self.rows or (day >= self._chosen[0] if self._last else day < self._chosen[0]):
            self._chosen = day, number
        self.rows += 1

    def _day(self, record: Record) -> date:
        try:
            return record.required_day(self._period_column)
        except Unreadable:  # a period rather than a day
            return record.period(self._period_column)

    def figure(self) -> Figure:
        return Figure(self._chosen[1])


class Rows(Total):
    def add(self, record: Record) -> None:
        self.rows += 1

    def figure(self) -> Figure:
        return Figure(Decimal(self.rows))


class Distinct(Total):
    def __init__(self, column: int) -> None:
        self._column = column
        self._entries: set[str] = set()

    def add(self, record: Record) -> None:
        self._entries.add(record.required_text(self._column))
        self.rows += 1

    def figure(self) -> Figure:
        return Figure(Decimal(len(self._entries)))


class Quotient(Total):
    def __init__(self, numerator_column: int, denominator_column: int, factor: Decimal) -> None:
        self._columns = numerator_column, denominator_column
        self._factor = factor
        self._numerator = self._denominator = Decimal(0)

    def add(self, record: Record) -> None:
        numerator, denominator = (record.number(column) for column in self._columns)
        self._numerator += numerator
        self._denominator += denominator
        self.rows += 1

    def figure(self) -> Figure | None:
        if not self._denominator:
            return None
        return Figure(self._factor * self._numerator / self._denominator, self._numerator, self._denominator)


class Days(Total):
    def __init__(self, from_column: int, to_column: int) -> None:
        self._from_column = from_column
        self._to_column = to_column
        self._days = 0

    def add(self, record: Record) -> None:
        begun = record.required_day(self._from_column)
        self._days += (record.required_day(self._to_column) - begun).days
        self.rows += 1

    def figure(self) -> Figure:
        days, rows = Decimal(self._days), Decimal(self.rows)
        return Figure(days / rows, days, rows)


Aggregate = form.OfColumn | form.Count | form.DistinctCount | form.Ratio | form.AverageDays


def maker(aggregate: Aggregate, columns: Mapping[str, int], period_column: int) -> Callable[[], Total]:
    """Makes the totals of an aggregate; `columns` are those that it names."""
    match aggregate:
        case form.Count():
            return Rows
        case form.DistinctCount():
            return lambda: Distinct(columns[aggregate.column])
        case form.Ratio():
            numerator, denominator = columns[aggregate.numerator_column], columns[aggregate.denominator_column]
            return lambda: Quotient(numerator, denominator, aggregate.factor)
        case form.AverageDays():
            return lambda: Days(columns[aggregate.from_column], columns[aggregate.to_column])
        case form.OfColumn():
            return _of_column(aggregate.function, columns[aggregate.column], period_column)


def _of_column(function: str, column: int, period_column: int) -> Callable[[], Total]:
    match function:
        case "sum":
            return lambda: Sum(column)
        case "average":
            return lambda: Average(column)
        case "minimum" | "maximum":
            return lambda: Extreme(column, 1 if function == "maximum" else -1)
        case _:
            return lambda: Dated(column, period_column, last=function == "last")
