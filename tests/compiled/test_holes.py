"""What cannot be planned is filled in by the resolvers, and all else stays one statement."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.settings import Settings
from tests.compiled.both_paths import BothPaths, plan_for, unplanned
from tests.support.api import TestOrganisation
from tests.support.connections import new_connection
from tests.support.kpis import new_board
from tests.support.statements import statements_of

MAPS = "{ scorecards { totalCount nodes { name strategyMap { width nodes { objective { name } } } } } }"


@pytest.fixture
def paths(
    organisation: TestOrganisation, engine: AsyncEngine, settings: Settings, connectors: ConnectorHost
) -> BothPaths:
    return BothPaths(engine, settings, connectors, organisation.owner)


async def test_a_hole_is_filled_for_all_rows_at_once(
    paths: BothPaths, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    plan = plan_for(MAPS, {})
    assert plan is not None
    assert unplanned(plan) == {"Scorecard.strategyMap"}
    sent = []
    for _ in range(2):
        await new_board(engine, organisation)
        with statements_of(engine) as statements:
            planned = await paths.planned(MAPS, {})
        assert planned == await paths.resolved(MAPS, {})
        sent.append(len(statements))
    assert sent[0] == sent[1], "a second scorecard costs no statement more"


async def test_root_fields_that_are_not_planned_stand_beside_those_that_are(
    paths: BothPaths, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation)
    query = "query($id: ID!) { oauthScopes { name } scorecard(id: $id) { name } __schema { queryType { name } } }"
    plan = plan_for(query, {"id": board.scorecard})
    assert plan is not None
    assert unplanned(plan) == {"Query.oauthScopes", "Query.__schema"}
    planned = await paths.planned(query, {"id": board.scorecard})
    assert planned == await paths.resolved(query, {"id": board.scorecard})
    assert list(planned.body["data"]) == ["oauthScopes", "scorecard", "__schema"]


async def test_an_error_in_a_hole_is_told_as_if_there_were_none(
    paths: BothPaths, organisation: TestOrganisation
) -> None:
    await new_connection(organisation.api)
    query = "{ viewer { role } connections { nodes { name measures { key } } } }"
    planned = await paths.planned(query, {})
    assert planned == await paths.resolved(query, {})
    (error,) = planned.body["errors"]
    assert error["path"] == ["connections", "nodes", 0, "measures"]
    assert planned.body["data"] is None


async def test_a_request_that_is_refused_is_refused_by_the_resolvers(paths: BothPaths) -> None:
    for query in ("{ kpis(first: 1000) { totalCount } }", '{ kpi(id: "kpi_1") { id } viewer { role } }'):
        planned = await paths.planned(query, {})
        assert planned == await paths.resolved(query, {})
        assert planned.body["errors"]
