"""What has to be known of a sheet beside its contents, gathered in one pass before it is read."""

from bisect import bisect_right
from dataclasses import dataclass, field

from equipoise_sdk import ConfigError

MAX_CELLS = 5_000_000
_MAX_NOTED = 500_000
_ROW_BITS = 14  # up to 16,384 columns


@dataclass(slots=True)
class Survey:
    """Rows and columns count from 0.

    `height` and `width` reach to the last cell with content. `trouble` has the error cells and the formulas without a
    result: the reader takes both for blank.
    """

    sheet: str
    height: int = 0
    width: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    _trouble: dict[int, str] = field(default_factory=dict)
    _percents: dict[int, list[list[int]]] = field(default_factory=dict)
    _merged_columns: dict[int, list[tuple[int, int, int, int]]] = field(default_factory=dict)

    def reach(self, row: int, column: int) -> None:
        """There is content up to here. Raises: ConfigError where the sheet becomes too large to be read."""
        self.height = max(self.height, row + 1)
        self.width = max(self.width, column + 1)
        self.require_room(self.height, self.width)

    def require_room(self, height: int, width: int) -> None:
        """Raises: ConfigError where that many rows and columns are too many."""
        if height * width > MAX_CELLS:
            raise ConfigError(
                "file",
                f"The sheet {self.sheet!r} reaches over more than {MAX_CELLS:,} cells. Delete what lies far outside "
                "of the table, or export it as .csv.",
            )

    def note_trouble(self, row: int, column: int, trouble: str) -> None:
        if len(self._trouble) >= _MAX_NOTED:
            raise ConfigError("file", f"The sheet {self.sheet!r} holds more than {_MAX_NOTED:,} error cells.")
        self._trouble[row << _ROW_BITS | column] = trouble

    @property
    def has_trouble(self) -> bool:
        return bool(self._trouble)

    def trouble(self, row: int, column: int) -> str | None:
        """Why a cell that reads blank is not blank."""
        return self._trouble.get(row << _ROW_BITS | column)

    def note_percent(self, row: int, column: int) -> None:
        """Cells come by row, so the runs of a column come in their order."""
        runs = self._percents.setdefault(column, [])
        if runs and runs[-1][1] >= row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])

    def is_percent(self, row: int, column: int) -> bool:
        """Whether the cell is shown as a percentage."""
        runs = self._percents.get(column)
        if not runs:
            return False
        position = bisect_right(runs, row, key=lambda run: run[0]) - 1
        return position >= 0 and row <= runs[position][1]

    def anchor(self, row: int, column: int) -> tuple[int, int] | None:
        """The first cell of the merged range that this one lies in; None if it is in none."""
        if not self.merges:
            return None
        ranges = self._merged_columns.get(column)
        if ranges is None:
            ranges = sorted(merge for merge in self.merges if merge[1] <= column <= merge[3])
            self._merged_columns[column] = ranges
        position = bisect_right(ranges, row, key=lambda merge: merge[0]) - 1
        if position >= 0 and row <= ranges[position][2]:
            return ranges[position][:2]
        return None
