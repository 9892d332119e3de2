"""Counting what is open at the end of each period."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from equipoise_sdk import Query
from tests.connectors.spreadsheets.files import csv
from tests.connectors.spreadsheets.reading import read, refusal


def headcount(**changes: Any) -> dict[str, Any]:
    """`changes` are to the aggregate."""
    aggregate = {
        "function": "open_at_period_end",
        "key_column": "Id",
        "start_column": "Start",
        "end_column": "End",
        **changes,
    }
    return {"layout": "long", "measure": {"key": "m"}, "aggregate": aggregate}


def counts(path: Path, source: dict[str, Any], query: Query | None = None) -> list[tuple[str, int]]:
    outcome = read(path, source, query=query)
    assert outcome.errors == []
    return [(start.isoformat()[:7], int(figure)) for start, figure in outcome.figures.items()]


def test_what_has_begun_and_not_ended_is_counted(tmp_path: Path) -> None:
    table = csv(
        tmp_path, "Id,Start,End\n1,2026-01-10,\n2,2026-01-31,2026-03-15\n3,2026-02-10,2026-02-20\n4,2026-04-30,\n"
    )
    expected = [("2026-01", 2), ("2026-02", 2), ("2026-03", 1), ("2026-04", 2)]
    assert counts(table, headcount()) == expected


def test_the_day_in_the_end_column_counts_by_default(tmp_path: Path) -> None:
    table = csv(tmp_path, "Id,Start,End\n1,2026-01-01,2026-02-28\n9,2026-03-31,\n")
    assert counts(table, headcount()) == [("2026-01", 1), ("2026-02", 1), ("2026-03", 1)]
    assert counts(table, headcount(open_on_end_day=False)) == [("2026-01", 1), ("2026-02", 0), ("2026-03", 1)]


@pytest.mark.parametrize("next_start", ["2026-01-31", "2026-02-01"])
def test_a_transfer_counts_once(tmp_path: Path, next_start: str) -> None:
    table = csv(tmp_path, f"Id,Start,End\n1,2026-01-01,2026-01-31\n1,{next_start},\n")
    assert counts(table, headcount(), Query(until=date(2026, 3, 1))) == [("2026-01", 1), ("2026-02", 1)]


def test_a_key_in_two_rows_at_once_counts_once_and_again_after_a_gap(tmp_path: Path) -> None:
    rows = "1,2026-01-01,2026-06-30\n1,2026-02-01,2026-03-31\n1,2026-08-01,\n2,2026-09-30,\n"
    expected = [1, 1, 1, 1, 1, 1, 0, 1, 2]
    assert [count for _, count in counts(csv(tmp_path, "Id,Start,End\n" + rows), headcount())] == expected


def test_a_period_that_is_not_over_by_the_end_of_the_query_is_left_out(tmp_path: Path) -> None:
    table = csv(tmp_path, "Id,Start,End\n1,2026-01-10,\n")
    query = Query(since=date(2026, 2, 1), until=date(2026, 4, 15))
    assert counts(table, headcount(), query) == [("2026-02", 1), ("2026-03", 1)]


def test_a_far_end_date_means_open_and_does_not_stretch_the_series(tmp_path: Path) -> None:
    table = csv(tmp_path, "Id,Start,End\n1,2026-01-10,9999-12-31\n2,2026-02-10,\n")
    assert counts(table, headcount()) == [("2026-01", 1), ("2026-02", 2)]


def test_each_dimension_starts_with_its_first_row(tmp_path: Path) -> None:
    table = csv(tmp_path, "Id,Start,End,Unit\n1,2026-01-10,,A\n2,2026-02-10,2026-02-20,B\n3,2026-03-01,,B\n")
    source = headcount() | {"dimension_columns": ["Unit"]}
    found = [
        (value.dimensions["Unit"], value.period_start.month, int(value.value)) for value in read(table, source).values
    ]
    assert found == [("A", 1, 1), ("A", 2, 1), ("A", 3, 1), ("B", 3, 1)]


def test_rows_that_cannot_be_are_reported(tmp_path: Path) -> None:
    table = csv(
        tmp_path, "Id,Start,End\n1,2026-02-10,2026-01-01\n2,,\n,2026-01-01,\n4,0026-01-01,\n5,2026-01-01,open\n"
    )
    outcome = read(table, headcount())
    assert outcome.values == []
    assert outcome.said == [
        'table.csv line 2, column "End": 2026-01-01 is before the start, 2026-02-10',
        'table.csv line 3, column "Start": is blank; fill it, or leave such rows out with a filter',
        'table.csv line 4, column "Id": is blank; fill it, or leave such rows out with a filter',
        'table.csv line 5, column "Start": 0026-01-01 is not between 1900 and 2199',
        'table.csv line 6, column "End": “open” is not a date or period',
    ]


def test_a_span_of_endless_periods_is_refused(tmp_path: Path) -> None:
    table = csv(tmp_path, "Id,Start,End\n1,1900-01-01,\n2,2026-01-01,\n")
    error = refusal(table, headcount() | {"grain": "day"})
    assert "more than 20,000 periods" in str(error)


def test_it_takes_no_period_column(tmp_path: Path) -> None:
    table = csv(tmp_path, "Id,Start,End\n")
    assert "give `period_column`, except for open_at_period_end" in str(
        refusal(table, headcount() | {"period_column": "Start"})
    )
