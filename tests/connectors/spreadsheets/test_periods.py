"""What stands for a period."""

from datetime import date, datetime

import pytest

from equipoise_sdk import Grain
from equipoise_spreadsheets.files.sheet import Cell
from equipoise_spreadsheets.unreadable import Unreadable
from equipoise_spreadsheets.values.calendar import Calendar
from equipoise_spreadsheets.values.periods import Periods


def start(cell: Cell, grain: Grain = Grain.MONTH, calendar: Calendar | None = None, year: int | None = None) -> date:
    return Periods(grain, "dmy", calendar or Calendar(), year).start(cell)


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 3, 31),
        datetime(2026, 3, 31, 23, 59),  # noqa: DTZ001 - as workbooks hold it
        "2026-03-31",
        "2026-03-31T08:00:00Z",
        "2026-03-31 00:00:00.000",
        "31.3.2026",
        "31/03/26",
        "31-Mar-2026",
        "31. März 2026",
        "March 31, 2026",
        "20260331",
        "2026-03",
        "2026/03",
        "03/2026",
        "3.2026",
        "202603",
        202603,
        "2026M03",
        "Mar-26",
        "MAR 2026",
        "Mar. '26",
        "mars 2026",
        "2026 March",
        " March 2026 ",
    ],
)
def test_many_ways_to_write_march_2026(cell: Cell) -> None:
    assert start(cell) == date(2026, 3, 1)


@pytest.mark.parametrize("cell", ["Q1 2026", "Q1-26", "2026-Q1", "2026 q1", "Q1/2026", "Q1 FY2026", "FY26 Q1"])
def test_many_ways_to_write_the_first_quarter(cell: str) -> None:
    assert start(cell, Grain.QUARTER) == date(2026, 1, 1)


@pytest.mark.parametrize("cell", ["2026-W07", "W07 2026", "KW 7/2026", "Week 7 2026", "2026W7"])
def test_many_ways_to_write_a_week(cell: str) -> None:
    assert start(cell, Grain.WEEK) == date(2026, 2, 9)


@pytest.mark.parametrize("cell", ["2026", 2026, 2026.0, "FY2026", "FY 26"])
def test_many_ways_to_write_a_year(cell: Cell) -> None:
    assert start(cell, Grain.YEAR) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("cell", "grain", "named_after", "expected"),
    [
        ("Q1 2026", Grain.QUARTER, "first_day", date(2026, 4, 1)),
        ("Q4 2026", Grain.QUARTER, "first_day", date(2027, 1, 1)),
        ("Q1 2026", Grain.QUARTER, "last_day", date(2025, 4, 1)),
        ("Q4 2026", Grain.QUARTER, "last_day", date(2026, 1, 1)),
        ("2026", Grain.YEAR, "last_day", date(2025, 4, 1)),
        (2026, Grain.YEAR, "first_day", date(2026, 4, 1)),
        ("2026-03-31", Grain.YEAR, "last_day", date(2025, 4, 1)),
        ("Mar 2026", Grain.QUARTER, "first_day", date(2026, 1, 1)),
    ],
)
def test_quarters_and_years_follow_the_fiscal_calendar(
    cell: Cell, grain: Grain, named_after: str, expected: date
) -> None:
    calendar = Calendar(4, "first_day" if named_after == "first_day" else "last_day")
    assert start(cell, grain, calendar) == expected


def test_a_calendar_year_is_the_same_whatever_it_is_named_after() -> None:
    assert start("Q3 2026", Grain.QUARTER, Calendar(1, "last_day")) == date(2026, 7, 1)


def test_what_has_no_year_takes_the_one_that_is_given() -> None:
    assert start("Mar", year=2026) == date(2026, 3, 1)
    assert start("Q2", Grain.QUARTER, year=2026) == date(2026, 4, 1)
    assert start("W07", Grain.WEEK, year=2026) == date(2026, 2, 9)


@pytest.mark.parametrize(
    ("cell", "grain", "says"),
    [
        ("Q1 2026", Grain.MONTH, "“Q1 2026” is a quarter; this is read by month"),
        ("2026", Grain.MONTH, "is a year; this is read by month"),
        ("2026-W07", Grain.MONTH, "is a week; this is read by month"),
        ("2026-03", Grain.WEEK, "is a month; this is read by week"),
        ("Mar", Grain.MONTH, "“Mar” has no year; set `year`"),
        ("2026-13", Grain.MONTH, "is not a date or period"),
        ("2026-W54", Grain.WEEK, "is not a date or period"),
        ("31.02.2026", Grain.MONTH, "a day that the calendar does not have"),
        ("1899-12-31", Grain.MONTH, "is not between 1900 and 2199"),
        ("9999-12-31", Grain.MONTH, "is not between 1900 and 2199"),
        (46054.0, Grain.MONTH, "46054 is a number, not a date"),
        (float("inf"), Grain.MONTH, "inf is a number, not a date"),
        (True, Grain.MONTH, "is not a date or period"),
        ("#N/A", Grain.MONTH, "#N/A is an error"),
        ("soon", Grain.MONTH, "“soon” is not a date or period"),
        ("x" * 1_000_000, Grain.MONTH, "(1000000 characters)"),
        ("1" * 1_000_000, Grain.MONTH, "(1000000 characters)"),
    ],
)
def test_what_stands_for_no_period_is_said(cell: Cell, grain: Grain, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        start(cell, grain)
    assert says in caught.value.message
    assert len(caught.value.message) < 200


def test_the_same_text_is_refused_each_time_with_an_exception_of_its_own() -> None:
    periods = Periods(Grain.MONTH, "ymd", Calendar())
    caught = []
    for _ in range(2):
        with pytest.raises(Unreadable) as problem:
            periods.start("soon")
        caught.append(problem.value)
    assert caught[0] is not caught[1]
