"""From a workbook over a connection to values and scores."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.api import Api, TestOrganisation
from tests.support.connections import (
    RUN,
    TEST,
    Worker,
    asked_for_run,
    connected_workbook,
    counts,
    mapped,
    new_connection,
    put_file,
    ran,
    result_of,
    workbook,
)
from tests.support.kpis import Board, kpi_of, new_board


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


async def fed(api: Api, board: Board, rows: Sequence[Sequence[Any]], worker: Worker) -> tuple[str, Any]:
    """A connection that feeds the first KPI from the measure A, and the result of its first run."""
    connection = await connected_workbook(api, rows)
    await mapped(api, connection, {"measure": "A", "kpi": board.kpis[0]})
    return connection, await ran(api, connection, worker)


JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


async def test_the_same_file_again_changes_nothing_and_a_corrected_one_makes_a_revision(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection, first = await fed(api, board, [("A", JANUARY, 1), ("A", FEBRUARY, 2)], worker)
    assert counts(first) == ("SUCCEEDED", 2, 0, 0, 0)
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 0, 2, 0, 0)
    await put_file(api, connection, "values.xlsx", workbook([("A", JANUARY, 1), ("A", FEBRUARY, 3)]))
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 1, 1, 0, 0)
    values = (await kpi_of(api, board.kpis[0], "values(last: 2) { value revision }"))["values"]
    assert values == [{"value": "1", "revision": 1}, {"value": "3", "revision": 2}]


async def test_the_history_of_runs_is_shown_newest_first(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection, _ = await fed(api, board, [("A", JANUARY, 1)], worker)
    await ran(api, connection, worker)
    query = """
    query($id: ID!) {
      connection(id: $id) { latestRun { id } runs(first: 1) { totalCount nodes { id unchanged startedAt endedAt } } }
    }
    """
    found = (await api.data(query, id=connection))["connection"]
    (newest,) = found["runs"]["nodes"]
    assert found["runs"]["totalCount"] == 2
    assert (newest["id"], newest["unchanged"]) == (found["latestRun"]["id"], 1)


async def test_a_window_leaves_other_periods_alone(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await connected_workbook(api, [("A", JANUARY, 1), ("A", FEBRUARY, 2), ("A", MARCH, 3)])
    await mapped(api, connection, {"measure": "A", "kpi": board.kpis[0]})
    result = await ran(api, connection, worker, since="2026-02-01", until="2026-03-01")
    assert counts(result) == ("SUCCEEDED", 1, 0, 0, 0)
    error = await api.refusal(RUN, input={"id": connection, "since": "2026-02-01", "until": "2026-02-01"})
    assert (error["field"], error["code"]) == ("until", "INVALID")


async def test_what_cannot_be_recorded_is_reported_at_its_place_and_the_rest_kept(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    rows = [
        ("A", JANUARY, 1),
        ("A", date(2027, 1, 1), 2),
        ("A", date(1926, 1, 1), 3),
        ("A", FEBRUARY, 10**25),
        ("A", MARCH, 4),
    ]
    _, result = await fed(api, board, rows, worker)
    assert counts(result) == ("PARTIAL", 2, 0, 0, 3)
    assert {(error["location"], error["code"]) for error in result["rowErrors"]} == {
        ("Sheet1!C3", "OUTSIDE_CYCLE"),
        ("Sheet1!C4", "OUTSIDE_CYCLE"),
        ("Sheet1!C5", "NUMBER_TOO_LARGE"),
    }
