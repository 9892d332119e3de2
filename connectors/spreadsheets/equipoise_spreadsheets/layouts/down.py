"""A line for each period, a column for each measure."""

from collections import Counter
from collections.abc import Iterator

from equipoise_sdk import ConfigError, RowError
from equipoise_spreadsheets.config.wide import WideSource
from equipoise_spreadsheets.files.address import column_index
from equipoise_spreadsheets.files.workbook import Book
from equipoise_spreadsheets.layouts.head import Head, looks_like_period
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.record import Record, records
from equipoise_spreadsheets.layouts.slot import Slot, Slots
from equipoise_spreadsheets.unreadable import Unreadable
from equipoise_spreadsheets.values.texts import text_of


class Down(Slots):
    def __init__(self, source: WideSource, field: str, book: Book) -> None:
        self._source = source
        self._field = field
        self._sheet = book.sheet(source.sheet, f"{field}.sheet")

    @property
    def where(self) -> str:
        return self._sheet.name

    def read(self, reading: Reading) -> Iterator[Slot | RowError]:
        head = Head(self._sheet, None)
        periods = self._period_column(head, reading)
        header = self._header_row(head, reading, periods)
        names: dict[int, str] = {}
        for column in range(len(head.rows[header])):
            try:
                names[column] = text_of(head.label(header, column))
            except Unreadable as problem:
                yield RowError(self._sheet.where(header, column), problem.message, problem.code)
        columns = [(column, name) for column, name in names.items() if name and column != periods]
        for record in records(self._sheet, reading, [periods], after=header):
            if not any(self._has_content(record, column) for column, _ in columns):
                continue
            try:
                start = record.period(periods)
            except Unreadable as problem:
                yield RowError(self._sheet.where(record.row, periods), problem.message, problem.code)
                continue
            for column, name in columns:
                yield Slot(name, start, record, column, self._sheet)

    def _period_column(self, head: Head, reading: Reading) -> int:
        if self._source.label_column is not None:
            return column_index(self._source.label_column)
        counts = Counter(
            column
            for row, cells in head.rows.items()
            for column in range(len(cells))
            if looks_like_period(head.label(row, column), reading.periods, self._source.grain)
        )
        if not counts:
            what = f"No cell in {head.looked_at} of {self._sheet.name!r} is a {self._source.grain}; give the column."
            raise ConfigError(f"{self._field}.label_column", what)
        return counts.most_common(1)[0][0]

    def _header_row(self, head: Head, reading: Reading, periods: int) -> int:
        """The nearest row with names above the first period."""
        field = f"{self._field}.header_row"
        if self._source.header_row is not None:
            if self._source.header_row - 1 not in head.rows:
                raise ConfigError(field, f"{self._sheet.name!r} has no row {self._source.header_row}.")
            return self._source.header_row - 1
        above: int | None = None
        for row, cells in head.rows.items():
            if looks_like_period(head.label(row, periods), reading.periods, self._source.grain):
                break
            if any(isinstance(cell, str) and cell.strip() for cell in [*cells[:periods], *cells[periods + 1 :]]):
                above = row
        if above is None:
            raise ConfigError(field, f"There are no names of measures above the periods of {self._sheet.name!r}.")
        return above

    def _has_content(self, record: Record, column: int) -> bool:
        try:
            return record.content(column) is not None
        except Unreadable:
            return True
