"""Reading the cells layout."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from equipoise_sdk import ConfigError, Measure, Query, RowError
from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.config.cells import CellsSource, CellValue
from equipoise_spreadsheets.files.address import parse
from equipoise_spreadsheets.files.sheet import Sheet
from equipoise_spreadsheets.files.workbook import Book, Place
from equipoise_spreadsheets.layouts.figures import Figure, Figures, Key
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.record import Record, records
from equipoise_spreadsheets.layouts.source import SourceReader
from equipoise_spreadsheets.unreadable import Unreadable

Rows = dict[tuple[str, int], Record]


class _Wanted(NamedTuple):
    value: Place
    period: Place | None
    form: CellValue


class _AtPlaceError(Exception):
    def __init__(self, place: Place, cause: Unreadable) -> None:
        self.place = place
        self.cause = cause


class CellsReader(SourceReader):
    """A blank cell is reported: it was asked for by its address."""

    def __init__(self, source: CellsSource, field: str, config: SpreadsheetConfig, book: Book) -> None:
        self._source = source
        self._field = field
        self._config = config
        self._book = book
        self._wanted = [self._located(form, f"{field}.cells.{number}") for number, form in enumerate(source.cells)]

    def measures(self) -> Sequence[Measure]:
        found: dict[str, Measure] = {}
        for cell in self._source.cells:
            measure = cell.measure
            found.setdefault(
                measure.key, Measure(measure.key, measure.name or measure.key, measure.unit, self._source.grain)
            )
        return list(found.values())

    def read(self, query: Query, figures: Figures) -> Iterator[RowError]:
        source = self._source
        reading = Reading.of(
            self._config,
            source.grain,
            first_month=query.first_month_of_year,
            year=source.year,
            labels=source.labels,
        )
        rows = self._rows(reading)
        for number, wanted in enumerate(self._wanted):
            if not query.wants(wanted.form.measure.key):
                continue
            try:
                start = self._period(wanted, reading, rows, number)
                if query.covers(start):
                    figure = self._figure(wanted.value, rows)
                    figures.add(Key(wanted.form.measure.key, start), figure, wanted.value.where())
            except _AtPlaceError as problem:
                yield RowError(problem.place.where(), problem.cause.message, problem.cause.code)

    def _figure(self, place: Place, rows: Rows) -> Figure:
        try:
            figure = _record(place, rows).figure(place.column)
            if figure is None:
                raise Unreadable("BLANK", "is blank")
        except Unreadable as problem:
            raise _AtPlaceError(place, problem) from None
        return figure

    def _period(self, wanted: _Wanted, reading: Reading, rows: Rows, number: int) -> date:
        if wanted.period is None:
            try:
                return reading.periods.start(wanted.form.period)
            except Unreadable as problem:
                raise ConfigError(f"{self._field}.cells.{number}.period", f"{problem.message}.") from None
        try:
            return _record(wanted.period, rows).period(wanted.period.column)
        except Unreadable as problem:
            raise _AtPlaceError(wanted.period, problem) from None

    def _rows(self, reading: Reading) -> Rows:
        """The rows that are needed, read in one pass over each sheet."""
        needed: dict[str, tuple[Sheet, set[int], set[int]]] = {}
        for value, period, _ in self._wanted:
            for place in (value, period):
                if place is not None:
                    _, numbers, labels = needed.setdefault(place.sheet.name, (place.sheet, set(), set()))
                    numbers.add(place.row)
                    if place is period:
                        labels.add(place.column)
        found: Rows = {}
        for name, (sheet, numbers, labels) in needed.items():
            last = max(numbers)
            for record in records(sheet, reading, labels):
                if record.row in numbers:
                    found[name, record.row] = record
                if record.row >= last:
                    break
        return found

    def _located(self, form: CellValue, field: str) -> _Wanted:
        period = None if form.period_cell is None else self._place(form.period_cell, f"{field}.period_cell")
        if form.cell is not None:
            return _Wanted(self._place(form.cell, f"{field}.cell"), period, form)
        if form.name is not None:
            return _Wanted(self._book.named_cell(form.name, f"{field}.name"), period, form)
        cell = form.table_cell
        if cell is None:
            raise ConfigError(field, "Give one of `cell`, `name` and `table_cell`.")
        place = self._book.table_cell(cell.table, cell.column, cell.row, f"{field}.table_cell")
        return _Wanted(place, period, form)

    def _place(self, text: str, field: str) -> Place:
        address = parse(text)
        if address is None:
            raise ConfigError(field, f"{text!r} is not the address of a cell.")
        return Place(self._book.sheet(address.sheet, field), address.row, address.column)


def _record(place: Place, rows: Rows) -> Record:
    record = rows.get((place.sheet.name, place.row))
    if record is None:
        raise Unreadable("BLANK", "is blank: the sheet ends before it")
    return record
