"""Values are recorded and read over the API."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.domain.roles import Role
from tests.conftest import Clock, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import RECORD, UPDATE, kpi_id, kpi_of, new_board, new_kpi, record


async def test_values_come_oldest_first_and_the_last_of_them(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, *((f"{year}-{month:02}-01", str(month)) for year in (2025, 2026) for month in range(1, 11)))
    found = await kpi_of(
        api,
        kpi,
        """
        usual: values { periodStart }
        two: values(last: 2) { periodStart }
        since: values(from: "2025-09-02") { periodStart }
        until: values(last: 1, to: "2025-12-31") { periodStart }
        latest { periodStart value revision source }
        """,
    )
    assert len(found["usual"]) == 12
    assert [value["periodStart"] for value in found["two"]] == ["2026-09-01", "2026-10-01"]
    assert len(found["since"]) == 11
    assert found["until"] == [{"periodStart": "2025-10-01"}]
    assert found["latest"] == {"periodStart": "2026-10-01", "value": "10", "revision": 1, "source": "api"}


@pytest.mark.parametrize("last", [0, -1, 401])
async def test_a_list_of_values_is_bounded(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, last: int
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    body = await api.send(
        "query($id: ID!, $last: Int) { kpi(id: $id) { values(last: $last) { value } } }", id=kpi, last=last
    )
    assert body["errors"][0]["extensions"] == {"code": "INVALID", "field": "last"}


async def test_a_correction_is_a_revision_and_what_it_replaced_stays_readable(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, ("2026-10-01", "10"))
    first_recorded = clock.now
    clock.now += timedelta(hours=1)
    await record(api, kpi, ("2026-10-01", "11"))
    clock.now += timedelta(hours=1)
    item = {"kpi": "k0", "periodStart": "2026-10-01", "value": "12", "note": "Counted again"}
    item["kpi"] = (await kpi_of(api, kpi, "key"))["key"]
    assert (await api.mutate(RECORD, input={"values": [item]}))["recorded"] == 1
    found = await kpi_of(
        api,
        kpi,
        """
        values { value note revision recordedAt recordedBy { displayName }
                 revisions { revision value recordedAt replacedAt recordedBy { displayName } } }
        """,
    )
    olga = {"displayName": "Olga Owner"}
    (value,) = found["values"]
    assert [old["revision"] for old in value["revisions"]] == [2, 1]
    assert value["revisions"][-1] == {
        "revision": 1,
        "value": "10",
        "recordedAt": first_recorded.isoformat(),
        "replacedAt": (first_recorded + timedelta(hours=1)).isoformat(),
        "recordedBy": olga,
    }
    del value["revisions"]
    assert value == {
        "value": "12",
        "note": "Counted again",
        "revision": 3,
        "recordedAt": clock.now.isoformat(),
        "recordedBy": olga,
    }


async def test_the_same_value_again_changes_nothing_and_says_so(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    first = await record(api, kpi, ("2026-09-01", "10"), ("2026-10-01", "10"))
    again = await record(api, kpi, ("2026-09-01", "10.0"), ("2026-10-01", "11"))
    assert (first["recorded"], first["unchanged"]) == (2, 0)
    assert (again["recorded"], again["unchanged"]) == (1, 1)


def _item(kpi: str, value: str) -> dict[str, Any]:
    return {"kpi": kpi, "periodStart": "2026-09-01", "value": value}


def _items(kpi: str) -> list[dict[str, Any]]:
    return [
        {"kpi": kpi, "periodStart": "2026-09-01", "value": "1"},
        {"kpi": kpi, "periodStart": "2026-10-01", "value": "many"},
        {"kpi": kpi, "periodStart": "2026-10-02", "value": "1"},
        {"kpi": "no_such_kpi", "periodStart": "2026-10-01", "value": "1"},
    ]


EXPECTED = [
    ("values.1.value", "NOT_A_NUMBER"),
    ("values.2.periodStart", "NOT_A_PERIOD_START"),
    ("values.3.kpi", "NOT_FOUND"),
]


async def test_one_bad_value_keeps_all_from_being_recorded(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    payload = (await api.data(RECORD, input={"values": _items(kpi)}))["recordKpiValues"]
    assert (payload["recorded"], payload["unchanged"]) == (0, 0)
    assert [(error["field"], error["code"]) for error in payload["userErrors"]] == EXPECTED
    assert (await kpi_of(api, kpi, "values { value }"))["values"] == []


async def test_item_by_item_the_good_values_are_kept(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    payload = (await api.data(RECORD, input={"allOrNothing": False, "values": _items(kpi)}))["recordKpiValues"]
    assert (payload["recorded"], payload["unchanged"]) == (1, 0)
    assert [(error["field"], error["code"]) for error in payload["userErrors"]] == EXPECTED
    assert (await kpi_of(api, kpi, "values { value }"))["values"] == [{"value": "1"}]


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"value": "NaN"}, "NOT_A_NUMBER", "value"),
    ({"value": "-Infinity"}, "NOT_A_NUMBER", "value"),
    ({"value": "9" * 400}, "NUMBER_TOO_LARGE", "value"),
    ({"value": "0.00000000001"}, "TOO_MANY_DECIMALS", "value"),
    ({"value": None}, "VALUE_MISSING", "value"),
    ({"value": None, "numerator": "1"}, "VALUE_MISSING", "denominator"),
    ({"note": "x" * 10_001}, "TEXT_TOO_LONG", "note"),
    ({"note": "a\u0000b"}, "TEXT_NOT_PLAIN", "note"),
    ({"label": "Good"}, "INVALID", "label"),
    ({"periodStart": "2027-01-01"}, "OUTSIDE_CYCLE", "periodStart"),
    ({"periodStart": "1901-01-01"}, "OUTSIDE_CYCLE", "periodStart"),
    ({"periodStart": "0001-01-01"}, "DATE_OUT_OF_RANGE", "periodStart"),
    ({"kpi": kpi_id(new_id())}, "NOT_FOUND", "kpi"),
    ({"kpi": "a\u0000b"}, "NOT_FOUND", "kpi"),
    ({"kpi": ""}, "NOT_FOUND", "kpi"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad[1]} {bad[2]}")
async def test_a_bad_value_is_refused_by_its_place(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, bad: tuple[dict[str, Any], str, str]
) -> None:
    said, code, field = bad
    kpi = (await new_board(engine, organisation)).kpis[0]
    error = await api.refusal(
        RECORD, input={"values": [{"kpi": kpi, "periodStart": "2026-10-01", "value": "1", **said}]}
    )
    assert (error["code"], error["field"]) == (code, f"values.0.{field}")


async def test_figures_are_kept_as_they_were_written(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    figure = "12345678901234567890.0123456789"
    await record(api, kpi, ("2026-10-01", figure))
    # A number in JSON, which Python's own encoder would write another way.
    body = json.dumps({"query": RECORD, "variables": {"input": {"values": [_item(kpi, "FIGURE")]}}})
    response = await api.client.post(
        "/graphql",
        content=body.replace('"FIGURE"', "0.1000000000"),
        headers={"Authorization": f"Bearer {api.token}", "Content-Type": "application/json"},
    )
    assert response.json()["data"] == {"recordKpiValues": {"recorded": 1, "unchanged": 0, "userErrors": []}}
    assert (await kpi_of(api, kpi, "values { value }"))["values"] == [{"value": "0.1"}, {"value": figure}]


async def test_no_more_than_ten_thousand_values_at_once(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    await new_board(engine, organisation)
    item = {"kpi": "k", "periodStart": "2026-10-01", "value": "1"}
    error = await api.refusal(RECORD, input={"values": [item] * 10_001})
    assert (error["code"], error["field"]) == ("TOO_MANY_VALUES", "values")


async def test_a_thousand_values_go_in_at_once(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    board = await new_board(engine, organisation, kpis=10, kpi={"frequency": "DAILY"})
    start = organisation.owner.now.date() - timedelta(days=200)
    items = [
        {"kpi": kpi, "periodStart": (start + timedelta(days=day)).isoformat(), "value": str(day)}
        for kpi in board.kpis
        for day in range(100)
    ]
    assert (await api.mutate(RECORD, input={"values": items}))["recorded"] == 1000
    assert len((await kpi_of(api, board.kpis[9], "values(last: 400) { value }"))["values"]) == 100


async def test_a_choice_is_recorded_by_its_label(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    board = await new_board(engine, organisation, kpis=0)
    choice = {"method": "CHOICE", "labels": [{"label": "Good", "score": "80"}, {"label": "Bad", "score": "10"}]}
    kpi = await new_kpi(api, board.objectives[0], scoring=choice)
    await api.mutate(RECORD, input={"values": [{"kpi": kpi, "periodStart": "2026-10-01", "label": "good"}]})
    assert (await kpi_of(api, kpi, "latest { label value score }"))["latest"] == {
        "label": "Good",
        "value": "80",
        "score": "80",
    }
    error = await api.refusal(RECORD, input={"values": [{"kpi": kpi, "periodStart": "2026-10-01", "label": "Fair"}]})
    assert (error["code"], error["field"]) == ("UNKNOWN_CHOICE", "values.0.label")


async def test_a_ratio_keeps_its_parts_and_is_divided_last(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0, card={"frequency": "QUARTERLY"})
    kpi = await new_kpi(api, board.objectives[0], aggregation="RATIO", ratioFactor="100")
    parts = [("2026-07-01", "2", "4"), ("2026-08-01", "2", "100")]
    items = [
        {"kpi": kpi, "periodStart": start, "numerator": above, "denominator": below} for start, above, below in parts
    ]
    await api.mutate(RECORD, input={"values": items})
    found = await kpi_of(api, kpi, 'values { value numerator denominator } score(on: "2026-08-15") { value }')
    assert found["values"] == [
        {"value": "50", "numerator": "2", "denominator": "4"},
        {"value": "2", "numerator": "2", "denominator": "100"},
    ]
    assert found["score"]["value"] == "3.846153846154"


async def test_a_contributor_records_what_is_theirs_and_nothing_else(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, signed_in: NewPerson
) -> None:
    board = await new_board(engine, organisation)
    contributor = await signed_in(organisation, Role.CONTRIBUTOR)
    me = (await contributor.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    await api.mutate(UPDATE, input={"id": board.kpis[0], "contributor": me})
    assert (await record(contributor, board.kpis[0], ("2026-10-01", "1")))["recorded"] == 1
    item = {"kpi": board.kpis[1], "periodStart": "2026-10-01", "value": "1"}
    error = await contributor.refusal(RECORD, input={"values": [item]})
    assert (error["code"], error["field"]) == ("FORBIDDEN", "values.0.kpi")


async def test_a_viewer_records_nothing(
    organisation: TestOrganisation, engine: AsyncEngine, signed_in: NewPerson
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    viewer = await signed_in(organisation, Role.VIEWER)
    error = await viewer.refusal(RECORD, input={"values": [{"kpi": kpi, "periodStart": "2026-10-01", "value": "1"}]})
    assert error["code"] == "FORBIDDEN"


async def test_two_who_record_the_same_period_at_once_both_leave_their_mark(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await asyncio.gather(*(record(api, kpi, ("2026-10-01", str(figure))) for figure in range(6)))
    (value,) = (await kpi_of(api, kpi, "values { value revision revisions { value } }"))["values"]
    assert value["revision"] == 6
    figures = {value["value"], *(old["value"] for old in value["revisions"])}
    assert figures == {str(figure) for figure in range(6)}
