"""What a subscription tells, and to whom."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from equipoise.kpis.models import Kpi
from equipoise_graphql.ids import encode
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import TestOrganisation
from tests.support.connections import Worker, connected_workbook, mapped, ran
from tests.support.kpis import Board, new_board, new_kpi, record
from tests.support.live import Server
from tests.support.reviews import decided, deciding, items_of, unused_board
from tests.support.strategy import cascaded, new_objective, new_scorecard

VALUES = """
subscription ($scorecard: ID, $kpi: ID, $after: String) {
  valuesRecorded(scorecard: $scorecard, kpi: $kpi, after: $after) {
    cursor at count firstPeriodStart lastPeriodStart actor { displayName } scorecards { id }
    kpis { id name latest { value status } }
  }
}
"""
EVENTS = "subscription ($kinds: [EventKind!], $after: String) { events(kinds: $kinds, after: $after) { kind cursor } }"


@pytest.fixture
async def board(engine: AsyncEngine, organisation: TestOrganisation) -> Board:
    return await new_board(engine, organisation)


async def test_recorded_values_are_told_with_what_the_graph_knows_of_them(
    server: Server, organisation: TestOrganisation, board: Board
) -> None:
    api, objective = organisation.api, board.objectives[0]
    kpi = await new_kpi(api, objective)
    async with server.connection(api.token) as client:
        await client.subscribe(VALUES, scorecard=board.scorecard)
        await client.settled()
        await record(api, kpi, ("2026-01-01", "5"), ("2026-02-01", "7"))
        told = (await client.next())["valuesRecorded"]
    assert (told["count"], told["firstPeriodStart"], told["lastPeriodStart"]) == (2, "2026-01-01", "2026-02-01")
    assert told["actor"] == {"displayName": "Olga Owner"}
    assert told["scorecards"] == [{"id": board.scorecard}]
    (told_kpi,) = told["kpis"]
    assert told_kpi["id"] == kpi
    assert float(told_kpi["latest"]["value"]) == 7
    assert told["at"].startswith("2026-11-16T12:00:00")


async def test_only_what_was_asked_for_is_told(
    server: Server, organisation: TestOrganisation, board: Board, engine: AsyncEngine
) -> None:
    api = organisation.api
    kpi, other = [await new_kpi(api, board.objectives[0], key) for key in ("one", "other")]
    async with server.connection(api.token) as client:
        await client.subscribe(VALUES, "kpi", kpi=kpi)
        await client.subscribe(EVENTS, "kinds", kinds=["KPI_RETIRED"])
        await client.settled()
        await record(api, other, ("2026-01-01", "5"))
        await record(api, kpi, ("2026-01-01", "6"))
        message = await client.received()
        assert message["id"] == "kpi"
        assert [each["id"] for each in message["payload"]["data"]["valuesRecorded"]["kpis"]] == [kpi]


async def test_changed_scores_are_told_up_the_cascade(server: Server, organisation: TestOrganisation) -> None:
    api = organisation.api
    upper = await new_scorecard(api, "Company")
    lower = await new_scorecard(api, "Sales", parent=upper["id"])
    above, below = [await new_objective(api, card["perspectives"][0]) for card in (upper, lower)]
    await cascaded(api, below, above)
    kpi = await new_kpi(api, below)
    async with server.connection(api.token) as client:
        await client.subscribe(
            "subscription { scoresChanged { scorecard { id name } firstPeriodStart lastPeriodStart } }"
        )
        await client.settled()
        await record(api, kpi, ("2026-03-01", "5"))
        told = [(await client.next())["scoresChanged"] for _ in range(2)]
    assert [each["scorecard"]["id"] for each in told] == [lower["id"], upper["id"]]
    assert {each["firstPeriodStart"] for each in told} == {"2026-03-01"}


async def test_a_review_is_told_step_by_step(
    server: Server, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    api = organisation.api
    board = await unused_board(engine, organisation, clock, "unused")
    async with server.connection(api.token) as client:
        await client.subscribe(
            "subscription { reviewProgress { kind actor { displayName } cycle { id state } item { id } } }"
        )
        await client.settled()
        cycle = await deciding(api, board)
        (item,) = await items_of(api, cycle)
        await decided(api, item["id"], "KEEP", reason="It is needed.")
        told = [(await client.next())["reviewProgress"] for _ in range(5)]
    assert [each["kind"] for each in told] == [
        "REVIEW_SCHEDULED",
        "REVIEW_OPENED",
        "REVIEW_ADVANCED",
        "REVIEW_ADVANCED",
        "REVIEW_DECIDED",
    ]
    assert told[-1]["item"] == {"id": item["id"]}
    assert {each["cycle"]["id"] for each in told} == {cycle}


async def test_a_run_is_told_from_its_request_to_its_end(
    server: Server, organisation: TestOrganisation, board: Board, worker: Worker
) -> None:
    api = organisation.api
    kpi = await new_kpi(api, board.objectives[0], "lead_time")
    connection = await connected_workbook(api, [("lead_time", "2026-01-01", 5)])
    await mapped(api, connection, {"measure": "lead_time", "kpi": kpi})
    async with server.connection(api.token) as client:
        query = "subscription ($of: ID) { runs(connection: $of) { kind run { id state recorded } } }"
        await client.subscribe(query, of=connection)
        await client.settled()
        await ran(api, connection, worker)
        told = [(await client.next())["runs"] for _ in range(3)]
    assert [each["kind"] for each in told] == ["RUN_REQUESTED", "RUN_STARTED", "RUN_FINISHED"]
    assert told[-1]["run"]["state"] == "SUCCEEDED"


async def test_runs_are_for_those_who_may_see_them(
    server: Server, organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    viewer = await signed_in(organisation, Role.VIEWER)
    async with server.connection(viewer.token) as client:
        await client.subscribe("subscription { runs { kind } }")
        assert (await client.refusal())["extensions"]["code"] == "FORBIDDEN"


async def test_who_is_removed_hears_nothing_more_and_is_disconnected(
    server: Server, organisation: TestOrganisation, board: Board, signed_in: NewPerson
) -> None:
    api, viewer = organisation.api, await signed_in(organisation, Role.VIEWER)
    kpi = await new_kpi(api, board.objectives[0])
    person = (await viewer.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    async with server.connection(viewer.token) as client:
        await client.subscribe(VALUES)
        await client.settled()
        await record(api, kpi, ("2026-01-01", "5"))
        await client.next()
        remove = "mutation ($id: ID!) { removePerson(input: {id: $id}) { userErrors { message } } }"
        await api.mutate(remove, id=person)
        await record(api, kpi, ("2026-01-01", "6"))
        assert await client.closed() == 4401


async def test_who_may_less_from_now_on_is_told_less(
    server: Server, organisation: TestOrganisation, signed_in: NewPerson, board: Board
) -> None:
    api, editor = organisation.api, await signed_in(organisation, Role.EDITOR)
    person = (await editor.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    connection = await connected_workbook(api, [("lead_time", "2026-01-01", 5)])
    kpi = await new_kpi(api, board.objectives[0], "lead_time")
    await mapped(api, connection, {"measure": "lead_time", "kpi": kpi})
    async with server.connection(editor.token) as client:
        await client.subscribe("subscription { runs { kind } }")
        await client.settled()
        update = "mutation ($id: ID!) { updatePerson(input: {id: $id, role: VIEWER}) { userErrors { message } } }"
        await api.mutate(update, id=person)
        await api.mutate(
            "mutation ($id: ID!) { runConnection(input: {id: $id}) { userErrors { message } } }", id=connection
        )
        assert (await client.refusal())["extensions"]["code"] == "FORBIDDEN"


async def test_another_organisation_hears_nothing_and_its_ids_are_unknown(
    server: Server, organisation: TestOrganisation, new_organisation: NewOrganisation, board: Board
) -> None:
    api, stranger = organisation.api, (await new_organisation()).api
    kpi = await new_kpi(api, board.objectives[0])
    never = encode(Kpi, organisation.tenant_id)
    async with server.connection(stranger.token) as client:
        await client.subscribe(VALUES, "all")
        refusals = []
        for known in (kpi, never):
            await client.subscribe(VALUES, "one", kpi=known)
            refusals.append(await client.refusal())
        assert refusals[0] == refusals[1]
        assert refusals[0]["extensions"] == {"field": "kpi", "code": "NOT_FOUND"}
        await record(api, kpi, ("2026-01-01", "5"))
        await asyncio.sleep(0.3)
        await client.settled()


async def test_two_roots_in_one_subscription_are_refused(server: Server, organisation: TestOrganisation) -> None:
    async with server.connection(organisation.api.token) as client:
        await client.subscribe("subscription { events { cursor } scoresChanged { cursor } }")
        assert (await client.refusal())["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('subscription { events(after: "bm90IG9uZQ==") { cursor } }', "INVALID_CURSOR"),
        ('subscription { events(after: "\\u0000") { cursor } }', "INVALID_CURSOR"),
        ("subscription { events(kinds: [NOT_ONE]) { cursor } }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { valuesRecorded(kpi: "nothing") { cursor } }', "INVALID_ID"),
        ("subscription ($x: ID!) { valuesRecorded(kpi: $x) { cursor } }", "BAD_VARIABLES"),
        ("subscription ($x: Boolean = true) { events @skip(if: $x) { cursor } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_what_cannot_be_subscribed_to_is_refused(
    server: Server, organisation: TestOrganisation, query: str, code: str
) -> None:
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(query)
        assert (await client.refusal())["extensions"]["code"] == code


async def test_a_cursor_of_another_organisation_is_none(
    server: Server, organisation: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    stranger = await new_organisation()
    cursor = (await stranger.api.data("{ eventCursor }"))["eventCursor"]
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(EVENTS, after=cursor)
        assert (await client.refusal())["extensions"]["code"] == "INVALID_CURSOR"


async def test_a_subscription_by_post_is_told_where_it_is_served(organisation: TestOrganisation) -> None:
    body = await organisation.api.send("subscription { events { cursor } }")
    assert body["errors"][0]["extensions"]["code"] == "BAD_OPERATION"
    assert "graphql-transport-ws" in body["errors"][0]["message"]
