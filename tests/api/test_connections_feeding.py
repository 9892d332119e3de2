"""From a workbook over a connection to values and scores."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.settings import Settings
from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.connections import (
    TEST,
    Worker,
    asked_for_run,
    mapped,
    new_connection,
    put_file,
    result_of,
    workbook,
)
from tests.support.kpis import kpi_of, new_board


@pytest.fixture
def worker(
    database_url: str, engine: AsyncEngine, settings: Settings, clock: Clock, connectors: ConnectorHost
) -> Worker:
    return Worker(database_url, engine, settings, clock, connectors)


async def test_a_workbook_becomes_values_scores_and_row_errors(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await new_connection(api)
    rows = [
        ("Revenue", date(2026, 9, 1), 40),
        ("Revenue", date(2026, 10, 1), "n/a"),
        ("Complaints", date(2026, 10, 1), 0.7),
        ("Spare", date(2026, 10, 1), 1),
    ]
    assert (await put_file(api, connection, "values.xlsx", workbook(rows))).status_code == 200
    assert (await api.mutate(TEST, input={"id": connection}))["userErrors"] == []

    offered = await api.data(
        "query($id: ID!) { connection(id: $id) { measures { key frequency dimensions factor } } }", id=connection
    )
    assert [measure["key"] for measure in offered["connection"]["measures"]] == ["Revenue", "Complaints", "Spare"]
    assert {measure["frequency"] for measure in offered["connection"]["measures"]} == {"MONTHLY"}

    revenue, complaints = board.kpis
    await mapped(
        api,
        connection,
        {"measure": "Revenue", "kpi": revenue},
        {"measure": "Complaints", "kpi": complaints, "factor": "100"},
    )
    run = await asked_for_run(api, connection)
    assert (await result_of(api, run))["state"] == "QUEUED"
    await worker.work()

    result = await result_of(api, run)
    (error,) = result.pop("rowErrors")
    assert result == {
        "state": "PARTIAL",
        "recorded": 2,
        "unchanged": 0,
        "unmapped": 0,
        "rowErrorCount": 1,
        "errorCode": None,
        "errorMessage": None,
    }
    assert (error["location"], error["code"]) == ("Sheet1!C3", "NOT_A_NUMBER")
    shown = "values(last: 3) { periodStart value score source }"
    assert (await kpi_of(api, revenue, shown))["values"] == [
        {"periodStart": "2026-09-01", "value": "40", "score": "40", "source": "Figures"}
    ]
    assert (await kpi_of(api, complaints, shown))["values"][0]["value"] == "70"
    assert (await kpi_of(api, complaints, 'scorecard { score(on: "2026-10-15") { value } }'))["scorecard"] == {
        "score": {"value": "70"}
    }
