"""The documents that frontends send about KPIs, word for word, do what they say."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.domain.roles import Role
from equipoise.identity.models import Person
from equipoise_graphql.ids import encode
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.kpis import ANSWERS, RETIRE, SET_TARGET, UP_TO_100, kpi_of, new_board, new_kpi, record
from tests.support.pages import new_page


def document(name: str) -> str:
    return (QUERIES / f"{name}.graphql").read_text(encoding="utf-8")


async def test_kpi_detail_shows_three_years_of_months_with_answers_and_use(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], unit="days", scoring=UP_TO_100)
    months = [f"{year}-{month:02}-01" for year in (2023, 2024, 2025, 2026) for month in range(1, 13)][:-2]
    await record(api, kpi, *((month, str(number)) for number, month in enumerate(months)))
    plan = {"kpi": kpi, "startsOn": "2026-01-01", "endsOn": "2026-12-31", "kind": "CONSTANT", "target": "60"}
    await api.mutate(SET_TARGET, input=plan)

    found = (await api.data(document("kpi_detail"), id=kpi))["kpi"]
    assert {question: found[question] for question in ANSWERS} == ANSWERS
    assert found["objective"]["perspective"]["name"] == "Customer"
    assert [value["periodStart"] for value in found["values"]] == months[-36:]
    assert found["values"][-1] == {
        "periodStart": "2026-10-01",
        "value": "45",
        "target": "60",
        "score": "45",
        "status": "AMBER",
        "revision": 1,
        "source": "api",
        "recordedAt": clock.now.isoformat(),
    }
    assert found["usage"] == {"lastUsedAt": None, "distinctPeople": 0, "views": 0, "comments": 0, "decisions": 0}


async def test_asking_for_a_kpi_counts_as_a_view_by_this_person(
    organisation: TestOrganisation, engine: AsyncEngine, signed_in: NewPerson, app: Starlette, clock: Clock
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    viewer = await signed_in(organisation, Role.VIEWER)
    await viewer.data(document("kpi_detail"), id=kpi)
    await viewer.data(document("kpi_detail"), id=kpi)
    await app.state.usage.flush()
    usage = (await kpi_of(organisation.api, kpi, "usage { lastUsedAt distinctPeople views }"))["usage"]
    assert usage == {"lastUsedAt": clock.now.date().isoformat(), "distinctPeople": 1, "views": 1}


async def test_unused_kpis_lists_what_nobody_opened_and_not_what_somebody_did(
    organisation: TestOrganisation, engine: AsyncEngine, app: Starlette, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    keys = ("ignored", "opened", "listed", "retired")
    ignored, opened, listed, retired = [await new_kpi(organisation.api, board.objectives[0], key) for key in keys]
    await organisation.api.mutate(RETIRE, input={"id": retired, "reason": "Enough."})
    clock.now += timedelta(days=61)
    await organisation.api.data(document("kpi_detail"), id=opened)
    await organisation.api.data(document("scorecard_page"), id=board.scorecard)
    await app.state.usage.flush()

    page = (await organisation.api.data(document("unused_kpis"), first=1))["kpis"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (2, True)
    rest = (await organisation.api.data(document("unused_kpis"), first=50, after=page["pageInfo"]["endCursor"]))["kpis"]
    nodes = page["nodes"] + rest["nodes"]
    assert [node["id"] for node in nodes] == [ignored, listed]
    assert all(node["usage"]["decisions"] == 0 and node["flags"] == [] for node in nodes)


async def test_a_new_kpi_is_left_alone(organisation: TestOrganisation, engine: AsyncEngine) -> None:
    board = await new_board(engine, organisation, kpis=0)
    await new_kpi(organisation.api, board.objectives[0])
    assert (await organisation.api.data(document("unused_kpis"), first=50))["kpis"]["nodes"] == []


async def test_record_values_takes_ids_and_keys(organisation: TestOrganisation, engine: AsyncEngine) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(organisation.api, board.objectives[0], "lead_time")
    values = [
        {"kpi": kpi, "periodStart": "2026-09-01", "value": "12.5", "note": "Counted by hand"},
        {"kpi": "lead_time", "periodStart": "2026-10-01", "value": "13"},
    ]
    send = {"allOrNothing": True, "values": values}
    first = (await organisation.api.data(document("record_values"), input=send))["recordKpiValues"]
    again = (await organisation.api.data(document("record_values"), input=send))["recordKpiValues"]
    assert first == {"recorded": 2, "unchanged": 0, "userErrors": []}
    assert again == {"recorded": 0, "unchanged": 2, "userErrors": []}


async def test_scorecard_page_shows_four_levels_in_their_order(
    organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    scorecard = await new_page(engine, organisation, perspectives=2, objectives=2, kpis=2, values=14)
    found = (await organisation.api.data(document("scorecard_page"), id=scorecard))["scorecard"]
    assert [view["name"] for view in found["perspectives"]] == ["View 0", "View 1"]
    objectives = [objective for view in found["perspectives"] for objective in view["objectives"]]
    assert [objective["name"] for objective in objectives] == ["Objective 0", "Objective 1"] * 2
    kpis = [kpi for objective in objectives for kpi in objective["kpis"]]
    assert [kpi["name"] for kpi in kpis] == ["KPI 0", "KPI 1"] * 4
    assert {kpi["currentTarget"] for kpi in kpis} == {"50"}
    starts = ["2025-11-01", "2025-12-01", *(f"2026-{month:02}-01" for month in range(1, 11))]
    for kpi in kpis:
        assert [value["periodStart"] for value in kpi["values"]] == starts
        assert [value["value"] for value in kpi["values"]] == [str(int(start[5:7])) for start in starts]


async def test_scorecard_scores_shows_the_period_that_holds_the_day(
    organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    scorecard = await new_page(engine, organisation, perspectives=2, objectives=1, kpis=2, values=3)
    now = (await organisation.api.data(document("scorecard_scores"), id=scorecard))["scorecard"]
    then = (await organisation.api.data(document("scorecard_scores"), id=scorecard, on="2026-09-17"))["scorecard"]
    assert now["score"]["status"] == "NO_DATA"
    assert then["score"] == {
        "value": "9",
        "status": "RED",
        "scoredWeight": "1",
        "scoredCount": 4,
        "totalCount": 4,
    }
    (objective,) = then["perspectives"][1]["objectives"]
    me = {"id": encode(Person, organisation.owner.person_id), "displayName": "Olga Owner"}
    assert (objective["owner"], objective["causes"], objective["initiatives"]) == (me, [], [])
    kpi: dict[str, Any] = objective["kpis"][0]
    assert (kpi["owner"], kpi["score"]) == (me, {"value": "9", "status": "RED"})
    assert (kpi["latest"]["periodStart"], kpi["latest"]["value"], kpi["latest"]["target"]) == ("2026-10-01", "10", "50")


@pytest.mark.parametrize("name", ["kpi_detail", "scorecard_page", "scorecard_scores"])
async def test_another_organisation_gets_what_it_gets_for_an_id_that_never_was(
    organisation: TestOrganisation, engine: AsyncEngine, new_organisation: NewOrganisation, name: str
) -> None:
    board = await new_board(engine, organisation)
    asked = board.kpis[0] if name == "kpi_detail" else board.scorecard
    stranger = (await new_organisation()).api
    found = await stranger.send(document(name), id=asked)
    never = await stranger.send(document(name), id=f"{asked[:-12]}{'0' * 12}")
    assert "errors" not in found
    assert found["data"] == never["data"]
    assert list(found["data"].values()) == [None]
