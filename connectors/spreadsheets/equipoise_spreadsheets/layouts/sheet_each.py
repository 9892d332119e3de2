"""A sheet for each period, named after it."""

import logging
from collections.abc import Iterator

from equipoise_sdk import ConfigError, RowError
from equipoise_spreadsheets.config.wide import WideSource
from equipoise_spreadsheets.files.address import column_index
from equipoise_spreadsheets.files.listed import listed
from equipoise_spreadsheets.files.workbook import Book
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.record import records
from equipoise_spreadsheets.layouts.slot import Slot, Slots
from equipoise_spreadsheets.unreadable import Unreadable

_log = logging.getLogger(__name__)


class SheetEach(Slots):
    def __init__(self, source: WideSource, field: str, book: Book) -> None:
        self._source = source
        self._field = field
        self._book = book
        self._labels = column_index(source.label_column or "A")
        self._values = column_index(source.value_column or "B")

    @property
    def where(self) -> str:
        return "the workbook"

    def read(self, reading: Reading) -> Iterator[Slot | RowError]:
        for name in self._names(reading):
            sheet = self._book.sheet(name, f"{self._field}.sheets")
            start = reading.periods.start(name)
            for record in records(sheet, reading, [self._labels]):
                try:
                    label = record.text(self._labels)
                except Unreadable as problem:
                    yield RowError(sheet.where(record.row, self._labels), problem.message, problem.code)
                else:
                    yield Slot(label, start, record, self._values, sheet)

    def _names(self, reading: Reading) -> list[str]:
        """Raises: ConfigError where a sheet that is asked for is named after no period, or none is."""
        wanted, there = self._source.sheets, self._book.visible()
        found, problems = [], []
        for name in wanted or there:
            try:
                reading.periods.start(name)
                found.append(name)
            except Unreadable as problem:
                problems.append(problem.message)
        if wanted and problems:
            raise ConfigError(f"{self._field}.sheets", f"{problems[0]}.")
        if not found:
            names = f"No sheet is named after a {self._source.grain}; there are {listed(there)}."
            raise ConfigError(f"{self._field}.sheets", names)
        if len(found) < len(wanted or there):
            _log.info("Sheets that are not named after a period are left out: %s.", listed(set(there) - set(found)))
        return found
