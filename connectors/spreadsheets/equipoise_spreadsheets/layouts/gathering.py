"""From the rows of a long table to figures."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator

from equipoise_sdk import ConfigError, Query, RowError
from equipoise_spreadsheets.files.sheet import Sheet
from equipoise_spreadsheets.layouts.figures import MAX_VALUES, Dimensions, Figures, Key
from equipoise_spreadsheets.layouts.record import Record
from equipoise_spreadsheets.layouts.totals import Total
from equipoise_spreadsheets.unreadable import Unreadable


class Gathering(ABC):
    """Both methods on records raise Unreadable."""

    @abstractmethod
    def concerns(self, record: Record) -> bool:
        """Whether the row belongs to the periods that are asked for."""

    @abstractmethod
    def add(self, record: Record, measure: str, dimensions: Dimensions) -> None: ...

    @abstractmethod
    def finish(self) -> Iterator[RowError]:
        """After the last row."""


class AsIs(Gathering):
    """A value in each row."""

    def __init__(
        self, sheet: Sheet, query: Query, figures: Figures, *, period_column: int, column: int, name: str
    ) -> None:
        self._sheet = sheet
        self._query = query
        self._figures = figures
        self._period_column = period_column
        self._column = column
        self._name = name

    def concerns(self, record: Record) -> bool:
        return self._query.covers(record.period(self._period_column))

    def add(self, record: Record, measure: str, dimensions: Dimensions) -> None:
        figure = record.figure(self._column)
        if figure is None:
            raise Unreadable("BLANK", "is blank; fill it, or leave such rows out with a filter", column=self._column)
        key = Key(measure, record.period(self._period_column), dimensions)
        self._figures.add(key, figure, self._sheet.where(record.row, self._column, self._name))

    def finish(self) -> Iterator[RowError]:
        return iter(())


class Grouped(Gathering):
    """The rows of a period, and of the same dimensions, make one value. Bad rows are left out of it and reported."""

    def __init__(
        self, sheet: Sheet, query: Query, figures: Figures, period_column: int, new: Callable[[], Total]
    ) -> None:
        self._sheet = sheet
        self._query = query
        self._figures = figures
        self._period_column = period_column
        self._new = new
        self._totals: dict[Key, Total] = {}

    def concerns(self, record: Record) -> bool:
        return self._query.covers(record.period(self._period_column))

    def add(self, record: Record, measure: str, dimensions: Dimensions) -> None:
        key = Key(measure, record.period(self._period_column), dimensions)
        total = self._totals.get(key)
        if total is None:
            if len(self._totals) >= MAX_VALUES:
                raise ConfigError("sources", f"The rows make more than {MAX_VALUES:,} groups; use fewer dimensions.")
            total = self._totals[key] = self._new()
        total.add(record)

    def finish(self) -> Iterator[RowError]:
        for key, total in sorted(self._totals.items()):
            if not total.rows:
                continue  # all of its rows were bad, and reported
            figure = total.figure()
            if figure is None:
                what = f"the denominator of {key.measure} is 0 for the period from {key.period_start}; no ratio"
                yield RowError(self._sheet.name, what, "NO_RATIO")
            else:
                self._figures.add(key, figure, f"{self._sheet.name}, {total.rows} rows")
