"""The tables of a company that nobody here made up, against the same figures worked out another way."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.connectors.runner import run
from tests.support.skipping import require

FOLDER = Path(__file__).parents[3] / "../shared/data/adventureworks"
Row = dict[str, str]
Figures = dict[date, Decimal]


@pytest.fixture(autouse=True)
def _data() -> None:
    require(FOLDER.is_dir(), "../shared/data/adventureworks is absent")


def measured(table: str, source: dict[str, Any], query: dict[str, Any] | None = None) -> Figures:
    """The connector's figures, through the runner."""
    request = {
        "command": "read",
        "connector": "spreadsheets",
        "files": {f"{table}.csv": str(FOLDER / f"{table}.csv")},
        "config": {"file": f"{table}.csv", "sources": [{"layout": "long", "measure": {"key": "m"}, **source}]},
        "query": query or {},
    }
    answer = run(request)
    assert answer.last == {"type": "done", "values": len(answer.of("value")), "row_errors": 0}, json.dumps(answer.last)
    return {date.fromisoformat(value["period_start"]): Decimal(value["value"]) for value in answer.of("value")}


def rows(table: str) -> list[Row]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_month(table: str, column: str, aggregate: Callable[[list[Row]], Decimal]) -> Figures:
    months: dict[date, list[Row]] = defaultdict(list)
    for row in rows(table):
        months[date.fromisoformat(row[column][:7] + "-01")].append(row)
    return {month: aggregate(months[month]) for month in sorted(months)}


def rounded(figures: Figures) -> Figures:
    return {month: round(figure, 9) for month, figure in figures.items()}


def total(group: Iterable[Row], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in group), Decimal(0))


def days_to_ship(row: Row) -> int:
    return (date.fromisoformat(row["ShipDate"][:10]) - date.fromisoformat(row["OrderDate"][:10])).days


def test_rejected_share_of_received_units_per_month_due() -> None:
    aggregate = {
        "function": "ratio",
        "numerator_column": "RejectedQty",
        "denominator_column": "ReceivedQty",
        "factor": 100,
    }
    found = measured("PurchaseOrderDetail", {"period_column": "DueDate", "aggregate": aggregate})
    expected = by_month(
        "PurchaseOrderDetail",
        "DueDate",
        lambda group: 100 * total(group, "RejectedQty") / total(group, "ReceivedQty"),
    )
    assert rounded(found) == rounded(expected)
    assert len(found) == 33
    # April 2011 by hand: received 3 + 3 + 3 + 550 + 2, rejected 0 + 0 + 0 + 0 + 1.
    assert round(found[date(2011, 4, 1)], 4) == Decimal("0.1783")
    assert found[date(2011, 5, 1)] == 0


@pytest.mark.parametrize("column", ["TotalDue", "SubTotal"])
def test_spend_per_month_ordered(column: str) -> None:
    source = {"period_column": "OrderDate", "aggregate": {"function": "sum", "column": column}}
    found = measured("PurchaseOrderHeader", source)
    assert found == by_month("PurchaseOrderHeader", "OrderDate", lambda group: total(group, column))
    assert len(found) == 31


def test_days_from_order_to_shipping_per_month_ordered() -> None:
    aggregate = {"function": "average_days", "from_column": "OrderDate", "to_column": "ShipDate"}
    found = measured("PurchaseOrderHeader", {"period_column": "OrderDate", "aggregate": aggregate})
    expected = by_month(
        "PurchaseOrderHeader", "OrderDate", lambda group: Decimal(sum(map(days_to_ship, group))) / len(group)
    )
    assert rounded(found) == rounded(expected)


def headcount(**changes: Any) -> Figures:
    aggregate = {
        "function": "open_at_period_end",
        "key_column": "BusinessEntityID",
        "start_column": "StartDate",
        "end_column": "EndDate",
        **changes,
    }
    return measured("EmployeeDepartmentHistory", {"aggregate": aggregate}, {"until": "2015-01-01"})


def month_ends() -> Iterable[tuple[date, date]]:
    month = date(2006, 6, 1)
    while month < date(2015, 1, 1):
        following = (month + timedelta(days=31)).replace(day=1)
        yield month, following - timedelta(days=1)
        month = following


def test_headcount_at_month_end() -> None:
    history = rows("EmployeeDepartmentHistory")
    expected = {
        month: Decimal(
            len(
                {
                    row["BusinessEntityID"]
                    for row in history
                    if row["StartDate"] <= end.isoformat() and (not row["EndDate"] or row["EndDate"] >= end.isoformat())
                }
            )
        )
        for month, end in month_ends()
    }
    assert headcount() == expected


def test_a_transfer_on_the_last_day_of_a_month_leaves_the_headcount_as_it_is() -> None:
    # One person's row ends on 2011-08-31 and the next one starts on 2011-09-01; nobody has left the company.
    through, excluded = headcount(), headcount(open_on_end_day=False)
    august = date(2011, 8, 1)
    assert through[august] == excluded[august] + 1
    hired = {row["BusinessEntityID"]: row["StartDate"] for row in reversed(rows("EmployeeDepartmentHistory"))}
    for month, end in month_ends():
        assert through[month] == sum(day <= end.isoformat() for day in hired.values())
    assert through[date(2014, 12, 1)] == 290
