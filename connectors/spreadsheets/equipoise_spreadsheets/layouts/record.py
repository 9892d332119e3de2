"""One row of a sheet, read cell by cell."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal

from equipoise_spreadsheets.files.address import cell_name
from equipoise_spreadsheets.files.sheet import Cell, Sheet
from equipoise_spreadsheets.layouts.figures import Figure
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.unreadable import Unreadable, unreadable
from equipoise_spreadsheets.values.texts import folded, text_of


class Record:
    """Every method raises Unreadable with the column it is about; nothing is ever read as blank that is not."""

    __slots__ = ("_anchored", "_cells", "_reading", "_sheet", "row")

    def __init__(
        self,
        sheet: Sheet,
        reading: Reading,
        row: int,
        cells: Sequence[Cell],
        anchored: dict[tuple[int, int], Cell],
    ) -> None:
        self.row = row
        self._sheet = sheet
        self._reading = reading
        self._cells = cells
        self._anchored = anchored

    def is_blank(self, columns: Collection[int]) -> bool:
        """Whether no cell of the row has content, and none of these `columns` an error."""
        if any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in self._cells):
            return False
        return not self._sheet.has_trouble or all(self._sheet.trouble(self.row, column) is None for column in columns)

    def content(self, column: int) -> Cell:
        """What the cell holds, None where it is blank."""
        sheet = self._sheet
        trouble = sheet.trouble(self.row, column) if sheet.has_trouble else None
        if trouble is not None:
            raise unreadable(trouble, column)
        cell = self._cells[column] if column < len(self._cells) else None
        if cell is None or cell == "":
            return None
        if isinstance(cell, str) and (
            not cell.strip() or (self._reading.blanks and folded(cell) in self._reading.blanks)
        ):
            return None
        return cell

    def label(self, column: int) -> Cell:
        """As `content`; within a merged range, that of its first cell."""
        cell = self.content(column)
        if cell is None and self._sheet.has_merges:
            anchor = self._sheet.anchor(self.row, column)
            return None if anchor is None else self._anchored.get(anchor)
        return cell

    def text(self, column: int) -> str:
        """The label, or '' where it is blank."""
        try:
            return text_of(self.label(column))
        except Unreadable as problem:
            raise _at(problem, column) from None

    def figure(self, column: int) -> Figure | None:
        """The number, or the word that stands for one; None where the cell is blank."""
        anchor = self._sheet.anchor(self.row, column) if self._sheet.has_merges else None
        if anchor is not None and anchor != (self.row, column):
            first = cell_name(*anchor)
            raise Unreadable("MERGED", f"lies in a merged cell whose value is in {first}; split it", column=column)
        cell = self.content(column)
        if cell is None:
            return None
        if self._reading.labels and isinstance(cell, str) and (known := self._reading.labels.get(folded(cell))):
            return Figure(known[1], label=known[0])
        try:
            return Figure(self._reading.numbers.read(cell, percent=self._sheet.is_percent(self.row, column)))
        except Unreadable as problem:
            raise _at(problem, column) from None

    def number(self, column: int) -> Decimal:
        """As `figure`, for a cell that must not be blank."""
        figure = self.figure(column)
        if figure is None:
            raise _blank(column)
        return figure.value

    def required_text(self, column: int) -> str:
        text = self.text(column)
        if not text:
            raise _blank(column)
        return text

    def period(self, column: int, *, year: int | None = None) -> date:
        """First day of the period that the cell stands for."""
        cell = self.label(column)
        if cell is None:
            raise _blank(column)
        try:
            return self._reading.periods.start(cell, year=year)
        except Unreadable as problem:
            raise _at(problem, column) from None

    def day(self, column: int) -> date | None:
        cell = self.label(column)
        if cell is None:
            return None
        try:
            return self._reading.periods.day(cell)
        except Unreadable as problem:
            raise _at(problem, column) from None

    def required_day(self, column: int) -> date:
        day = self.day(column)
        if day is None:
            raise _blank(column)
        return day


def records(sheet: Sheet, reading: Reading, labels: Collection[int], *, after: int = -1) -> Iterator[Record]:
    """The rows below row `after`. `labels` are the columns in which a merged range stands for all its rows."""
    anchored: dict[tuple[int, int], Cell] = {}
    for row, cells in sheet.rows():
        for column in labels if sheet.has_merges else ():
            if sheet.anchor(row, column) == (row, column) and column < len(cells):
                anchored[row, column] = cells[column]
        if row > after:
            yield Record(sheet, reading, row, cells, anchored)


def _at(problem: Unreadable, column: int) -> Unreadable:
    problem.column = column
    return problem


def _blank(column: int) -> Unreadable:
    return Unreadable("BLANK", "is blank; fill it, or leave such rows out with a filter", column=column)
