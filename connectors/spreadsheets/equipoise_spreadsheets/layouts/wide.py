"""Reading the wide layout."""

from collections.abc import Iterator, Sequence

from equipoise_sdk import Measure, Query, RowError
from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.config.wide import WideSource
from equipoise_spreadsheets.files.workbook import Book
from equipoise_spreadsheets.layouts.across import Across
from equipoise_spreadsheets.layouts.down import Down
from equipoise_spreadsheets.layouts.figures import Figures, Key
from equipoise_spreadsheets.layouts.lines import Lines
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.sheet_each import SheetEach
from equipoise_spreadsheets.layouts.slot import Slot, Slots
from equipoise_spreadsheets.layouts.source import SourceReader
from equipoise_spreadsheets.unreadable import Unreadable

_SLOTS: dict[str, type[Across] | type[Down] | type[SheetEach]] = {
    "across": Across,
    "down": Down,
    "sheets": SheetEach,
}


class WideReader(SourceReader):
    """A blank cell is no value; in a line without a name, a cell that is not blank is reported."""

    def __init__(self, source: WideSource, field: str, config: SpreadsheetConfig, book: Book) -> None:
        self._source = source
        self._field = field
        self._config = config
        self._slots: Slots = _SLOTS[source.periods](source, field, book)

    def measures(self) -> Sequence[Measure]:
        listed = bool(self._source.measures)
        labels: dict[str, None] = {}
        for slot in self._slots.read(self._reading(first_month=1)):
            if isinstance(slot, Slot) and slot.label and (listed or _has_content(slot)):
                labels[slot.label] = None
        return Lines(self._source, self._field).measures(list(labels))

    def read(self, query: Query, figures: Figures) -> Iterator[RowError]:
        lines = Lines(self._source, self._field)
        for slot in self._slots.read(self._reading(first_month=query.first_month_of_year)):
            if isinstance(slot, RowError):
                yield slot
            elif (key := lines.key(slot.label)) is not None and query.wants(key) and query.covers(slot.period_start):
                where = slot.sheet.where(slot.record.row, slot.column, slot.label or None)
                try:
                    figure = slot.record.figure(slot.column)
                    if figure is not None and not key:
                        raise Unreadable("NO_NAME", "has a value, but its line has no name")
                except Unreadable as problem:
                    yield RowError(where, problem.message, problem.code)
                else:
                    if figure is not None:
                        figures.add(Key(key, slot.period_start), figure, where)
        yield from lines.missing(self._slots.where)

    def _reading(self, *, first_month: int) -> Reading:
        source = self._source
        return Reading.of(self._config, source.grain, first_month=first_month, year=source.year, labels=source.labels)


def _has_content(slot: Slot) -> bool:
    try:
        return slot.record.content(slot.column) is not None
    except Unreadable:
        return True
