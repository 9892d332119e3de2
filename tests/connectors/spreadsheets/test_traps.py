"""What workbooks do to those who read them; each on a file that does it."""

import zipfile
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.connectors.spreadsheets.files import csv, ods, ods_cell, ods_row, with_part, xlsx
from tests.connectors.spreadsheets.reading import connector, read, refusal, rows_of, values_list
from tests.connectors.spreadsheets.writers import xlsxwriter, xlwt

JANUARY = date(2026, 1, 1)
WIDE = {"layout": "wide"}


def wide(*cells: Any) -> list[list[Any]]:
    """A table of one line `a`, with a month for each cell."""
    return [["KPI", *(f"2026-{month:02}" for month in range(1, len(cells) + 1))], ["a", *cells]]


def error_in_xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Sheet1"
    for row in wide(1, None, 3):
        page.append(row)
    page["C2"] = "#DIV/0!"
    page["C2"].data_type = "e"
    book.save(folder / "error.xlsx")
    return folder / "error.xlsx"


def error_in_xls(folder: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for number, row in enumerate(wide(1, None, 3)):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(number, column, cell)
    page.row(1).set_cell_error(2, 0x07)
    book.save(str(folder / "error.xls"))
    return folder / "error.xls"


def error_in_ods(folder: Path) -> Path:
    bad = ods_cell("", kind="string", attributes='table:formula="of:=1/0" calcext:value-type="error"', shown="#DIV/0!")
    header = ods_row(ods_cell("KPI"), *(ods_cell(f"2026-{month:02}") for month in (1, 2, 3)))
    return ods(folder, header + ods_row(ods_cell("a"), ods_cell(1), bad, ods_cell(3)))


@pytest.mark.parametrize("make", [error_in_xlsx, error_in_xls, error_in_ods])
def test_an_error_cell_is_reported_and_not_read_as_blank(tmp_path: Path, make: Any) -> None:
    outcome = read(make(tmp_path), WIDE)
    assert outcome.figures == {JANUARY: 1, date(2026, 3, 1): 3}
    assert outcome.said == ["Sheet1!C2: #DIV/0! is an error; mend the formula"]
    assert outcome.errors[0].code == "ERROR_CELL"


def test_an_error_cell_in_a_column_that_may_be_blank_is_reported_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (["Id", "Start", "End"], [1, date(2026, 1, 1), None], [2, date(2026, 1, 1), None]):
        page.append(row)
    page["C3"] = "#N/A"
    page["C3"].data_type = "e"
    book.save(tmp_path / "staff.xlsx")
    aggregate = {"function": "open_at_period_end", "key_column": "Id", "start_column": "Start", "end_column": "End"}
    outcome = read(tmp_path / "staff.xlsx", {"layout": "long", "measure": {"key": "m"}, "aggregate": aggregate})
    assert outcome.figures == {JANUARY: 1}
    assert outcome.said == ["Sheet!C3: #N/A is an error; mend the formula"]


def test_a_row_that_holds_nothing_but_an_error_is_not_taken_for_a_blank_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (["KPI", "Month", "Value"], [None, None, None], ["a", "2026-01", 1]):
        page.append(row)
    page["C2"] = "#REF!"
    page["C2"].data_type = "e"
    book.save(tmp_path / "lonely.xlsx")
    outcome = read(tmp_path / "lonely.xlsx", values_list())
    assert outcome.figures == {JANUARY: 1}
    assert [error.where for error in outcome.errors] == ["Sheet!A2"]


def test_an_error_cell_among_the_periods_is_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in wide(1, 2):
        page.append(row)
    page["C1"] = "#REF!"
    page["C1"].data_type = "e"
    book.save(tmp_path / "header.xlsx")
    outcome = read(tmp_path / "header.xlsx", WIDE)
    assert outcome.figures == {JANUARY: 1}
    assert outcome.said == ["Sheet!C1: #REF! is an error; mend the formula"]


def test_an_error_exported_as_text_is_reported_as_one(tmp_path: Path) -> None:
    outcome = read(csv(tmp_path, "KPI,Month,Value\na,2026-01,#DIV/0!\na,#REF!,1\n"), values_list())
    assert outcome.values == []
    assert [error.code for error in outcome.errors] == ["ERROR_CELL", "ERROR_CELL"]


def formula_in_xlsx(folder: Path) -> Path:
    return xlsx(folder, wide("=1+1", 2))


def formula_with_a_zero_that_nobody_calculated(folder: Path) -> Path:
    with xlsxwriter.Workbook(folder / "zero.xlsx") as book:
        page = book.add_worksheet()
        for number, row in enumerate(wide("=1+1", 2)):
            page.write_row(number, 0, row)
    return folder / "zero.xlsx"


def formula_in_xls(folder: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for number, row in enumerate(wide(xlwt.Formula("1+1"), 2)):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    book.save(str(folder / "formula.xls"))
    return folder / "formula.xls"


def formula_in_ods(folder: Path) -> Path:
    header = ods_row(ods_cell("KPI"), ods_cell("2026-01"), ods_cell("2026-02"))
    formula = ods_cell(attributes='table:formula="of:=1+1"')
    return ods(folder, header + ods_row(ods_cell("a"), formula, ods_cell(2)))


@pytest.mark.parametrize("make", [formula_in_xlsx, formula_with_a_zero_that_nobody_calculated, formula_in_ods])
def test_a_formula_that_was_never_calculated_is_reported_and_read_neither_as_blank_nor_as_zero(
    tmp_path: Path, make: Any
) -> None:
    outcome = read(make(tmp_path), WIDE)
    assert outcome.figures == {date(2026, 2, 1): 2}
    assert outcome.said == ["Sheet1!B2: formula never calculated; open and save the file in a spreadsheet program"]


def test_a_formula_of_an_xls_that_may_not_have_been_calculated_is_reported(tmp_path: Path) -> None:
    outcome = read(formula_in_xls(tmp_path), WIDE)
    assert outcome.figures == {date(2026, 2, 1): 2}
    says = "formula gives empty text or was never calculated; save the file as .xlsx to tell which"
    assert outcome.said == [f"Sheet1!B2: {says}"]


def test_a_formula_with_its_result_is_a_value(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "calculated.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["KPI", "2026-01", "2026-02"])
        page.write(1, 0, "a")
        page.write_formula(1, 1, "=1+1", None, 2)
        page.write_formula(1, 2, '=IF(1,"",0)', None, "blank")
    sheet = zipfile.ZipFile(tmp_path / "calculated.xlsx").read("xl/worksheets/sheet1.xml")
    with_part(tmp_path / "calculated.xlsx", "xl/worksheets/sheet1.xml", sheet.replace(b"<v>blank</v>", b"<v></v>"))
    outcome = read(tmp_path / "calculated.xlsx", WIDE)
    assert outcome.figures == {JANUARY: 2}
    assert outcome.errors == []


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "figure"),
    [
        (",", ".", "1.234,50", "1234.50"),
        (".", ",", "1,234.50", "1234.50"),
        (",", " ", "1\u202f234,50", "1234.50"),
        (".", "'", "-1'234'567", "-1234567"),
        (",", None, "1234,5", "1234.5"),
    ],
)
def test_separators_are_as_configured(
    tmp_path: Path, decimal: str, thousands: str | None, text: str, figure: str
) -> None:
    table = csv(tmp_path, f"KPI;Month;Value\na;2026-01;{text}\n")
    outcome = read(table, values_list(), decimal_separator=decimal, thousands_separator=thousands)
    assert outcome.figures == {JANUARY: Decimal(figure)}


@pytest.mark.parametrize("text", ["1.234,50", "1,234.50", "1.23.4", "1,2"])
def test_a_number_with_other_separators_is_reported_and_not_guessed(tmp_path: Path, text: str) -> None:
    outcome = read(csv(tmp_path, f'KPI;Month;Value\na;2026-01;"{text}"\n'), values_list())
    assert outcome.values == []
    says = f"“{text}” is not a number (with decimal separator “.”, no thousands separator)"
    assert outcome.said == [f'table.csv line 2, column "Value": {says}']


def test_numbers_stored_as_text_are_read(tmp_path: Path) -> None:
    assert read(xlsx(tmp_path, wide("12.5", " 7 ")), WIDE).figures == {JANUARY: Decimal("12.5"), date(2026, 2, 1): 7}


def test_the_noise_of_binary_fractions_is_not_read(tmp_path: Path) -> None:
    outcome = read(xlsx(tmp_path, wide(0.1 + 0.2, 1234567890123456.0)), WIDE)
    assert outcome.figures == {JANUARY: Decimal("0.3"), date(2026, 2, 1): Decimal(1234567890123456)}


def test_truth_values_dates_and_text_are_no_numbers(tmp_path: Path) -> None:
    outcome = read(xlsx(tmp_path, wide(True, date(2026, 1, 1), "n/a", time(12, 30))), WIDE)
    assert outcome.values == []
    assert outcome.said == [
        "Sheet1!B2: TRUE is a truth value, not a number",
        "Sheet1!C2: 2026-01-01 is a date, not a number",
        "Sheet1!D2: “n/a” is not a number",
        "Sheet1!E2: 12:30:00 is a time, not a number; set `duration_unit` to read durations",
    ]


def test_durations_are_read_in_the_configured_unit(tmp_path: Path) -> None:
    book = xlsx(tmp_path, wide(timedelta(hours=30, minutes=15), time(1, 30)))
    outcome = read(book, WIDE, duration_unit="hours")
    assert outcome.figures == {JANUARY: Decimal("30.25"), date(2026, 2, 1): Decimal("1.5")}


def percent_in_xlsx(folder: Path) -> Path:
    with xlsxwriter.Workbook(folder / "percent.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["KPI", "2026-01", "2026-02"])
        page.write_row(1, 0, ["a", 0.125, 0.5], book.add_format({"num_format": "0.0%"}))
        page.write(1, 2, 0.5)
    return folder / "percent.xlsx"


def percent_in_xls(folder: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for column, cell in enumerate(["KPI", "2026-01", "2026-02"]):
        page.write(0, column, cell)
    page.write(1, 0, "a")
    page.write(1, 1, 0.125, xlwt.easyxf(num_format_str="0.0%"))
    page.write(1, 2, 0.5)
    book.save(str(folder / "percent.xls"))
    return folder / "percent.xls"


def percent_in_ods(folder: Path) -> Path:
    header = ods_row(ods_cell("KPI"), ods_cell("2026-01"), ods_cell("2026-02"))
    return ods(
        folder, header + ods_row(ods_cell("a"), ods_cell(0.125, kind="percentage", shown="12.5%"), ods_cell(0.5))
    )


def percent_in_csv(folder: Path) -> Path:
    return csv(folder, "KPI,2026-01,2026-02\na,12.5 %,0.5\n")


@pytest.mark.parametrize("make", [percent_in_xlsx, percent_in_xls, percent_in_ods, percent_in_csv])
def test_a_percentage_is_read_as_shown_or_as_a_fraction(tmp_path: Path, make: Any) -> None:
    february = date(2026, 2, 1)
    path = make(tmp_path)
    assert read(path, WIDE).figures == {JANUARY: Decimal("12.5"), february: Decimal("0.5")}
    fraction = read(path, WIDE, percent="as_fraction")
    assert fraction.figures == {JANUARY: Decimal("0.125"), february: Decimal("0.5")}


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["KPI", "Month", "Value"], ["a", date(2026, 1, 31), 1]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "mac.xlsx")
    assert read(tmp_path / "mac.xlsx", values_list()).figures == {JANUARY: 1}


def test_a_day_that_is_only_a_number_is_reported(tmp_path: Path) -> None:
    outcome = read(xlsx(tmp_path, [["KPI", "Month", "Value"], ["a", 46054, 1]]), values_list())
    assert outcome.said == ["Sheet1!B2: 46054 is a number, not a date; format the cell as a date"]


@pytest.mark.parametrize(
    ("order", "text", "month"), [("dmy", "02.03.2026", 3), ("mdy", "02/03/26", 2), ("dmy", "2026-03-02 10:30:00", 3)]
)
def test_the_order_of_text_dates_is_as_configured(tmp_path: Path, order: str, text: str, month: int) -> None:
    table = csv(tmp_path, f"Date,Amount\n{text},1\n")
    assert read(table, rows_of(), date_order=order).figures == {date(2026, month, 1): 1}


def test_a_text_date_of_no_configured_order_is_reported(tmp_path: Path) -> None:
    outcome = read(csv(tmp_path, "Date,Amount\n02/03/2026,1\n"), rows_of())
    assert "“02/03/2026” is not a date or period; set `date_order`" in outcome.said[0]
    wrong = read(csv(tmp_path, "Date,Amount\n31/12/2026,1\n"), rows_of(), date_order="mdy")
    assert "a day that the calendar does not have" in wrong.said[0]


def merged(folder: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Sheet1"
    for row in (["KPI", "Month", "Value"], ["a", "2026-01", 1], [None, "2026-02", 2], ["b", "2026-01", 3]):
        page.append(row)
    page.merge_cells("A2:A3")
    book.save(folder / "merged.xlsx")
    return folder / "merged.xlsx"


def merged_in_xls(folder: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    rows: list[list[Any]] = [["KPI", "Month", "Value"], [None, "2026-01", 1], [None, "2026-02", 2], ["b", "2026-01", 3]]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(number, column, cell)
    page.write_merge(1, 2, 0, 0, "a")
    book.save(str(folder / "merged.xls"))
    return folder / "merged.xls"


def merged_in_ods(folder: Path) -> Path:
    spanned = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    covered = "<table:covered-table-cell/>"
    return ods(
        folder,
        ods_row(ods_cell("KPI"), ods_cell("Month"), ods_cell("Value"))
        + ods_row(ods_cell("a", attributes=spanned), ods_cell("2026-01"), ods_cell(1))
        + ods_row(covered, ods_cell("2026-02"), ods_cell(2))
        + ods_row(ods_cell("b"), ods_cell("2026-01"), ods_cell(3)),
    )


@pytest.mark.parametrize("make", [merged, merged_in_xls, merged_in_ods])
def test_a_label_that_is_merged_over_rows_stands_for_all_of_them(tmp_path: Path, make: Any) -> None:
    outcome = read(make(tmp_path), values_list())
    assert outcome.errors == []
    expected = {("a", JANUARY): 1, ("a", date(2026, 2, 1)): 2, ("b", JANUARY): 3}
    assert outcome.by_measure == expected


def test_a_value_inside_a_merged_cell_is_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in wide(1, 2, 3):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("B2:C2")
    book.save(tmp_path / "merged.xlsx")
    outcome = read(tmp_path / "merged.xlsx", WIDE)
    assert outcome.figures == {JANUARY: 1, date(2026, 3, 1): 3}
    assert outcome.said == ["Sheet!C2: lies in a merged cell whose value is in B2; split it"]


def test_a_header_merged_over_several_columns_stands_for_all_of_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (["KPI", "2026-01", None, "2026-02"], ["a", 1, None, 3], ["b", 1, 2, 3]):
        page.append(row)
    page.merge_cells("B1:C1")
    book.save(tmp_path / "header.xlsx")
    outcome = read(tmp_path / "header.xlsx", WIDE)
    february = date(2026, 2, 1)
    assert outcome.by_measure == {("a", JANUARY): 1, ("a", february): 3, ("b", february): 3}
    assert [(error.where, error.code) for error in outcome.errors] == [("Sheet!C3", "DUPLICATE")]


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Shown"
    for page in (book.worksheets[0], book.create_sheet("Secret"), book.create_sheet("Deep")):
        for row in wide(len(page.title)):
            page.append(row)
    book["Secret"].sheet_state = "hidden"
    book["Deep"].sheet_state = "veryHidden"
    book.save(tmp_path / "hidden.xlsx")
    return tmp_path / "hidden.xlsx"


def test_hidden_sheets_do_not_count_as_the_sheet_that_is_meant(hidden: Path) -> None:
    assert read(hidden, WIDE).figures == {JANUARY: 5}


@pytest.mark.parametrize("name", ["Secret", "Deep"])
def test_a_hidden_sheet_can_be_named(hidden: Path, name: str) -> None:
    assert read(hidden, WIDE | {"sheet": name}).figures == {JANUARY: len(name)}


def test_hidden_sheets_are_shown_as_such_where_a_sheet_has_to_be_named(hidden: Path) -> None:
    book = openpyxl.load_workbook(hidden)
    book.create_sheet("Shown too")
    book.save(hidden)
    assert str(refusal(hidden, WIDE)) == (
        "Name the sheet; there are 'Shown', 'Shown too'. Hidden, and read only when named: 'Secret', 'Deep'."
    )


def test_a_name_for_a_cell_on_a_hidden_sheet_is_refused(hidden: Path) -> None:
    book = openpyxl.load_workbook(hidden)
    book.defined_names["Value"] = openpyxl.workbook.defined_name.DefinedName("Value", attr_text="Secret!$B$2")
    book.save(hidden)
    cell = {"measure": {"key": "m"}, "period": "2026-01"}
    error = refusal(hidden, {"layout": "cells", "cells": [cell | {"name": "Value"}]})
    assert "on the hidden sheet 'Secret'; name it as `cell` if it is meant" in str(error)
    assert read(hidden, {"layout": "cells", "cells": [cell | {"cell": "Secret!B2"}]}).figures == {JANUARY: 6}


def test_of_several_sheets_one_has_to_be_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Other")
    book.save(tmp_path / "two.xlsx")
    error = refusal(tmp_path / "two.xlsx", WIDE)
    assert (error.field, str(error)) == ("sources.0.sheet", "Name the sheet; there are 'Sheet', 'Other'.")
    missing = refusal(tmp_path / "two.xlsx", WIDE | {"sheet": "Third"})
    assert str(missing) == "There is no sheet 'Third'; there are 'Sheet', 'Other'."
    assert "has no sheets" in str(refusal(csv(tmp_path, "a,b\n"), WIDE | {"sheet": "Other"}))


def test_text_of_ten_megabytes_is_reported_where_it_is_used_and_harmless_where_it_is_not(tmp_path: Path) -> None:
    huge = "x" * 10_000_000
    table = csv(
        tmp_path, f"KPI,Month,Value,Note\na,2026-01,1,{huge}\n{huge},2026-01,2,\na,{huge},2,\na,2026-02,{huge},\n"
    )
    outcome = read(table, values_list())
    assert outcome.figures == {JANUARY: 1}
    assert len(outcome.errors) == 3
    assert all(len(error.message) < 200 and "(10000000 characters)" in error.message for error in outcome.errors)
    assert read(table, values_list(dimension_columns=["Note"])).figures == {}


def test_numbers_of_hundreds_of_digits_are_reported(tmp_path: Path) -> None:
    rows = "".join(
        f"a,2026-{month:02},{text}\n" for month, text in enumerate(["9" * 400, "1e99", "NaN", "inf", "1e400"], 1)
    )
    outcome = read(csv(tmp_path, "KPI,Month,Value\n" + rows), values_list())
    assert outcome.values == []
    assert len(outcome.errors) == 5


def test_an_ods_may_repeat_rows_and_cells(tmp_path: Path) -> None:
    book = ods(
        tmp_path,
        ods_row(ods_cell(), attributes='table:number-rows-repeated="3"')
        + ods_row(ods_cell("KPI"), ods_cell("2026-01"), ods_cell("2026-02"))
        + ods_row(ods_cell("a"), ods_cell(7, attributes='table:number-columns-repeated="2"'))
        + ods_row(
            ods_cell(attributes='table:number-columns-repeated="16384"'),
            attributes='table:number-rows-repeated="1048000"',
        ),
    )
    outcome = read(book, WIDE)
    assert outcome.figures == {JANUARY: 7, date(2026, 2, 1): 7}
    assert [value.source for value in outcome.values] == ["Sheet1!B5", "Sheet1!C5"]


def test_a_comment_on_a_cell_is_not_its_content(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>#REF! was here</text:p></office:annotation>"
    commented = ods_cell(5, attributes='table:formula="of:=5"').replace("<text:p>", note + "<text:p>", 1)
    book = ods(tmp_path, ods_row(ods_cell("KPI"), ods_cell("2026-01")) + ods_row(ods_cell("a"), commented))
    assert read(book, WIDE).figures == {JANUARY: 5}


def test_a_sheet_may_begin_anywhere(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, cells in enumerate(wide(1, 2), 7):
        for column, cell in enumerate(cells, 4):
            book.worksheets[0].cell(row, column, cell)
    book.save(tmp_path / "far.xlsx")
    outcome = read(tmp_path / "far.xlsx", WIDE)
    assert [value.source for value in outcome.values] == ["Sheet!E8", "Sheet!F8"]


def test_an_empty_sheet_is_refused_in_words(tmp_path: Path) -> None:
    error = refusal(xlsx(tmp_path, []), values_list())
    assert str(error) == "'Sheet1' has no column 'KPI' in the first 100 rows."


def test_checking_finds_the_same_as_reading(tmp_path: Path) -> None:
    connector(xlsx(tmp_path, wide(1)), [WIDE]).check()
    empty = xlsx(tmp_path, [["KPI", "Month", "Value"]], name="empty.xlsx")
    with pytest.raises(Exception, match="nothing that these sources describe"):
        connector(empty, [values_list()]).check()
