"""A line for each measure, a column for each period."""

from collections.abc import Iterator
from itertools import islice

from equipoise_sdk import ConfigError, RowError
from equipoise_spreadsheets.config.wide import WideSource
from equipoise_spreadsheets.files.address import column_index
from equipoise_spreadsheets.files.workbook import Book
from equipoise_spreadsheets.layouts.period_row import PeriodRow
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.record import records
from equipoise_spreadsheets.layouts.slot import Slot, Slots
from equipoise_spreadsheets.unreadable import Unreadable

_LOOKED_AT = 200


class Across(Slots):
    def __init__(self, source: WideSource, field: str, book: Book) -> None:
        self._source = source
        self._field = field
        self._sheet = book.sheet(source.sheet, f"{field}.sheet")

    @property
    def where(self) -> str:
        return self._sheet.name

    def read(self, reading: Reading) -> Iterator[Slot | RowError]:
        source = self._source
        given = f"{self._field}.header_row"
        header = PeriodRow(self._sheet, reading.periods, source.grain, source.header_row, given)
        labels = self._label_column(header)
        yield from header.errors
        for record in records(self._sheet, reading, [labels], after=header.row):
            try:
                label = record.text(labels)
            except Unreadable as problem:
                yield RowError(self._sheet.where(record.row, labels), problem.message, problem.code)
                continue
            for column, start in header.starts.items():
                if column != labels:
                    yield Slot(label, start, record, column, self._sheet)

    def _label_column(self, header: PeriodRow) -> int:
        if self._source.label_column is not None:
            return column_index(self._source.label_column)
        first_period = min(header.starts)
        below = islice((cells for row, cells in self._sheet.rows() if row > header.row), _LOOKED_AT)
        with_text = {
            column
            for cells in below
            for column, cell in enumerate(cells[:first_period])
            if isinstance(cell, str) and cell.strip()
        }
        if not with_text:
            where = self._sheet.where(header.row, first_period)
            field = f"{self._field}.label_column"
            raise ConfigError(field, f"There are no names of measures to the left of {where}; give the column.")
        return min(with_text)
