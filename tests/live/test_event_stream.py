"""GraphQL over server-sent events."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from equipoise_graphql.live import event_stream as served
from tests.conftest import NewPerson
from tests.live.test_delivery import COUNTED, cursor_now, happen
from tests.support.api import TestOrganisation
from tests.support.live import PATIENCE, Server, Stream, event_stream

VIEWER = "{ viewer { person { displayName } } }"


@pytest.fixture
def token(organisation: TestOrganisation) -> str:
    return organisation.api.token


@asynccontextmanager
async def got(server: Server, params: dict[str, str], **headers: str) -> AsyncIterator[Stream]:
    headers = {"Accept": "text/event-stream", **headers}
    async with (
        httpx.AsyncClient(base_url=server.address, timeout=PATIENCE) as client,
        client.stream("GET", "/graphql", params=params, headers=headers) as response,
    ):
        yield Stream(response, response.aiter_lines())


def counted(event: dict[str, str]) -> Any:
    assert event["event"] == "next", event
    return json.loads(event["data"])["data"]["runs"]["valuesRead"]


async def test_events_come_with_their_cursor_as_the_id_and_resume_from_it(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation, token: str
) -> None:
    async with event_stream(server, token, {"query": COUNTED}) as stream:
        assert stream.response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert stream.response.headers["cache-control"] == "no-store"
        await happen(engine, organisation, 1, 2, 3)
        first = await stream.event()
        assert counted(first) == 1
    async with event_stream(server, token, {"query": COUNTED}, **{"Last-Event-ID": first["id"]}) as stream:
        assert [counted(await stream.event()) for _ in range(2)] == [2, 3]
        await happen(engine, organisation, 4)
        assert counted(await stream.event()) == 4


async def test_a_page_may_ask_by_get(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation, token: str
) -> None:
    after = await cursor_now(organisation)
    await happen(engine, organisation, 7)
    params = {"query": COUNTED, "variables": json.dumps({"after": after})}
    async with got(server, params, Authorization=f"Bearer {token}") as stream:
        assert counted(await stream.event()) == 7
    cookie = {"Cookie": f"equipoise_session={token}"}
    async with got(server, params, **cookie, **{"Sec-Fetch-Site": "same-origin"}) as stream:
        assert counted(await stream.event()) == 7
    for site in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        async with got(server, params, **cookie, **site) as stream:
            assert stream.response.status_code == 403


async def test_a_query_is_answered_and_completed(server: Server, token: str) -> None:
    async with event_stream(server, token, {"query": VIEWER}) as stream:
        event = await stream.event()
        assert json.loads(event["data"])["data"]["viewer"]["person"] == {"displayName": "Olga Owner"}
        assert await stream.event() == {"event": "complete", "data": ""}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"query": "subscription { nothing }"}, 400, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "subscription {"}, 400, "GRAPHQL_PARSE_FAILED"),
        ({"query": 7}, 400, "BAD_REQUEST"),
        ({}, 400, "BAD_REQUEST"),
        ([], 400, "BAD_REQUEST"),
        ({"query": COUNTED, "variables": {"after": "x"}}, 400, "INVALID_CURSOR"),
        ({"query": 'subscription { scoresChanged(scorecard: "x") { cursor } }'}, 400, "INVALID_ID"),
    ],
)
async def test_what_cannot_begin_is_refused_with_a_status(
    server: Server, token: str, body: Any, status: int, code: str
) -> None:
    async with event_stream(server, token, body) as stream:
        answer = json.loads(await stream.response.aread())
        assert (stream.response.status_code, answer["errors"][0]["extensions"]["code"]) == (status, code)


async def test_strangers_are_refused(server: Server) -> None:
    async with event_stream(server, "nothing", {"query": COUNTED}) as stream:
        assert stream.response.status_code == 401


async def test_while_nothing_happens_a_comment_says_that_it_stands(
    server: Server, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "KEEP_ALIVE_SECONDS", 0.05)
    async with event_stream(server, token, {"query": COUNTED}) as stream:
        comments = 0
        async for line in stream.lines:
            assert line in ("", ":")
            comments += line == ":"
            if comments == 4:
                break


async def test_who_is_removed_is_told_and_the_stream_ends(
    server: Server, organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    viewer = await signed_in(organisation, Role.VIEWER)
    person = (await viewer.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    async with event_stream(server, viewer.token, {"query": "subscription { events { cursor } }"}) as stream:
        remove = "mutation ($id: ID!) { removePerson(input: {id: $id}) { userErrors { message } } }"
        await organisation.api.mutate(remove, id=person)
        event = await stream.event()
        assert json.loads(event["data"])["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert (await stream.event())["event"] == "complete"


async def test_a_stopping_server_completes_its_streams(server: Server, token: str) -> None:
    async with event_stream(server, token, {"query": COUNTED}) as stream:
        await server.app.state.live.stop()
        assert await stream.event() == {"event": "complete", "data": ""}
    async with event_stream(server, token, {"query": COUNTED}) as late:
        assert late.response.status_code == 503
