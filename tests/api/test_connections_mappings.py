"""Which values of a source become values of which KPI, and in which scale."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.api import Api, TestOrganisation
from tests.support.connections import (
    CONFIG,
    MAP,
    UNMAP,
    UPDATE,
    Worker,
    connected_workbook,
    counts,
    mapped,
    new_connection,
    put_file,
    ran,
    workbook,
)
from tests.support.kpis import RESTORE, RETIRE, kpi_of, new_board

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


BY_REGION: dict[str, Any] = {
    "file": "values.xlsx",
    "sources": [
        {
            "layout": "long",
            "measure_column": "KPI",
            "period_column": "Month",
            "aggregate": {"function": "as_is", "column": "Value"},
            "dimension_columns": ["Region"],
        }
    ],
}


async def by_region(api: Api, rows: Sequence[Sequence[Any]]) -> str:
    connection = await new_connection(api, config=BY_REGION)
    await put_file(api, connection, "values.xlsx", workbook(rows, columns=("KPI", "Month", "Value", "Region")))
    return connection


async def test_a_mapping_takes_the_values_of_its_dimensions(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await by_region(
        api, [("A", JANUARY, 1, "North"), ("A", JANUARY, 2, "South"), ("A", JANUARY, 3, "West")]
    )
    await mapped(
        api,
        connection,
        {"measure": "A", "kpi": board.kpis[0], "dimensions": {"Region": "North"}},
        {"measure": "A", "kpi": board.kpis[1], "dimensions": {"Region": "South"}},
    )
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 2, 0, 1, 0)
    for kpi, value in zip(board.kpis, ("1", "2"), strict=True):
        assert (await kpi_of(api, kpi, "latest { value }"))["latest"] == {"value": value}


async def test_a_dimension_that_is_gone_is_reported_and_not_read_past(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await by_region(api, [("A", JANUARY, 1, "North"), ("B", JANUARY, 2, "North")])
    await mapped(
        api,
        connection,
        {"measure": "A", "kpi": board.kpis[0], "dimensions": {"Region": "North"}},
        {"measure": "B", "kpi": board.kpis[1]},
    )
    await api.mutate(UPDATE, input={"id": connection, "config": CONFIG})
    result = await ran(api, connection, worker)
    assert counts(result) == ("PARTIAL", 1, 0, 0, 1)
    assert "no dimension 'Region'" in result["rowErrors"][0]["message"]


async def test_two_values_for_one_period_are_both_left_out_and_reported(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await by_region(
        api, [("A", JANUARY, 1, "North"), ("A", JANUARY, 2, "South"), ("A", FEBRUARY, 3, "North")]
    )
    await mapped(api, connection, {"measure": "A", "kpi": board.kpis[0]})
    result = await ran(api, connection, worker)
    assert counts(result) == ("PARTIAL", 1, 0, 0, 1)
    (error,) = result["rowErrors"]
    assert (error["location"], error["code"]) == ("Sheet1!C3", "DUPLICATE_VALUE")
    assert "the first is at Sheet1!C2" in error["message"]
    assert "an entry for Region" in error["message"]
    values = (await kpi_of(api, board.kpis[0], "values(last: 5) { periodStart }"))["values"]
    assert values == [{"periodStart": "2026-02-01"}]


RATIO: dict[str, Any] = {
    "file": "values.xlsx",
    "sources": [
        {
            "layout": "long",
            "measure": {"key": "rejected"},
            "period_column": "Month",
            "aggregate": {
                "function": "ratio",
                "numerator_column": "Rejected",
                "denominator_column": "Received",
                "factor": 100,
            },
        }
    ],
}


async def rejected(api: Api, config: Any = RATIO) -> str:
    connection = await new_connection(api, config=config)
    rows = [(JANUARY, 1, 3), (JANUARY, 0, 4), (FEBRUARY, 1, 3)]
    await put_file(api, connection, "values.xlsx", workbook(rows, columns=("Month", "Rejected", "Received")))
    return connection


async def test_a_ratio_is_recorded_with_its_parts(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation, kpi={"ratio_factor": 100})
    connection = await rejected(api)
    await mapped(api, connection, {"measure": "rejected", "kpi": board.kpis[0]})
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 2, 0, 0, 0)
    values = (await kpi_of(api, board.kpis[0], "values(last: 2) { value numerator denominator }"))["values"]
    assert values == [
        {"value": "14.2857142857", "numerator": "1", "denominator": "7"},
        {"value": "33.3333333333", "numerator": "1", "denominator": "3"},
    ]


async def test_a_ratio_in_percent_is_never_recorded_as_a_fraction(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await rejected(api)
    fraction = {"measure": "rejected", "kpi": board.kpis[0]}
    error = await api.refusal(MAP, input={"connection": connection, "mappings": [fraction]})
    assert (error["field"], error["code"]) == ("mappings.0.factor", "FACTOR_DIFFERS")
    await mapped(api, connection, {**fraction, "factor": "0.01"})
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 2, 0, 0, 0)
    assert (await kpi_of(api, board.kpis[0], "latest { value }"))["latest"] == {"value": "0.3333333333"}


async def test_a_source_that_has_changed_under_its_mapping_is_not_read_as_if_it_had_not(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation, kpi={"ratio_factor": 100})
    connection = await rejected(api)
    await mapped(api, connection, {"measure": "rejected", "kpi": board.kpis[0]})
    quarterly = {**RATIO, "sources": [{**RATIO["sources"][0], "grain": "quarter"}]}
    await api.mutate(UPDATE, input={"id": connection, "config": quarterly})
    result = await ran(api, connection, worker)
    assert (result["state"], result["errorCode"]) == ("FAILED", "CONFIG")
    assert "quarterly values and the KPI monthly ones" in result["errorMessage"]


async def test_a_measure_that_is_gone_is_reported_and_the_others_are_read(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await connected_workbook(api, [("A", JANUARY, 1), ("B", JANUARY, 2)])
    await mapped(api, connection, {"measure": "A", "kpi": board.kpis[0]}, {"measure": "B", "kpi": board.kpis[1]})
    await put_file(api, connection, "values.xlsx", workbook([("A", JANUARY, 1)]))
    result = await ran(api, connection, worker)
    assert counts(result) == ("PARTIAL", 1, 0, 0, 1)
    assert (result["rowErrors"][0]["location"], result["rowErrors"][0]["code"]) == ("B", "NOT_FOUND")


async def test_a_kpi_is_mapped_anew_and_unmapped(api: Api, engine: AsyncEngine, organisation: TestOrganisation) -> None:
    board = await new_board(engine, organisation)
    connection = await connected_workbook(api, [("A", JANUARY, 1), ("B", JANUARY, 1)])
    kpi = board.kpis[0]
    await mapped(api, connection, {"measure": "A", "kpi": kpi})
    again = await mapped(api, connection, {"measure": "B", "kpi": kpi, "factor": "2.5"})
    assert again["connection"]["mappings"] == [{"measure": "B", "dimensions": {}, "factor": "2.5", "kpi": {"id": kpi}}]
    twice = [{"measure": "A", "kpi": kpi}, {"measure": "B", "kpi": kpi}]
    error = await api.refusal(MAP, input={"connection": connection, "mappings": twice})
    assert (error["field"], error["code"]) == ("mappings.1.kpi", "DUPLICATE")
    assert (await api.mutate(UNMAP, input={"connection": connection, "kpi": kpi}))["connection"]["mappings"] == []
    assert (await api.refusal(UNMAP, input={"connection": connection, "kpi": kpi}))["code"] == "NOT_FOUND"


async def test_a_measure_of_other_periods_than_the_kpis_cannot_be_mapped(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation, kpi={"frequency": "QUARTERLY"})
    connection = await connected_workbook(api, [("A", JANUARY, 1)])
    wanted = {"connection": connection, "mappings": [{"measure": "A", "kpi": board.kpis[0]}]}
    error = await api.refusal(MAP, input=wanted)
    assert (error["field"], error["code"]) == ("mappings.0.measure", "FREQUENCY_DIFFERS")


async def test_words_become_values_of_a_kpi_that_is_scored_by_choice(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    choice = {"method": "CHOICE", "labels": [{"label": "On track", "score": "100"}, {"label": "Late", "score": "20"}]}
    board = await new_board(engine, organisation, kpi={"scoring": choice})
    aggregate = {"function": "as_is", "column": "Value", "labels": {"on track": 100, "late": 0}}
    config = {**CONFIG, "sources": [{**CONFIG["sources"][0], "aggregate": aggregate}]}
    connection = await new_connection(api, config=config)
    await put_file(api, connection, "values.xlsx", workbook([("A", JANUARY, "on track"), ("A", FEBRUARY, "late")]))
    await mapped(api, connection, {"measure": "A", "kpi": board.kpis[0]})
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 2, 0, 0, 0)
    values = (await kpi_of(api, board.kpis[0], "values(last: 2) { label score }"))["values"]
    assert values == [{"label": "On track", "score": "100"}, {"label": "Late", "score": "20"}]


async def test_the_mapping_of_a_retired_kpi_sleeps(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, worker: Worker
) -> None:
    board = await new_board(engine, organisation)
    connection = await connected_workbook(api, [("A", JANUARY, 1), ("B", JANUARY, 2)])
    retired, kept = board.kpis
    await mapped(api, connection, {"measure": "A", "kpi": retired}, {"measure": "B", "kpi": kept})
    await api.mutate(RETIRE, input={"id": retired, "reason": "nobody looked at it"})
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 1, 0, 0, 0)
    await api.mutate(RESTORE, input={"id": retired})
    assert counts(await ran(api, connection, worker)) == ("SUCCEEDED", 1, 1, 0, 0)
