"""Finding the row with the column names."""

from collections.abc import Mapping
from itertools import islice

from equipoise_sdk import ConfigError
from equipoise_spreadsheets.files.listed import listed
from equipoise_spreadsheets.files.sheet import Cell, Sheet
from equipoise_spreadsheets.layouts.head import SEARCHED_ROWS
from equipoise_spreadsheets.unreadable import Unreadable
from equipoise_spreadsheets.values.texts import folded, text_of


class Header:
    """The columns by name, of the row that names most of the `wanted` ones (field of the configuration -> name).

    Raises: ConfigError on the field whose column is missing, or is there more than once.
    """

    def __init__(self, sheet: Sheet, wanted: Mapping[str, str], row: int | None) -> None:
        names = {folded(name) for name in wanted.values()}
        best: list[str] = []
        self.row = -1
        for number, cells in islice(sheet.rows(), SEARCHED_ROWS if row is None else row):
            texts = [_text(cell) for cell in cells]
            hits = len(names.intersection(texts))
            if (row is None and hits > len(names.intersection(best))) or (row is not None and number == row - 1):
                best, self.row, self._shown = texts, number, [str(cell) for cell in cells if cell not in ("", None)]
        if self.row < 0:
            field, name = next(iter(wanted.items()))
            where = f"row {row}" if row is not None else f"the first {SEARCHED_ROWS} rows"
            raise ConfigError(field, f"{sheet.name!r} has no column {name!r} in {where}.")
        self._sheet = sheet
        self._texts = best
        self.columns = {name: self._column(field, name) for field, name in wanted.items()}

    def _column(self, field: str, name: str) -> int:
        found = [column for column, text in enumerate(self._texts) if text == folded(name)]
        if not found:
            there = f"row {self.row + 1} of {self._sheet.name!r} has {listed(self._shown)}"
            raise ConfigError(field, f"There is no column {name!r}; {there}.")
        if len(found) > 1:
            places = " and ".join(self._sheet.where(self.row, column) for column in found[:5])
            raise ConfigError(field, f"There is more than one column {name!r}: {places}.")
        return found[0]


def _text(cell: Cell) -> str:
    try:
        return folded(text_of(cell))
    except Unreadable:
        return ""
