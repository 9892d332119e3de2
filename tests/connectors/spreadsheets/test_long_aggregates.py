"""Rows that are filtered, grouped by period and aggregated."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from equipoise_sdk import Grain, Measure, Query
from tests.connectors.spreadsheets.files import csv
from tests.connectors.spreadsheets.reading import connector, read, refusal, rows_of

ORDERS = """Date,Amount,Status,Customer,Shipped
2026-01-05,10,done,c1,2026-01-07
2026-01-20,30,open,c2,2026-01-21
2026-01-20,5,done,c1,2026-01-30
2026-02-01,7,done,c3,2026-02-01
2026-02-28,1,done,c3,2026-03-02
"""
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return csv(tmp_path, ORDERS)


@pytest.mark.parametrize(
    ("function", "january", "february"),
    [
        ("sum", 45, 8),
        ("average", 15, 4),
        ("minimum", 5, 1),
        ("maximum", 30, 7),
        ("first", 10, 7),
        ("last", 5, 1),
    ],
)
def test_numbers_of_a_period_are_aggregated(orders: Path, function: str, january: int, february: int) -> None:
    outcome = read(orders, rows_of(function=function))
    assert outcome.figures == {JANUARY: Decimal(january), FEBRUARY: Decimal(february)}
    assert outcome.errors == []


def test_an_average_brings_its_parts_so_that_averages_of_longer_periods_stay_right(orders: Path) -> None:
    january = read(orders, rows_of(function="average")).values[0]
    assert (january.numerator, january.denominator) == (Decimal(45), Decimal(3))
    assert january.source == "table.csv, 3 rows"


def test_first_and_last_go_by_date_and_not_by_the_order_of_the_rows(tmp_path: Path) -> None:
    table = csv(tmp_path, "Date,Amount\n2026-01-20,2\n2026-01-31,3\n2026-01-01,1\n2026-01-31,4\n")
    assert read(table, rows_of(function="first")).figures == {JANUARY: Decimal(1)}
    assert read(table, rows_of(function="last")).figures == {JANUARY: Decimal(4)}


def test_rows_are_counted(orders: Path) -> None:
    outcome = read(orders, rows_of(aggregate={"function": "count"}))
    assert outcome.figures == {JANUARY: Decimal(3), FEBRUARY: Decimal(2)}


def test_different_entries_are_counted(orders: Path) -> None:
    outcome = read(orders, rows_of("Customer", "distinct_count"))
    assert outcome.figures == {JANUARY: Decimal(2), FEBRUARY: Decimal(1)}


def test_a_ratio_divides_the_sums_and_not_the_rows(tmp_path: Path) -> None:
    table = csv(tmp_path, "Date,Bad,All\n2026-01-01,2,4\n2026-01-02,2,100\n")
    aggregate = {"function": "ratio", "numerator_column": "Bad", "denominator_column": "All", "factor": 100}
    source = rows_of(aggregate=aggregate)
    value = read(table, source).values[0]
    assert round(value.value, 2) == Decimal("3.85")
    assert (value.numerator, value.denominator) == (Decimal(4), Decimal(104))
    assert connector(table, [source]).discover() == [Measure("m", "m", factor=Decimal(100))]


def test_a_ratio_over_nothing_is_reported_and_has_no_value(tmp_path: Path) -> None:
    table = csv(tmp_path, "Date,Bad,All\n2026-01-01,2,0\n2026-02-02,2,100\n")
    aggregate = {"function": "ratio", "numerator_column": "Bad", "denominator_column": "All"}
    outcome = read(table, rows_of(aggregate=aggregate))
    assert outcome.figures == {FEBRUARY: Decimal("0.02")}
    assert outcome.said == ["table.csv: the denominator of m is 0 for the period from 2026-01-01; no ratio"]


def test_days_between_two_dates_are_averaged(orders: Path) -> None:
    aggregate = {"function": "average_days", "from_column": "Date", "to_column": "Shipped"}
    values = read(orders, rows_of(aggregate=aggregate)).values
    assert [(value.value, value.numerator, value.denominator) for value in values] == [
        (Decimal(13) / 3, Decimal(13), Decimal(3)),
        (Decimal(1), Decimal(2), Decimal(2)),
    ]


def test_a_row_that_is_not_shipped_yet_is_reported_unless_it_is_filtered_out(tmp_path: Path) -> None:
    table = csv(tmp_path, "Date,Shipped\n2026-01-01,2026-01-03\n2026-01-02,\n")
    aggregate = {"function": "average_days", "from_column": "Date", "to_column": "Shipped"}
    reported = read(table, rows_of(aggregate=aggregate))
    assert reported.figures == {JANUARY: Decimal(2)}
    assert [error.code for error in reported.errors] == ["BLANK"]
    shipped = [{"column": "Shipped", "operator": "not_blank"}]
    assert read(table, rows_of(aggregate=aggregate, filters=shipped)).errors == []


def test_dimensions_split_the_groups(orders: Path) -> None:
    outcome = read(orders, rows_of(dimension_columns=["Status", "Customer"]))
    found = [(value.period_start.month, dict(value.dimensions), value.value) for value in outcome.values]
    assert found == [
        (1, {"Status": "done", "Customer": "c1"}, Decimal(15)),
        (1, {"Status": "open", "Customer": "c2"}, Decimal(30)),
        (2, {"Status": "done", "Customer": "c3"}, Decimal(8)),
    ]


def test_a_bad_row_is_left_out_of_its_period_and_reported(tmp_path: Path) -> None:
    table = csv(tmp_path, "Date,Amount\n2026-01-01,10\n2026-01-02,ten\n2026-02-01,#REF!\n2026-03-01,3\n")
    outcome = read(table, rows_of())
    assert outcome.figures == {JANUARY: Decimal(10), date(2026, 3, 1): Decimal(3)}
    assert outcome.said == [
        'table.csv line 3, column "Amount": “ten” is not a number',
        'table.csv line 4, column "Amount": #REF! is an error; mend the formula that gives it',
    ]


@pytest.mark.parametrize(
    ("rule", "total"),
    [
        ({"operator": "equals", "column": "Status", "value": "DONE"}, 15),
        ({"operator": "not_equals", "column": "Status", "value": "done"}, 30),
        ({"operator": "in", "column": "Customer", "values": ["c1", "c9"]}, 15),
        ({"operator": "not_in", "column": "Customer", "values": ["c1", "c9"]}, 30),
        ({"operator": "greater", "column": "Amount", "value": 5}, 40),
        ({"operator": "at_least", "column": "Amount", "value": "5"}, 45),
        ({"operator": "less", "column": "Amount", "value": 10}, 5),
        ({"operator": "at_most", "column": "Amount", "value": 10}, 15),
        ({"operator": "equals", "column": "Amount", "value": "10.0"}, 10),
        ({"operator": "less", "column": "Shipped", "value": "2026-01-21"}, 10),
        ({"operator": "equals", "column": "Shipped", "value": "2026-01-21"}, 30),
    ],
)
def test_filters_choose_the_rows(orders: Path, rule: dict[str, Any], total: int) -> None:
    outcome = read(orders, rows_of(filters=[rule]), query=Query(until=FEBRUARY))
    assert outcome.figures == {JANUARY: Decimal(total)}
    assert outcome.errors == []


def test_blank_cells_can_be_filtered_either_way(tmp_path: Path) -> None:
    table = csv(tmp_path, "Date,Amount,Note\n2026-01-01,1,\n2026-01-01,2, \n2026-01-01,4,x\n")
    blank, not_blank = ({"column": "Note", "operator": operator} for operator in ("blank", "not_blank"))
    assert read(table, rows_of(filters=[blank])).figures == {JANUARY: Decimal(3)}
    assert read(table, rows_of(filters=[not_blank])).figures == {JANUARY: Decimal(4)}


def test_a_filter_on_a_cell_that_cannot_be_compared_is_reported(tmp_path: Path) -> None:
    table = csv(tmp_path, "Date,Amount,Size\n2026-01-01,1,large\n2026-01-01,2,8\n")
    outcome = read(table, rows_of(filters=[{"column": "Size", "operator": "greater", "value": 5}]))
    assert outcome.figures == {JANUARY: Decimal(2)}
    assert outcome.said == ['table.csv line 2, column "Size": “large” is not a number']


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"column": "Amount", "operator": "greater", "value": "many"}, "sources.0.filters.0.value"),
        ({"column": "Nowhere", "operator": "blank"}, "sources.0.filters.0.column"),
        ({"column": "Amount", "operator": "equals"}, "sources.0.filters.0"),
        ({"column": "Amount", "operator": "in", "value": "1"}, "sources.0.filters.0"),
        ({"column": "Amount", "operator": "blank", "value": "1"}, "sources.0.filters.0"),
        ({"column": "Amount", "operator": "like", "value": "1"}, "sources.0.filters.0.operator"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(orders: Path, rule: dict[str, Any], field: str) -> None:
    assert refusal(orders, rows_of(filters=[rule])).field == field


@pytest.mark.parametrize(
    ("grain", "first_month", "expected"),
    [
        (Grain.DAY, 1, ["2026-01-05", "2026-01-20", "2026-02-01", "2026-02-28"]),
        (Grain.WEEK, 1, ["2026-01-05", "2026-01-19", "2026-01-26", "2026-02-23"]),
        (Grain.MONTH, 1, ["2026-01-01", "2026-02-01"]),
        (Grain.QUARTER, 1, ["2026-01-01"]),
        (Grain.QUARTER, 2, ["2025-11-01", "2026-02-01"]),
        (Grain.YEAR, 1, ["2026-01-01"]),
        (Grain.YEAR, 2, ["2025-02-01", "2026-02-01"]),
        (Grain.YEAR, 10, ["2025-10-01"]),
    ],
)
def test_rows_are_grouped_by_the_periods_of_the_fiscal_calendar(
    orders: Path, grain: Grain, first_month: int, expected: list[str]
) -> None:
    outcome = read(orders, rows_of(grain=grain), query=Query(first_month_of_year=first_month))
    assert [start.isoformat() for start in outcome.figures] == expected
    assert sum(outcome.figures.values()) == 53


def test_too_many_groups_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-01,1,d{number}\n" for number in range(300_001))
    error = refusal(csv(tmp_path, "Date,Amount,D\n" + rows), rows_of(dimension_columns=["D"]))
    assert "more than 300,000 groups" in str(error)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"period_column": None}, "give `period_column`"),
        ({"measure": None}, "either `measure` or `measure_column`"),
        ({"measure_column": "x"}, "either `measure` or `measure_column`"),
        ({"unit": "%"}, "`unit` goes with `measure_column`"),
    ],
)
def test_a_source_that_is_not_complete_is_refused(orders: Path, changes: dict[str, Any], says: str) -> None:
    error = refusal(orders, rows_of(**changes))
    assert error.field == "sources.0"
    assert says in str(error)
