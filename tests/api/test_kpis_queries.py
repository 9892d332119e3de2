"""KPIs are found by id, by key and by what they are."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.identity.models import Person
from equipoise_graphql.ids import encode
from tests.conftest import NewOrganisation
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import (
    ACTIVATE,
    RECORD,
    RESTORE,
    RETIRE,
    SET_TARGET,
    UPDATE,
    kpi_id,
    new_board,
    new_kpi,
)

BY_KEY = "query($key: String!) { kpiByKey(key: $key) { id } }"
FIND = "query($filter: KpiFilter) { kpis(filter: $filter) { totalCount nodes { key } } }"


async def _keys(api: Api, **wanted: Any) -> list[str]:
    found = (await api.data(FIND, filter=wanted))["kpis"]
    assert found["totalCount"] == len(found["nodes"])
    return [node["key"] for node in found["nodes"]]


async def test_a_kpi_is_found_by_its_key(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], "nps")
    assert (await api.data(BY_KEY, key="nps"))["kpiByKey"] == {"id": kpi}
    assert (await api.data(BY_KEY, key="unheard_of"))["kpiByKey"] is None


@pytest.mark.parametrize("raw", ["", "kpi", "kpi_1", "nps", f"kpi_{'x' * 36}"])
async def test_an_id_that_is_none_is_called_so(api: Api, raw: str) -> None:
    body = await api.send("query($id: ID!) { kpi(id: $id) { id } }", id=raw)
    assert body["errors"][0]["extensions"] == {"code": "INVALID_ID", "field": "id"}


async def test_kpis_are_found_by_what_they_are(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    here, there = [await new_board(engine, organisation, objectives=2, kpis=0) for _ in range(2)]
    me = encode(Person, organisation.owner.person_id)
    await new_kpi(api, here.objectives[0], "order_lead_time", owner=me)
    await new_kpi(api, here.objectives[1], "nps", active=False)
    await new_kpi(api, there.objectives[0], "lead_conversion")
    gone = await new_kpi(api, there.objectives[1], "leads")
    await api.mutate(RETIRE, input={"id": gone, "reason": "Enough."})

    assert await _keys(api) == ["order_lead_time", "nps", "lead_conversion"]
    assert await _keys(api, states=["RETIRED", "PROPOSED"]) == ["nps", "leads"]
    assert await _keys(api, scorecard=here.scorecard) == ["order_lead_time", "nps"]
    assert await _keys(api, objective=there.objectives[0]) == ["lead_conversion"]
    assert await _keys(api, owner=me) == ["order_lead_time"]
    assert await _keys(api, search="LEAD", scorecard=there.scorecard) == ["lead_conversion"]
    assert await _keys(api, search="lead_") == ["order_lead_time", "lead_conversion"]
    assert await _keys(api, search="%") == []


async def test_a_search_without_a_word_is_refused(api: Api) -> None:
    body = await api.send(FIND, filter={"search": " "})
    assert body["errors"][0]["extensions"] == {"code": "TEXT_MISSING", "field": "filter.search"}


async def test_another_organisation_finds_nothing(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, new_organisation: NewOrganisation
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], "nps")
    stranger = (await new_organisation()).api
    asked = "query($id: ID!) { kpi(id: $id) { name } node(id: $id) { id } }"
    assert await stranger.data(asked, id=kpi) == {"kpi": None, "node": None}
    assert (await stranger.data(BY_KEY, key="nps"))["kpiByKey"] is None
    assert await _keys(stranger, scorecard=board.scorecard) == []
    assert await _keys(stranger, objective=board.objectives[0]) == []


MUTATIONS = [
    (UPDATE, {"id": "KPI", "name": "Mine"}),
    (ACTIVATE, {"id": "KPI"}),
    (RETIRE, {"id": "KPI", "reason": "Mine now."}),
    (RESTORE, {"id": "KPI"}),
    (SET_TARGET, {"kpi": "KPI", "startsOn": "2026-01-01", "endsOn": "2026-02-28", "kind": "CONSTANT", "target": "1"}),
    (RECORD, {"values": [{"kpi": "KPI", "periodStart": "2026-10-01", "value": "1"}]}),
    (RECORD, {"values": [{"kpi": "nps", "periodStart": "2026-10-01", "value": "1"}]}),
]


@pytest.mark.parametrize("act", MUTATIONS, ids=lambda act: act[0].split("(")[0].split()[-1])
async def test_another_organisation_changes_nothing_and_cannot_tell_why(
    organisation: TestOrganisation,
    engine: AsyncEngine,
    new_organisation: NewOrganisation,
    act: tuple[str, dict[str, Any]],
) -> None:
    mutation, given = act
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(organisation.api, board.objectives[0], "nps", active=False)
    stranger = (await new_organisation()).api
    answers = [await stranger.refusal(mutation, input=_about(given, one)) for one in (kpi, kpi_id(new_id()))]
    assert answers[0] == answers[1]
    assert answers[0]["code"] == "NOT_FOUND"


def _about(given: Any, kpi: str) -> Any:
    if isinstance(given, dict):
        return {field: _about(value, kpi) for field, value in given.items()}
    if isinstance(given, list):
        return [_about(value, kpi) for value in given]
    return kpi if given == "KPI" else given
