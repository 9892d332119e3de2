"""The cells layout: single cells of a report."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from equipoise_sdk import Grain
from equipoise_spreadsheets.config.form import Form, Labels, MeasureForm, Name, Year

CellAddress = Annotated[str, Field(pattern=r"^(.{1,200}!)?\$?[A-Za-z]{1,3}\$?[0-9]{1,7}$", max_length=220)]
"""`Sheet1!B7`; without a sheet, the only visible one."""


class TableCell(Form):
    """A cell of a table (.xlsx): the row by its number from 1, or by the entry in the table's first column."""

    table: Name
    column: Name
    row: Annotated[int, Field(ge=1)] | Name


class CellValue(Form):
    """One cell and what it is the value of."""

    measure: MeasureForm
    cell: CellAddress | None = None
    """Such as `Sheet1!B7`."""
    name: Name | None = None
    """Of a named range of one cell (.xlsx, .ods)."""
    table_cell: TableCell | None = None
    period: Name | None = None
    """Such as `2026-03`."""
    period_cell: CellAddress | None = None
    """The cell that says which period or day it is."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if [self.cell, self.name, self.table_cell].count(None) != 2:
            raise ValueError("give one of `cell`, `name` and `table_cell`")
        if (self.period is None) == (self.period_cell is None):
            raise ValueError("give either `period` or `period_cell`")
        return self


class CellsSource(Form):
    """Cells that each hold one value."""

    layout: Literal["cells"]
    cells: Annotated[list[CellValue], Field(min_length=1, max_length=1000)]
    grain: Grain = Grain.MONTH
    year: Year | None = None
    """For periods without one, such as `Jan`."""
    labels: Labels = Field(default_factory=dict)
