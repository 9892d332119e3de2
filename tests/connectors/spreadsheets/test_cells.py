"""Single cells of a report."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from equipoise_sdk import Measure
from tests.connectors.spreadsheets.files import csv, ods, ods_cell, ods_row, xlsx
from tests.connectors.spreadsheets.reading import connector, read, refusal
from tests.connectors.spreadsheets.writers import xlsxwriter

JANUARY = date(2026, 1, 1)


def cells(*cells: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "layout": "cells",
        "cells": [{"measure": {"key": "m"}, "period": "2026-01"} | each for each in cells],
        **changes,
    }


def test_a_cell_is_the_value_of_a_period(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["Revenue", 12], ["Cost", 5]], sheet="P&L")
    source = cells(
        {"cell": "'P&L'!B1", "measure": {"key": "revenue", "unit": "EUR"}},
        {"cell": "$B$2", "measure": {"key": "cost"}, "period": "Feb 2026"},
    )
    outcome = read(book, source)
    assert outcome.by_measure == {("revenue", JANUARY): 12, ("cost", date(2026, 2, 1)): 5}
    assert outcome.values[0].source == "'P&L'!B1"
    assert connector(book, [source]).discover() == [Measure("revenue", "revenue", "EUR"), Measure("cost", "cost")]


def test_another_cell_may_say_which_period_it_is(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["as of", date(2026, 1, 31)], ["Revenue", 12]])
    assert read(book, cells({"cell": "B2", "period": None, "period_cell": "Sheet1!B1"})).figures == {JANUARY: 12}


def test_a_period_cell_that_is_no_period_is_reported_at_its_place(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["as of", "soon"], ["Revenue", 12]])
    outcome = read(book, cells({"cell": "B2", "period": None, "period_cell": "B1"}, {"cell": "B2"}))
    assert outcome.figures == {JANUARY: 12}
    assert outcome.said == ["Sheet1!B1: “soon” is not a date or period"]


def test_a_blank_cell_is_reported_as_it_was_asked_for(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["Revenue", None]])
    outcome = read(book, cells({"cell": "B1"}, {"cell": "ZZ999"}))
    assert outcome.said == ["Sheet1!B1: is blank", "Sheet1!ZZ999: is blank: the sheet ends before it"]


def test_a_named_range_of_one_cell_can_be_used(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "My sheet"
    book.worksheets[0]["C3"] = 12
    book.defined_names["Revenue"] = DefinedName("Revenue", attr_text="'My sheet'!$C$3")
    book.defined_names["Block"] = DefinedName("Block", attr_text="'My sheet'!$C$3:$D$4")
    book.save(tmp_path / "named.xlsx")
    outcome = read(tmp_path / "named.xlsx", cells({"name": "revenue"}))
    assert outcome.figures == {JANUARY: 12}
    assert outcome.values[0].source == "'My sheet'!C3"
    assert "which is not one cell" in str(refusal(tmp_path / "named.xlsx", cells({"name": "Block"})))
    error = refusal(tmp_path / "named.xlsx", cells({"name": "Profit"}))
    assert (error.field, str(error)) == (
        "sources.0.cells.0.name",
        "There is no name 'Profit'; there are 'Block', 'Revenue'.",
    )


def test_a_named_range_of_an_ods_can_be_used(tmp_path: Path) -> None:
    names = (
        '<table:named-expressions><table:named-range table:name="Revenue"'
        ' table:cell-range-address="$Sheet1.$B$1"/></table:named-expressions>'
    )
    book = ods(tmp_path, ods_row(ods_cell("Revenue"), ods_cell(12)), names=names)
    assert read(book, cells({"name": "Revenue"})).figures == {JANUARY: 12}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    with xlsxwriter.Workbook(tmp_path / "tables.xlsx") as book:
        page = book.add_worksheet("Data")
        columns = [{"header": "Region"}, {"header": "Amount"}]
        page.add_table("C5:D8", {"name": "Sales", "columns": columns, "data": [["EU", 1], ["US", 2], ["EU", 3]]})
    return tmp_path / "tables.xlsx"


@pytest.mark.parametrize(("row", "figure", "source"), [(3, 3, "Data!D8"), ("US", 2, "Data!D7")])
def test_a_cell_of_a_table_is_found_by_row_and_column(tables: Path, row: int | str, figure: int, source: str) -> None:
    outcome = read(tables, cells({"table_cell": {"table": "Sales", "column": "Amount", "row": row}}))
    assert outcome.figures == {JANUARY: figure}
    assert outcome.values[0].source == source


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"table": "Costs", "column": "Amount", "row": 1}, "There is no table 'Costs'; there are 'Sales'."),
        ({"table": "Sales", "column": "Sum", "row": 1}, "no column 'Sum'; it has 'Region', 'Amount'"),
        ({"table": "Sales", "column": "Amount", "row": 4}, "The table has 3 rows."),
        ({"table": "Sales", "column": "Amount", "row": "EU"}, "more than one row 'EU'"),
        ({"table": "Sales", "column": "Amount", "row": "XX"}, "no row 'XX'"),
    ],
)
def test_a_cell_of_a_table_that_is_not_there_is_refused(tables: Path, cell: dict[str, Any], says: str) -> None:
    error = refusal(tables, cells({"table_cell": cell}))
    assert error.field == "sources.0.cells.0.table_cell"
    assert says in str(error)


def test_other_types_of_file_have_no_tables_to_name(tmp_path: Path) -> None:
    cell = {"table_cell": {"table": "Sales", "column": "Amount", "row": 1}}
    assert "Tables can be read from .xlsx files only" in str(refusal(ods(tmp_path, ods_row(ods_cell(1))), cells(cell)))
    assert "no tables" in str(refusal(csv(tmp_path, "a,b\n"), cells(cell)))
    assert "no names" in str(refusal(csv(tmp_path, "a,b\n"), cells({"name": "Revenue"})))


def test_a_cell_of_a_text_file_goes_by_line_and_column(tmp_path: Path) -> None:
    outcome = read(csv(tmp_path, "a,b\nc,7\n"), cells({"cell": "B2"}))
    assert outcome.figures == {JANUARY: 7}
    assert outcome.values[0].source == "table.csv line 2, column 2"


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ({"cell": "B"}, "cell"),
        ({"cell": "Sheet1!B0"}, "cell"),
        ({"cell": "Sheet1!ZZZ1"}, "cell"),
        ({"cell": "Sheet2!B1"}, "cell"),
        ({"cell": "B1", "period": "soon"}, "period"),
        ({"cell": "B1", "period": "2026"}, "period"),
        ({"cell": "B1", "name": "x"}, None),
        ({"cell": "B1", "period_cell": "B1"}, None),
        ({}, None),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(tmp_path: Path, cell: dict[str, Any], field: str | None) -> None:
    expected = "sources.0.cells.0" + (f".{field}" if field else "")
    assert refusal(xlsx(tmp_path, [["a", 1]]), cells(cell)).field == expected
