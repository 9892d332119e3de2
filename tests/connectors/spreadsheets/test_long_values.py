"""Lists that hold the values already: measure, period, value, dimensions."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from equipoise_sdk import Grain, Measure, Query, Value
from tests.connectors.spreadsheets.files import csv, xlsx
from tests.connectors.spreadsheets.reading import connector, read, refusal, values_list

LIST = "KPI,Month,Value,Region\nOn time,2026-01,97.5,EU\nOn time,2026-02,96,EU\nDefects,2026-01,12,\n"


def test_each_row_is_a_value_with_its_place(tmp_path: Path) -> None:
    outcome = read(csv(tmp_path, LIST), values_list(dimension_columns=["Region"]))
    assert outcome.errors == []
    assert outcome.values == [
        Value(
            "On time",
            date(2026, 1, 1),
            Decimal("97.5"),
            dimensions={"Region": "EU"},
            source='table.csv line 2, column "Value"',
        ),
        Value(
            "On time",
            date(2026, 2, 1),
            Decimal(96),
            dimensions={"Region": "EU"},
            source='table.csv line 3, column "Value"',
        ),
        Value("Defects", date(2026, 1, 1), Decimal(12), source='table.csv line 4, column "Value"'),
    ]


def test_in_a_workbook_the_place_is_the_cell(tmp_path: Path) -> None:
    book = xlsx(tmp_path, [["KPI", "Month", "Value"], ["On time", date(2026, 1, 31), 97.5]], sheet="My KPIs")
    assert read(book, values_list()).values[0].source == "'My KPIs'!C2"


def test_each_entry_of_the_measure_column_is_a_measure(tmp_path: Path) -> None:
    source = values_list(unit="%", grain="quarter", dimension_columns=["Region"])
    found = connector(csv(tmp_path, LIST), [source]).discover()
    assert found == [
        Measure("On time", "On time", "%", Grain.QUARTER, ("Region",)),
        Measure("Defects", "Defects", "%", Grain.QUARTER, ("Region",)),
    ]


def test_only_the_measures_and_periods_asked_for_are_read(tmp_path: Path) -> None:
    query = Query(measures=frozenset({"On time"}), since=date(2026, 2, 1), until=date(2026, 3, 1))
    outcome = read(csv(tmp_path, LIST), values_list(), query=query)
    assert outcome.by_measure == {("On time", date(2026, 2, 1)): Decimal(96)}


def test_one_measure_needs_no_column_that_names_it(tmp_path: Path) -> None:
    source = values_list(measure={"key": "nps", "name": "Promoters", "unit": "points"}, measure_column=None)
    table = csv(tmp_path, "Month,Value\n2026-01,41\n")
    assert connector(table, [source]).discover() == [Measure("nps", "Promoters", "points")]
    assert read(table, source).by_measure == {("nps", date(2026, 1, 1)): Decimal(41)}


def test_rows_above_the_header_are_skipped(tmp_path: Path) -> None:
    table = csv(tmp_path, "Report for plant A\nprinted 2026-03-02,by,someone\n\n" + LIST)
    assert len(read(table, values_list()).values) == 3


def test_a_header_row_that_is_given_is_believed(tmp_path: Path) -> None:
    table = csv(tmp_path, "KPI,Month,Value\nold,2025-01,1\nKPI,Month,Value\nnew,2026-01,2\n")
    outcome = read(table, values_list(header_row=3))
    assert outcome.by_measure == {("new", date(2026, 1, 1)): Decimal(2)}


def test_words_that_stand_for_a_figure_are_kept_as_labels(tmp_path: Path) -> None:
    table = csv(tmp_path, "KPI,Month,Value\nmood,2026-01,On Track\nmood,2026-02,lost\n")
    aggregate = {"function": "as_is", "column": "Value", "labels": {"on track": 100, "at risk": 50}}
    outcome = read(table, values_list(aggregate=aggregate))
    assert [(value.value, value.label) for value in outcome.values] == [(Decimal(100), "on track")]
    assert outcome.said == ['table.csv line 3, column "Value": “lost” is not a number']


def test_two_values_for_the_same_are_reported_and_neither_is_used(tmp_path: Path) -> None:
    table = csv(tmp_path, "KPI,Month,Value\na,2026-01,1\na,2026-02,2\na,Jan 2026,1\n")
    outcome = read(table, values_list())
    assert outcome.by_measure == {("a", date(2026, 2, 1)): Decimal(2)}
    assert outcome.said == [
        'table.csv line 4, column "Value": another value of a for the period from 2026-01-01; '
        'the first is in table.csv line 2, column "Value". Neither is used.'
    ]
    assert outcome.errors[0].code == "DUPLICATE"


def test_the_same_measure_for_another_dimension_is_no_duplicate(tmp_path: Path) -> None:
    table = csv(tmp_path, "KPI,Month,Value,Region\na,2026-01,1,EU\na,2026-01,2,US\n")
    assert len(read(table, values_list(dimension_columns=["Region"])).values) == 2


def test_duplicates_are_found_across_sources(tmp_path: Path) -> None:
    table = csv(tmp_path, "KPI,Month,Value\na,2026-01,1\n")
    outcome = read(table, values_list(), values_list())
    assert outcome.values == []
    assert [error.code for error in outcome.errors] == ["DUPLICATE"]


def test_bad_rows_are_reported_and_the_good_ones_kept(tmp_path: Path) -> None:
    table = csv(
        tmp_path,
        "KPI,Month,Value\na,2026-01,1\n,2026-01,5\na,,5\na,soon,5\na,2026-02,\na,2026-03,many\n\na,2026-02-30,5\na,2026-04,4\n",
    )
    outcome = read(table, values_list())
    assert outcome.figures == {date(2026, 1, 1): Decimal(1), date(2026, 4, 1): Decimal(4)}
    assert outcome.said == [
        'table.csv line 3, column "KPI": is blank; fill it, or leave such rows out with a filter',
        'table.csv line 4, column "Month": is blank; fill it, or leave such rows out with a filter',
        'table.csv line 5, column "Month": “soon” is not a date or period',
        'table.csv line 6, column "Value": is blank; fill it, or leave such rows out with a filter',
        'table.csv line 7, column "Value": “many” is not a number',
        'table.csv line 9, column "Month": “2026-02-30” is a day that the calendar does not have',
    ]


def test_texts_that_stand_for_no_value_read_as_blank(tmp_path: Path) -> None:
    table = csv(tmp_path, "KPI,Month,Value\na,2026-01,N/A\na,2026-02,2\n")
    outcome = read(table, values_list(filters=[{"column": "Value", "operator": "not_blank"}]), blank_texts=["n/a"])
    assert outcome.figures == {date(2026, 2, 1): Decimal(2)}
    assert outcome.errors == []


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    error = refusal(csv(tmp_path, LIST), values_list(period_column="Period"))
    assert error.field == "sources.0.period_column"
    there = "'KPI', 'Month', 'Value', 'Region'"
    assert str(error) == f"There is no column 'Period'; row 1 of 'table.csv' has {there}."


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    error = refusal(csv(tmp_path, "KPI,Month,Value,value\n"), values_list())
    assert error.field == "sources.0.aggregate.column"
    assert "more than one column 'Value'" in str(error)


def test_the_list_of_columns_in_an_error_is_bounded(tmp_path: Path) -> None:
    header = ",".join(f"column number {n} {'x' * 200}" for n in range(1000))
    assert len(str(refusal(csv(tmp_path, f"KPI,{header}\n"), values_list()))) < 2000


def test_a_column_name_of_any_case_and_spacing_is_found(tmp_path: Path) -> None:
    table = csv(tmp_path, ' kpi ,"Month\nof year",VALUE\na,2026-01,1\n')
    assert len(read(table, values_list(period_column="month of  year")).values) == 1


def test_more_values_than_a_run_may_hold_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    rows = "".join(f"k{number},2026-01,1\n" for number in range(300_001))
    error = refusal(csv(tmp_path, "KPI,Month,Value\n" + rows), values_list())
    assert error.field == "sources"
    assert "more than 300,000 values" in str(error)
