"""The long layout: a row for each value, or for each of the things that are counted and summed."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from equipoise_sdk import Grain
from equipoise_spreadsheets.config.aggregate import Aggregate, OpenAtPeriodEnd
from equipoise_spreadsheets.config.form import Form, MeasureForm, Name, RowNumber, Year


class Operator(StrEnum):
    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    IN = "in"
    NOT_IN = "not_in"
    GREATER = "greater"
    AT_LEAST = "at_least"
    LESS = "less"
    AT_MOST = "at_most"
    BLANK = "blank"
    NOT_BLANK = "not_blank"


Operand = Annotated[str, Field(max_length=1000)] | Decimal
"""Texts are compared without regard to case; ISO dates and numbers by what they mean."""


class Filter(Form):
    """Keeps the rows for which this holds. All filters of a source must hold."""

    column: Name
    operator: Operator
    value: Operand | None = None
    """What to compare with."""
    values: Annotated[tuple[Operand, ...], Field(max_length=1000)] = ()
    """For `in` and `not_in`."""

    @model_validator(mode="after")
    def _operands(self) -> Self:
        lists = self.operator in (Operator.IN, Operator.NOT_IN)
        none = self.operator in (Operator.BLANK, Operator.NOT_BLANK)
        if lists != bool(self.values):
            raise ValueError(f"{self.operator} {'needs `values`' if lists else 'takes no `values`'}")
        if (lists or none) != (self.value is None):
            raise ValueError(f"{self.operator} {'takes no `value`' if lists or none else 'needs a `value`'}")
        return self


class LongSource(Form):
    """Rows that are filtered, grouped by period (and dimensions) and aggregated."""

    layout: Literal["long"]
    sheet: Name | None = None
    """The only visible one when left out; a hidden sheet has to be named. Not for .csv."""
    header_row: RowNumber | None = None
    """The row with the column names; found when left out."""

    measure: MeasureForm | None = None
    """What the rows measure; or `measure_column`."""
    measure_column: Name | None = None
    """The column that names the measure of each row."""
    unit: Annotated[str, Field(max_length=40)] | None = None
    """Of the measures that `measure_column` names."""

    period_column: Name | None = None
    """The date (or period) that a row belongs to."""
    grain: Grain = Grain.MONTH
    year: Year | None = None
    """For periods without one, such as `Jan`."""

    aggregate: Aggregate
    filters: Annotated[tuple[Filter, ...], Field(max_length=50)] = ()
    dimension_columns: Annotated[tuple[Name, ...], Field(max_length=10)] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.measure is None) == (self.measure_column is None):
            raise ValueError("give either `measure` or `measure_column`")
        if self.measure is not None and self.unit is not None:
            raise ValueError("`unit` goes with `measure_column`; `measure` has a unit of its own")
        if isinstance(self.aggregate, OpenAtPeriodEnd) != (self.period_column is None):
            raise ValueError("give `period_column`, except for open_at_period_end, which has its own two dates")
        return self
