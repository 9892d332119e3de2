"""What a person says about a file: how to read it, and where in it which measure is."""

from typing import Annotated, Literal

from pydantic import Field

from equipoise_spreadsheets.config.cells import CellsSource
from equipoise_spreadsheets.config.form import Form
from equipoise_spreadsheets.config.long import LongSource
from equipoise_spreadsheets.config.wide import WideSource

Source = Annotated[LongSource | WideSource | CellsSource, Field(discriminator="layout")]


class SpreadsheetConfig(Form):
    """One file and what to read from it."""

    file: Annotated[str, Field(min_length=1, max_length=255, title="File")]
    """Name of a file of this connection: .xlsx, .xls, .ods or .csv; what it is, is seen from its content."""

    sources: Annotated[list[Source], Field(min_length=1, max_length=500, title="What to read")]

    decimal_separator: Literal[".", ","] = "."
    """Of numbers that are written as text, as all are in .csv."""
    thousands_separator: Literal[",", ".", " ", "'"] | None = None
    """Accepted between groups of three digits; a space stands for every kind of space."""
    percent: Literal["as_shown", "as_fraction"] = "as_shown"
    """Whether a cell that shows 12.5 % is read as 12.5 or as 0.125."""
    duration_unit: Literal["days", "hours", "minutes", "seconds"] | None = None
    """What cells that hold a duration, such as 30:15, are read in; they are refused when left out."""
    date_order: Literal["ymd", "dmy", "mdy"] = "ymd"
    """Of dates that are written as text. 2026-03-31 is understood with each of them."""
    fiscal_year_named_after: Literal["first_day", "last_day"] = "first_day"
    """Whether fiscal year 2026 is the one that begins in 2026 or the one that ends in it."""
    blank_texts: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    """Texts that stand for "no value", such as `n/a` or `-`."""

    encoding: Annotated[str, Field(max_length=40)] | None = None
    """Of a .csv; recognised when left out."""
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    """Of a .csv; recognised when left out."""
