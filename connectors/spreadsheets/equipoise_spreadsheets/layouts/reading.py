"""How the cells of one source are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from equipoise_sdk import Grain
from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.values.calendar import Calendar
from equipoise_spreadsheets.values.numbers import Numbers
from equipoise_spreadsheets.values.periods import Periods
from equipoise_spreadsheets.values.texts import folded


@dataclass(frozen=True, slots=True)
class Reading:
    """`labels` are words that stand for a figure; `blanks` those that stand for nothing."""

    numbers: Numbers
    periods: Periods
    blanks: frozenset[str]
    labels: Mapping[str, tuple[str, Decimal]]

    @classmethod
    def of(
        cls,
        config: SpreadsheetConfig,
        grain: Grain,
        *,
        first_month: int,
        year: int | None,
        labels: Mapping[str, Decimal] | None = None,
    ) -> "Reading":
        calendar = Calendar(first_month, config.fiscal_year_named_after)
        return cls(
            numbers=Numbers(config),
            periods=Periods(grain, config.date_order, calendar, year),
            blanks=frozenset(folded(text) for text in config.blank_texts),
            labels={folded(word): (word, figure) for word, figure in (labels or {}).items()},
        )
