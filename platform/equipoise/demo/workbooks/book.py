"""Writing .xlsx files: the little of XlsxWriter that the demo needs, with types."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"italic": True, "font_color": "#666666"},
    "header": {"bold": True, "bg_color": "#DDE7EE", "border": 1, "text_wrap": True, "valign": "top"},
    "month": {"bold": True, "bg_color": "#DDE7EE", "border": 1, "num_format": "mmm yyyy"},
    "section": {"bold": True, "bg_color": "#F3F3F3"},
    "day": {"num_format": "yyyy-mm-dd"},
    "month_cell": {"num_format": "mmm yyyy"},
    "plain": {},
}


class Sheet:
    """Rows and columns count from 0."""

    def __init__(self, sheet: Any, book: Any, styles: dict[str, Any]) -> None:
        self._sheet = sheet
        self._book = book
        self._styles = styles

    def text(self, row: int, column: int, text: str, style: str = "plain") -> None:
        self._sheet.write_string(row, column, text, self._styles[style])

    def day(self, row: int, column: int, day: date, style: str = "day") -> None:
        self._sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), self._styles[style])  # noqa: DTZ001 - a cell has no time zone

    def number(self, row: int, column: int, number: Decimal | int, places: int = 0) -> None:
        self._sheet.write_number(row, column, float(number), self._number_style(places))

    def error(self, row: int, column: int, error: str) -> None:
        """A formula that ends in an error, as a spreadsheet program saves it."""
        formula = "=1/0" if error == "#DIV/0!" else "=NA()"
        self._sheet.write_formula(row, column, formula, self._styles["plain"], error)

    def merged(self, row: int, columns: tuple[int, int], text: str, style: str) -> None:
        first, last = columns
        if first == last:
            self.text(row, first, text, style)
        else:
            self._sheet.merge_range(row, first, row, last, text, self._styles[style])

    def widths(self, *widths: float) -> None:
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def freeze(self, row: int, column: int) -> None:
        self._sheet.freeze_panes(row, column)

    def _number_style(self, places: int) -> Any:
        key = f"number {places}"
        if key not in self._styles:
            code = "#,##0" if places == 0 else "#,##0." + "0" * places
            self._styles[key] = self._book.add_format({"num_format": code})
        return self._styles[key]


class Book:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._styles = {name: book.add_format(style) for name, style in _STYLES.items()}

    def sheet(self, name: str) -> Sheet:
        return Sheet(self._book.add_worksheet(name), self._book, self._styles)


@contextmanager
def new_book(path: Path, saved_on: date) -> Iterator[Book]:
    """The same contents on the same day make the same bytes."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"author": "Lindmoor", "created": datetime(saved_on.year, saved_on.month, saved_on.day)})  # noqa: DTZ001 - a file property without time zone
    yield Book(book)
    book.close()
