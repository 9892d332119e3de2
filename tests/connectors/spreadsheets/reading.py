"""The spreadsheet connector on a file, in this process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from equipoise_sdk import ConfigError, Context, Query, RowError, Value
from equipoise_sdk.configuration import validated
from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.connector import Spreadsheets

Source = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    values: list[Value]
    errors: list[RowError]

    @property
    def figures(self) -> dict[date, Decimal]:
        """By period; for one measure without dimensions."""
        return {value.period_start: value.value for value in self.values}

    @property
    def by_measure(self) -> dict[tuple[str, date], Decimal]:
        return {(value.measure, value.period_start): value.value for value in self.values}

    @property
    def said(self) -> list[str]:
        """The row errors as a person sees them."""
        return [f"{error.where}: {error.message}" for error in self.errors]


def connector(path: Path, sources: Sequence[Source], **options: Any) -> Spreadsheets:
    config = validated(SpreadsheetConfig, {"file": path.name, "sources": list(sources), **options})
    assert isinstance(config, SpreadsheetConfig)
    return Spreadsheets(config, Context({path.name: path}))


def read(path: Path, *sources: Source, query: Query | None = None, **options: Any) -> Outcome:
    items = list(connector(path, sources, **options).read(query or Query()))
    values = [item for item in items if isinstance(item, Value)]
    errors = [item for item in items if isinstance(item, RowError)]
    assert len(values) + len(errors) == len(items)
    return Outcome(values, errors)


def refusal(path: Path, *sources: Source, query: Query | None = None, **options: Any) -> ConfigError:
    """What the connector says to a file or a configuration that it cannot work with."""
    with pytest.raises(ConfigError) as caught:
        read(path, *sources, query=query, **options)
    return caught.value


def values_list(**changes: Any) -> dict[str, Any]:
    """A list with the columns KPI, Month and Value."""
    return {
        "layout": "long",
        "measure_column": "KPI",
        "period_column": "Month",
        "aggregate": {"function": "as_is", "column": "Value"},
        **changes,
    }


def rows_of(column: str = "Amount", function: str = "sum", **changes: Any) -> dict[str, Any]:
    """Transactions with the columns Date and Amount, aggregated."""
    return {
        "layout": "long",
        "measure": {"key": "m"},
        "period_column": "Date",
        "aggregate": {"function": function, "column": column},
        **changes,
    }
