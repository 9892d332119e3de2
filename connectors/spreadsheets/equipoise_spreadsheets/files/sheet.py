"""A sheet of cells, of whatever file."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Row = tuple[int, Sequence[Cell]]
"""The number of the row, from 0, and its cells from the first column on. Blank cells are '' or None."""


class Sheet(ABC):
    """Rows and columns count from 0; people are shown names as a spreadsheet program has them."""

    name: str
    """For messages: the sheet's, or the file's where it has no sheets."""
    has_trouble = False
    """Whether any cell has."""
    has_merges = False
    """Whether any cells are merged."""

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """In their order; each call starts anew."""

    @abstractmethod
    def where(self, row: int, column: int | None = None, header: str | None = None) -> str:
        """The place of a cell, or of a row; `header` is the name of the cell's column where it has one."""

    def trouble(self, row: int, column: int) -> str | None:
        """Why the cell has no value, other than being blank: `#DIV/0!`, or a formula without a result."""
        return None

    def is_percent(self, row: int, column: int) -> bool:
        """Whether the cell's number is shown as a percentage."""
        return False

    def anchor(self, row: int, column: int) -> tuple[int, int] | None:
        """The first cell of the merged range that the cell lies in."""
        return None
