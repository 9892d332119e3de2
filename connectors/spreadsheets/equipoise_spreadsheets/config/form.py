"""What all parts of the configuration have in common."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
"""Of a column, a sheet, a measure."""
RowNumber = Annotated[int, Field(ge=1, le=1_048_576)]
"""As a spreadsheet program shows it: from 1."""
Year = Annotated[int, Field(ge=1900, le=9998)]


class Form(BaseModel):
    """A part of the configuration; unknown fields are refused, and the text under a field becomes its help."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class MeasureForm(Form):
    """What is measured."""

    key: Name
    """Stays the same when the name changes."""
    name: Name | None = None
    """The key when left out."""
    unit: Annotated[str, Field(max_length=40)] | None = None
    """For people: `%`, `EUR`, `days`."""


Labels = Annotated[dict[str, Decimal], Field(max_length=100)]
"""Words that stand for a figure, such as `on track`: 100. They are kept as the value's label."""
