"""Tables of measures by periods."""

import logging
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from equipoise_sdk import Grain, Measure, Query
from tests.connectors.spreadsheets.files import csv, xlsx
from tests.connectors.spreadsheets.reading import connector, read, refusal

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def wide(**changes: Any) -> dict[str, Any]:
    return {"layout": "wide", **changes}


@pytest.mark.parametrize(
    "header",
    [
        [date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 31)],
        ["Jan-26", "Feb-26", "Mar-26"],
        ["2026-01", "2026/02", "03.2026"],
        ["January 2026", "Feb. 2026", "März 2026"],
        ["202601", "2026M02", "2026-3-1"],
    ],
)
def test_the_row_with_the_periods_is_found_below_a_preamble(tmp_path: Path, header: list[object]) -> None:
    rows: list[list[Any]] = [
        ["Scorecard of plant A"],
        [],
        ["as of", date(2026, 4, 2)],
        ["KPI", *header],
        ["On time", 97, 96, 95],
    ]
    outcome = read(xlsx(tmp_path, rows), wide())
    assert outcome.by_measure == {("On time", JANUARY): 97, ("On time", FEBRUARY): 96, ("On time", MARCH): 95}
    assert [value.source for value in outcome.values] == ["Sheet1!B5", "Sheet1!C5", "Sheet1!D5"]
    assert outcome.errors == []


@pytest.mark.parametrize(
    ("grain", "header", "start"),
    [
        (Grain.QUARTER, "Q2 2026", date(2026, 4, 1)),
        (Grain.QUARTER, "2026-Q2", date(2026, 4, 1)),
        (Grain.WEEK, "2026-W07", date(2026, 2, 9)),
        (Grain.YEAR, 2026, date(2026, 1, 1)),
        (Grain.DAY, "2026-02-03", date(2026, 2, 3)),
    ],
)
def test_periods_of_every_length_are_read(tmp_path: Path, grain: Grain, header: object, start: date) -> None:
    book = xlsx(tmp_path, [["KPI", header], ["a", 1]])
    assert read(book, wide(grain=grain)).by_measure == {("a", start): 1}


def test_months_without_a_year_take_the_configured_one(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "Jan", "Feb"], ["a", 1, 2]])
    assert read(book, wide(year=2026)).figures == {JANUARY: 1, FEBRUARY: 2}
    assert "Sheet1!B1: “Jan” has no year; set `year`" in str(refusal(book, wide()))


def test_months_take_the_year_that_is_merged_over_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["KPI", 2025, None, 2026, None])
    page.append([None, "Nov", "Dec", "Jan", "Feb"])
    page.append(["a", 1, 2, 3, 4])
    page.merge_cells("B1:C1")
    page.merge_cells("D1:E1")
    book.save(tmp_path / "years.xlsx")
    outcome = read(tmp_path / "years.xlsx", wide())
    assert outcome.figures == {date(2025, 11, 1): 1, date(2025, 12, 1): 2, JANUARY: 3, FEBRUARY: 4}


