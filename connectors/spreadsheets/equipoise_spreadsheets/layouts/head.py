"""The first rows of a sheet, in which the header is looked for."""

from itertools import islice

from equipoise_sdk import Grain
from equipoise_spreadsheets.files.sheet import Cell, Sheet
from equipoise_spreadsheets.unreadable import Unreadable
from equipoise_spreadsheets.values.periods import NoYear, Periods
from equipoise_spreadsheets.values.texts import text_of

SEARCHED_ROWS = 100
_YEAR_ROWS_ABOVE = 2


class Head:
    """Merged cells read as their first one throughout."""

    def __init__(self, sheet: Sheet, given_row: int | None) -> None:
        self._sheet = sheet
        self.rows = dict(islice(sheet.rows(), SEARCHED_ROWS if given_row is None else given_row))
        self.looked_at = f"the first {SEARCHED_ROWS} rows" if given_row is None else f"row {given_row}"

    def label(self, row: int, column: int) -> Cell:
        cell = self._cell(row, column)
        if cell is None and (anchor := self._sheet.anchor(row, column)):
            return self._cell(*anchor)
        return cell

    def year_above(self, row: int, column: int) -> int | None:
        """A year written over a column of months, at most two rows above it."""
        for above in range(row - 1, max(row - _YEAR_ROWS_ABOVE, 0) - 1, -1):
            try:
                text = text_of(self.label(above, column))
            except Unreadable:
                continue
            if len(text) == 4 and text.isascii() and text.isdigit():
                return int(text)
        return None

    def _cell(self, row: int, column: int) -> Cell:
        cells = self.rows.get(row, ())
        cell = cells[column] if column < len(cells) else None
        return None if isinstance(cell, str) and not cell.strip() else cell


def looks_like_period(cell: Cell, periods: Periods, grain: Grain) -> bool:
    """A number may be a year, but where months are looked for, figures such as 201204 are no months."""
    if cell is None or (isinstance(cell, (int, float)) and grain is not Grain.YEAR):
        return False
    try:
        periods.start(cell)
    except NoYear:
        return True
    except Unreadable:
        return False
    return True
