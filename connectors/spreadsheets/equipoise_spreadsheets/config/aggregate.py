"""How the rows of a period become its value."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from equipoise_spreadsheets.config.form import Form, Labels, Name


class AsIs(Form):
    """The table holds the values already, one row for each."""

    function: Literal["as_is"]
    column: Name
    labels: Labels = Field(default_factory=dict)


class OfColumn(Form):
    """Over the numbers of one column. First and last go by date; rows of the same day by their order."""

    function: Literal["sum", "average", "minimum", "maximum", "first", "last"]
    column: Name


class Count(Form):
    """How many rows."""

    function: Literal["count"]


class DistinctCount(Form):
    """How many different entries in a column."""

    function: Literal["distinct_count"]
    column: Name


class Ratio(Form):
    """One sum divided by another, times `factor` (100 for percent)."""

    function: Literal["ratio"]
    numerator_column: Name
    denominator_column: Name
    factor: Annotated[Decimal, Field(gt=0, le=1_000_000)] = Decimal(1)


class AverageDays(Form):
    """Days from one date to another, on average. The time of day does not count."""

    function: Literal["average_days"]
    from_column: Name
    to_column: Name


class OpenAtPeriodEnd(Form):
    """How many keys are open on the last day of the period: begun, and not ended by then. A key counts once.

    Values run to the last period that is over before the end of the query, else to the one of the last date.
    """

    function: Literal["open_at_period_end"]
    key_column: Name
    start_column: Name
    """The day a row opens; it counts from that day on."""
    end_column: Name
    """Blank while the row is open."""
    open_on_end_day: bool = True
    """Whether the day in the end column still counts: yes for a last day of work, no for the day a case was closed."""


Aggregate = Annotated[
    AsIs | OfColumn | Count | DistinctCount | Ratio | AverageDays | OpenAtPeriodEnd, Field(discriminator="function")
]