def test_only_listed_lines_are_read_and_bear_the_configured_names(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2026-01"], ["Finance", None], ["On  Time", 97], ["Notes", "none"]])
    source = wide(measures=[{"key": "otd", "label": "on time", "name": "On-time delivery", "unit": "%"}])
    assert connector(book, [source]).discover() == [Measure("otd", "On-time delivery", "%")]
    outcome = read(book, source)
    assert outcome.by_measure == {("otd", JANUARY): 97}
    assert outcome.errors == []


def test_all_lines_that_hold_values_are_measures_when_none_are_listed(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2026-01"], ["Finance", None], ["Profit", 97], ["Cost", 3]])
    assert [measure.key for measure in connector(book, [wide()]).discover()] == ["Profit", "Cost"]


def test_a_listed_line_that_is_not_there_is_an_error_of_the_check_and_reported_by_a_run(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2026-01"], ["Profit", 97]])
    source = wide(measures=[{"key": "Profit"}, {"key": "Loss"}])
    outcome = read(book, source)
    assert outcome.by_measure == {("Profit", JANUARY): 97}
    assert outcome.said == ["Sheet1: no line is called “Loss”"]
    with pytest.raises(Exception, match="No line is called 'Loss'; there are 'Profit'") as caught:
        connector(book, [source]).check()
    assert getattr(caught.value, "field", None) == "sources.0.measures.1.label"


def test_blank_cells_are_no_values_and_bad_ones_are_reported(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2026-01", "2026-02", "2026-03"], ["a", None, "n.a.", 3]])
    outcome = read(book, wide())
    assert outcome.figures == {MARCH: 3}
    assert outcome.said == ["Sheet1!C2: “n.a.” is not a number"]
    assert read(book, wide(), blank_texts=["N.A."]).errors == []


def test_a_value_in_a_line_without_a_name_is_reported(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2026-01"], ["a", 1], [None, 2]])
    outcome = read(book, wide())
    assert outcome.by_measure == {("a", JANUARY): 1}
    assert outcome.said == ["Sheet1!B3: has a value, but its line has no name"]


def test_two_columns_or_lines_for_the_same_are_reported_and_neither_is_used(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2026-01", "Jan 2026", "2026-02"], ["a", 1, 2, 3], ["b", 4, None, 5], ["b", 6]])
    outcome = read(book, wide())
    assert outcome.by_measure == {("a", FEBRUARY): 3, ("b", FEBRUARY): 5}
    assert [error.where for error in outcome.errors] == ["Sheet1!C2", "Sheet1!B4"]
    assert "the first is in Sheet1!B2" in outcome.errors[0].message


def test_columns_that_are_no_period_are_left_out_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    book = xlsx(tmp_path, [["KPI", "Unit", "2026-01", "Total"], ["a", "%", 1, 1]])
    with caplog.at_level(logging.INFO):
        assert read(book, wide()).figures == {JANUARY: 1}
    assert "Columns of Sheet1 without a period are left out: 'KPI', 'Unit', 'Total'." in caplog.messages


def test_the_column_with_the_names_can_be_given(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["Perspective", "KPI", "2026-01"], ["Finance", "Profit", 1], ["Finance", "Cost", 2]])
    outcome = read(book, wide(label_column="B"))
    assert outcome.by_measure == {("Profit", JANUARY): 1, ("Cost", JANUARY): 2}


def test_figures_of_six_digits_are_not_taken_for_months(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2026-01", "2026-02"], ["a", 201_204, 201_205], ["b", 201_206, 201_207]])
    assert len(read(book, wide()).values) == 4


def test_periods_can_run_down(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Scorecard"],
        ["Month", "On time", "Defects"],
        ["2026-01", 97, 3],
        ["2026-02", 96, None],
        ["Total", 193, 3],
    ]
    book = xlsx(tmp_path, rows)
    outcome = read(book, wide(periods="down"))
    assert outcome.by_measure == {("On time", JANUARY): 97, ("Defects", JANUARY): 3, ("On time", FEBRUARY): 96}
    assert outcome.said == ["Sheet1!A5: “Total” is not a date or period"]


def test_a_transposed_table_may_list_its_measures(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["On time", "Month", "Defects"], [97, "2026-01", 3]])
    source = wide(periods="down", label_column="B", header_row=1, measures=[{"key": "d", "label": "defects"}])
    assert read(book, source).by_measure == {("d", JANUARY): 3}


def test_periods_can_be_sheets(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Notes"
    for name, figure in (("Jan 2026", 97), ("Feb 2026", 96)):
        page = book.create_sheet(name)
        page.append(["KPI", "Owner", "Value"])
        page.append(["On time", "Ann", figure])
    book.create_sheet("Mar 2026").sheet_state = "hidden"
    book.save(tmp_path / "months.xlsx")
    source = wide(periods="sheets", label_column="A", value_column="C", measures=[{"key": "On time"}])
    with caplog.at_level(logging.INFO):
        outcome = read(tmp_path / "months.xlsx", source)
    assert outcome.by_measure == {("On time", JANUARY): 97, ("On time", FEBRUARY): 96}
    assert [value.source for value in outcome.values] == ["'Jan 2026'!C2", "'Feb 2026'!C2"]
    assert "Sheets that are not named after a period are left out: 'Notes'." in caplog.messages


def test_sheets_that_are_listed_must_be_named_after_periods(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", 1]], sheet="Summary")
    source = wide(periods="sheets", label_column="A", value_column="B")
    assert "No sheet is named after a month; there are 'Summary'" in str(refusal(book, source))
    error = refusal(book, source | {"sheets": ["Summary"]})
    assert (error.field, str(error)) == ("sources.0.sheets", "“Summary” is not a date or period.")


def test_periods_outside_of_the_query_are_not_even_looked_at(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "2025-12", "2026-01"], ["a", "bad", 1]])
    outcome = read(book, wide(), query=Query(since=JANUARY, measures=frozenset({"a"})))
    assert outcome.figures == {JANUARY: 1}
    assert outcome.errors == []


def test_a_text_file_can_be_wide_as_well(tmp_path: Path) -> None:
    table = csv(tmp_path, "Report;;\n\nKPI;Jan 2026;Feb 2026\nOn time;97,5;96,25\n")
    outcome = read(table, wide(), decimal_separator=",")
    assert outcome.figures == {JANUARY: Decimal("97.5"), FEBRUARY: Decimal("96.25")}
    assert outcome.values[0].source == 'table.csv line 4, column "On time"'


@pytest.mark.parametrize(
    ("rows", "source", "field"),
    [
        ([["KPI", "Value"], ["a", 1]], wide(), "sources.0.header_row"),
        ([["KPI", "2026-01"], ["a", 1]], wide(header_row=2), "sources.0.header_row"),
        ([["KPI", "2026-01"], ["a", 1]], wide(header_row=2000), "sources.0.header_row"),
        ([["2026-01", "2026-02"], [1, 2]], wide(), "sources.0.label_column"),
        ([["KPI"], ["a"]], wide(periods="down"), "sources.0.label_column"),
        ([["2026-01", 1]], wide(periods="down"), "sources.0.header_row"),
        ([["Month", "a"], ["2026-01", 1]], wide(periods="down", header_row=99), "sources.0.header_row"),
        ([["a"]], wide(periods="sheets"), "sources.0"),
        ([["a"]], wide(value_column="B"), "sources.0"),
        ([["a"]], wide(measures=[{"key": "a"}, {"key": "a"}]), "sources.0"),
        ([["a"]], wide(label_column="A1"), "sources.0.label_column"),
    ],
)
def test_a_table_that_is_not_as_described_is_refused(
    tmp_path: Path, rows: list[list[object]], source: dict[str, Any], field: str
) -> None:
    assert refusal(xlsx(tmp_path, rows), source).field == field
