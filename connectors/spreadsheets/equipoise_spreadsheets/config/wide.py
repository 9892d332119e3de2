"""The wide layout: a table of measures by periods."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from equipoise_sdk import Grain
from equipoise_spreadsheets.config.form import Form, Labels, MeasureForm, Name, RowNumber, Year

ColumnLetter = Annotated[str, Field(pattern=r"^[A-Za-z]{1,3}$")]


class WideMeasure(MeasureForm):
    """One line of the table."""

    label: Name | None = None
    """As the table has it; the key when left out."""


class WideSource(Form):
    """Periods in a row (`across`), in a column (`down`), or a sheet for each (`sheets`)."""

    layout: Literal["wide"]
    periods: Literal["across", "down", "sheets"] = "across"
    sheet: Name | None = None
    """The only visible one when left out; a hidden sheet has to be named. Not for .csv, nor for `sheets`."""
    sheets: Annotated[tuple[Name, ...], Field(max_length=500)] = ()
    """For `sheets`: which; all visible ones whose name is a period when left out."""
    header_row: RowNumber | None = None
    """For `across`, the row with the periods; for `down`, the one with the measures. Found when left out."""
    label_column: ColumnLetter | None = None
    """For `across` and `sheets`, the column with the measures; for `down`, the one with the periods. The first column
    of the table when left out."""
    value_column: ColumnLetter | None = None
    """For `sheets`: the column with the values."""
    measures: Annotated[tuple[WideMeasure, ...], Field(max_length=1000)] = ()
    """Which lines to read; all that hold a value when left out."""
    unit: Annotated[str, Field(max_length=40)] | None = None
    """Of all measures when they are not listed."""
    grain: Grain = Grain.MONTH
    year: Year | None = None
    """For periods without one, such as `Jan`."""
    labels: Labels = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        sheet_each = self.periods == "sheets"
        if sheet_each and (self.value_column is None or self.label_column is None):
            raise ValueError("a sheet for each period needs `label_column` and `value_column`")
        if sheet_each and (self.sheet or self.header_row):
            raise ValueError("a sheet for each period takes `sheets`, and no `sheet` or `header_row`")
        if not sheet_each and (self.value_column or self.sheets):
            raise ValueError("`value_column` and `sheets` are for a sheet for each period")
        if self.measures and self.unit:
            raise ValueError("listed measures have a unit of their own")
        keys = [measure.key for measure in self.measures]
        if len(set(keys)) < len(keys):
            raise ValueError("each measure needs a key of its own")
        return self
