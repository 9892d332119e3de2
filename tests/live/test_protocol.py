"""`graphql-transport-ws` to the letter, and whatever is not it."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from websockets.exceptions import ConnectionClosed

from equipoise_graphql.live.pace import BURST
from equipoise_graphql.live.websocket import MOST_OPERATIONS
from tests.conftest import Clock
from tests.support.api import TestOrganisation
from tests.support.live import Server, running

EVENTS = "subscription { events { cursor } }"


@pytest.fixture
def token(organisation: TestOrganisation) -> str:
    return organisation.api.token


async def test_the_protocol_has_to_be_named(server: Server) -> None:
    async with server.connection(protocol=None) as client:
        assert await client.closed() == 4406


async def test_who_does_not_say_who_they_are_is_not_waited_for(
    engine: AsyncEngine, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("equipoise_graphql.live.websocket.INIT_SECONDS", 0.2)
    async with running(engine, tmp_path, clock) as server, server.connection() as client:
        await client.send({"type": "ping"})
        assert await client.received() == {"type": "pong"}
        assert await client.closed() == 4408


@pytest.mark.parametrize(
    "payload",
    [
        None,
        {},
        {"authorization": "Bearer nothing"},
        {"authorization": "Basic eA=="},
        {"authorization": 7},
        {"Authorization": "Bearer eqp_01a1ffe6181e71a0a3e8ebdcbfc4362e_" + "x" * 43},
    ],
)
async def test_without_a_token_that_works_the_connection_ends(server: Server, payload: Any) -> None:
    async with server.connection() as client:
        await client.send({"type": "connection_init", "payload": payload})
        assert await client.closed() == 4401


async def test_operations_before_the_introduction_are_unauthorized(server: Server) -> None:
    async with server.connection() as client:
        await client.subscribe(EVENTS)
        assert await client.closed() == 4401


async def test_one_introduction_is_enough(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        await client.send({"type": "connection_init"})
        assert await client.closed() == 4429


async def test_the_token_may_come_in_the_header(server: Server, token: str) -> None:
    async with server.connection(additional_headers={"Authorization": f"Bearer {token}"}) as client:
        await client.send({"type": "connection_init"})
        assert await client.received() == {"type": "connection_ack"}


async def test_our_own_page_may_use_the_cookie_and_others_may_not(server: Server, token: str) -> None:
    cookie = {"Cookie": f"equipoise_session={token}"}
    async with server.connection(additional_headers=cookie, origin=server.address) as client:
        await client.send({"type": "connection_init"})
        assert await client.received() == {"type": "connection_ack"}
    for origin in ("https://evil.example", "null", server.address + "0"):
        async with server.connection(additional_headers=cookie, origin=origin) as client:
            await client.send({"type": "connection_init"})
            assert await client.closed() == 4401


async def test_a_page_of_another_site_needs_more_than_a_token(server: Server, token: str) -> None:
    async with server.connection(origin="https://evil.example") as client:
        await client.send({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
        assert await client.closed() == 4403


async def test_a_name_is_used_once_at_a_time(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        await client.subscribe(EVENTS, "same")
        await client.subscribe(EVENTS, "same")
        assert await client.closed() == 4409


async def test_a_name_can_be_used_again_once_its_operation_is_over(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        for _ in range(3):
            await client.subscribe(EVENTS, "same")
            await client.send({"type": "complete", "id": "same"})
        await client.send({"type": "complete", "id": "never was"})
        for _ in range(2):
            await client.subscribe("{ viewer { person { displayName } } }", "same")
            assert (await client.next())["viewer"]["person"] == {"displayName": "Olga Owner"}
            assert await client.received() == {"id": "same", "type": "complete"}


async def test_mutations_work_as_well(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        rename = (
            'mutation { updateOrganisation(input: {name: "Renamed"}) { organisation { name } userErrors { code } } }'
        )
        await client.subscribe(rename)
        assert (await client.next())["updateOrganisation"]["organisation"] == {"name": "Renamed"}
        assert await client.received() == {"id": "1", "type": "complete"}


async def test_pings_are_answered_and_pongs_taken(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        await client.send({"type": "pong"})
        await client.send({"type": "pong", "payload": {"any": "thing"}})
        await client.send({"type": "ping", "payload": {"any": "thing"}})
        assert await client.received() == {"type": "pong"}


MALFORMED = [
    "",
    "nothing",
    "null",
    "7",
    "[]",
    '"subscribe"',
    "{}",
    '{"type":"start","id":"1","payload":{}}',
    '{"type":7}',
    '{"type":"ping","payload":7}',
    '{"type":"subscribe","payload":{"query":"{ viewer { id } }"}}',
    '{"type":"subscribe","id":"","payload":{"query":"{ viewer { id } }"}}',
    '{"type":"subscribe","id":7,"payload":{"query":"{ viewer { id } }"}}',
    '{"type":"subscribe","id":"1"}',
    '{"type":"subscribe","id":"1","payload":null}',
    '{"type":"subscribe","id":"1","payload":{"query":7}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{ viewer { id } }","variables":[]}}',
    '{"type":"complete"}',
    '{"type":"subscribe","id":"' + "x" * 200 + '","payload":{"query":"{ viewer { id } }"}}',
    '{"type":"ping","payload":' + '{"a":' * 3000 + "1" + "}" * 3000 + "}",
    '{"type":"subscribe","id":"1","payload":{"query":"{ a }","variables":{"x":1e999999999999999999999}}}',
    '{"type":"ping"} {"type":"ping"}',
    b'{"type":"ping"}',
]


@pytest.mark.parametrize("introduced", [True, False])
@pytest.mark.parametrize("message", MALFORMED, ids=range(len(MALFORMED)))
async def test_a_message_that_is_none_ends_the_connection(
    server: Server, token: str, message: str | bytes, introduced: bool
) -> None:
    async with server.connection(token if introduced else None) as client:
        await client.send(message)
        assert await client.closed() == 4400


async def test_a_message_without_a_document_is_refused_by_itself(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        await client.send({"type": "subscribe", "id": "1", "payload": {}})
        assert (await client.refusal())["extensions"]["code"] == "BAD_REQUEST"
        await client.settled()


async def test_a_message_may_not_be_larger_than_a_request(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        with suppress(ConnectionClosed):
            await client.send({"type": "subscribe", "id": "1", "payload": {"query": "#" + "x" * 1_000_001}})
        assert await client.closed() == 1009


async def test_a_flood_of_messages_ends_the_connection(server: Server, token: str) -> None:
    async with server.connection(token) as client:

        async def flood() -> None:
            for _ in range(int(BURST * 2)):
                await client.send({"type": "pong"})

        sending = asyncio.create_task(flood())
        assert await client.closed() == 1008
        await asyncio.gather(sending, return_exceptions=True)


async def test_a_connection_has_so_many_operations_and_no_more(server: Server, token: str) -> None:
    async with server.connection(token) as client:
        for number in range(MOST_OPERATIONS + 1):
            await client.subscribe(EVENTS, str(number))
        message = await client.received()
        assert (message["id"], message["type"]) == (str(MOST_OPERATIONS), "error"), message
        assert message["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"


async def test_a_stopping_server_says_so(server: Server, token: str) -> None:
    async with server.connection(token) as client, server.connection() as stranger:
        await client.subscribe(EVENTS)
        await client.settled()
        await server.app.state.live.stop()
        assert await client.closed() == 1001
        assert await stranger.closed() == 1001
    async with server.connection() as late:
        assert await late.closed() == 1013


async def test_an_expired_token_ends_the_connection(
    server: Server, organisation: TestOrganisation, clock: Clock
) -> None:
    create = (
        'mutation { createAccessToken(input: {name: "short", expiresInDays: 1}) { secret userErrors { message } } }'
    )
    secret = (await organisation.api.mutate(create))["secret"]
    async with server.connection(secret) as client:
        await client.subscribe(EVENTS)
        await client.settled()
        clock.now += timedelta(days=2)
        assert await client.closed() == 4401
