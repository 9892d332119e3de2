"""The generated workbooks, read through the real spreadsheet connector."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from equipoise.demo.organisation import CORRECTED, DemoOrganisation
from equipoise.demo.values import DemoValue
from equipoise.demo.workbooks.catalogue import WORKBOOKS
from equipoise.demo.workbooks.write import DemoConnection, write_workbooks
from equipoise.domain.decimals import as_value
from equipoise_sdk import Context, Query, RowError, Value
from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.connector import Spreadsheets

Read = dict[str, dict[date, DemoValue]]


@pytest.fixture(scope="session")
def connections(demo: DemoOrganisation, tmp_path_factory: pytest.TempPathFactory) -> list[DemoConnection]:
    return write_workbooks(demo, tmp_path_factory.mktemp("workbooks"))


def test_every_connection_delivers_the_values_of_its_kpis_and_nothing_else(
    demo: DemoOrganisation, connections: list[DemoConnection]
) -> None:
    for connection in connections:
        expected = demo.first_values if connection.edition == 1 else demo.values
        found, _ = _read(connection)
        assert found == {
            key: {value.period_start: value for value in expected[key]} for key in connection.mappings.values()
        }, f"{connection.name}, edition {connection.edition}"


def test_every_active_kpi_is_fed_by_exactly_one_connection(
    demo: DemoOrganisation, connections: list[DemoConnection]
) -> None:
    fed = [key for connection in connections if connection.edition == 1 for key in connection.mappings.values()]
    assert sorted(fed) == sorted(kpi.key for _, kpi in demo.kpis() if not kpi.proposed)


def test_spoilt_cells_are_reported_by_their_address_and_fewer_after_the_correction(
    connections: list[DemoConnection],
) -> None:
    errors = {(connection.name, connection.edition): _read(connection)[1] for connection in connections}
    assert {name for (name, _), found in errors.items() if found} == {"Cargo Bikes monthly report"}
    first, second = (errors["Cargo Bikes monthly report", edition] for edition in (1, 2))
    assert len(first) == 5
    assert len(second) == 3
    assert {error.code for error in first} == {"ERROR_CELL", "NOT_A_NUMBER"}
    assert all(error.where.startswith("Monthly!") for error in first)


def test_all_layouts_and_kinds_of_file_are_there(connections: list[DemoConnection]) -> None:
    layouts = {
        (source["layout"], source.get("periods"))
        for connection in connections
        for source in connection.config["sources"]
    }
    assert layouts == {("wide", "across"), ("wide", "down"), ("wide", "sheets"), ("long", None), ("cells", None)}
    assert {connection.path.suffix for connection in connections} == {".xlsx", ".csv"}


def test_a_second_edition_keeps_name_file_and_configuration(connections: list[DemoConnection]) -> None:
    first = {connection.name: connection for connection in connections if connection.edition == 1}
    second = [connection for connection in connections if connection.edition == 2]
    assert len(second) == len(CORRECTED)
    for connection in second:
        before = first[connection.name]
        assert connection.config == before.config
        assert connection.file_name == before.file_name
        assert connection.path.read_bytes() != before.path.read_bytes()


def test_the_same_day_gives_the_same_bytes(
    demo: DemoOrganisation, connections: list[DemoConnection], tmp_path: Path
) -> None:
    small = {"Board report", "Quarterly pulse", "Dealer Sales figures"}
    assert small <= {workbook.title for workbook in WORKBOOKS}
    again = {(each.name, each.edition): each for each in write_workbooks(demo, tmp_path)}
    for connection in connections:
        if connection.name in small:
            assert again[connection.name, connection.edition].path.read_bytes() == connection.path.read_bytes()


def _read(connection: DemoConnection) -> tuple[Read, list[RowError]]:
    config = SpreadsheetConfig.model_validate(connection.config)
    connector = Spreadsheets(config, Context({connection.file_name: connection.path}))
    values: defaultdict[str, dict[date, DemoValue]] = defaultdict(dict)
    errors = []
    for item in connector.read(Query()):
        if isinstance(item, Value):
            start = item.period_start
            values[connection.mappings[item.measure]][start] = DemoValue(
                start, as_value(item.value), item.numerator, item.denominator, item.label
            )
        elif isinstance(item, RowError):
            errors.append(item)
    return dict(values), errors
