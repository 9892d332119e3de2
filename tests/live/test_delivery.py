"""Every event comes once and in order, whatever happens to connections, listeners and servers in between."""

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.engine import application_engine
from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.events import feed
from equipoise.events.emit import emit
from equipoise.events.forget import forget_events
from equipoise.events.kinds import EventKind
from tests.conftest import Clock
from tests.support.api import TestOrganisation
from tests.support.live import Client, Server, running
from tests.support.statements import statements_of

Servers = tuple[Server, Server]
COUNTED = "subscription ($after: String) { runs(after: $after) { cursor valuesRead } }"


async def happen(engine: AsyncEngine, organisation: TestOrganisation, *numbers: int) -> None:
    """Events that can be told apart."""
    async with writing(engine, organisation.tenant_id) as session:
        for number in numbers:
            emit(session, organisation.owner, EventKind.RUN_PROGRESSED, run=new_id(), done=number)


async def heard(client: Client, count: int) -> list[int]:
    return [(await client.next())["runs"]["valuesRead"] for _ in range(count)]


async def cursor_now(organisation: TestOrganisation) -> str:
    cursor: str = (await organisation.api.data("{ eventCursor }"))["eventCursor"]
    return cursor


async def test_what_was_missed_comes_first_and_then_what_happens(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    cursor = await cursor_now(organisation)
    await happen(engine, organisation, 1, 2)
    await happen(engine, organisation, 3)
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(COUNTED, after=cursor)
        assert await heard(client, 2) == [1, 2]
        await happen(engine, organisation, 4)
        assert await heard(client, 2) == [3, 4]


async def test_a_subscription_goes_on_from_any_event_of_another_one(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(COUNTED)
        await client.settled()
        await happen(engine, organisation, *range(5))
        messages = [await client.received() for _ in range(5)]
    for place, message in enumerate(messages):
        cursor = message["payload"]["data"]["runs"]["cursor"]
        assert message["payload"]["extensions"] == {"cursor": cursor}
        async with server.connection(organisation.api.token) as client:
            await client.subscribe(COUNTED, after=cursor)
            assert await heard(client, 4 - place) == list(range(place + 1, 5))


async def test_a_long_absence_is_caught_up_with_page_by_page(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE", 7)
    monkeypatch.setattr(feed, "RECENT", 5)
    cursor = await cursor_now(organisation)
    for start in range(0, 60, 4):
        await happen(engine, organisation, *range(start, start + 4))
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(COUNTED, after=cursor)
        assert await heard(client, 30) == list(range(30))
        await happen(engine, organisation, *range(60, 80))
        assert await heard(client, 50) == list(range(30, 80))


async def test_forgotten_events_cannot_be_caught_up_with(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    cursor = await cursor_now(organisation)
    await happen(engine, organisation, 1)
    reached = await cursor_now(organisation)
    async with writing(engine, organisation.tenant_id, quiet=True) as session:
        await forget_events(session, clock.now.replace(year=2027))
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(COUNTED, after=cursor)
        assert (await client.refusal())["extensions"] == {"field": "after", "code": "CURSOR_EXPIRED"}
        await client.subscribe(COUNTED, after=reached)
        await client.settled()
        await happen(engine, organisation, 2)
        assert await heard(client, 1) == [2]


async def test_a_cursor_from_a_future_that_a_restored_backup_does_not_know_has_expired(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation, database_url: str
) -> None:
    await happen(engine, organisation, 1)
    cursor = await cursor_now(organisation)
    with psycopg.connect(database_url) as superuser:
        superuser.execute(
            "UPDATE change_counter SET position = position - 1 WHERE tenant_id = %s", [organisation.tenant_id]
        )
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(COUNTED, after=cursor)
        assert (await client.refusal())["extensions"]["code"] == "CURSOR_EXPIRED"


def end_listeners(database_url: str) -> int:
    """As a network or an administrator would."""
    with psycopg.connect(database_url, autocommit=True) as superuser:
        ended = superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query ~ '^(LISTEN|SELECT 1 AS listening)'"
        )
        return len(ended.fetchall())


@pytest.fixture
async def servers(server: Server, database_url: str, tmp_path: Path, clock: Clock) -> AsyncIterator[Servers]:
    """Two, with connections to the database of their own."""
    engine = application_engine(database_url, pool_size=5)
    async with running(engine, tmp_path, clock) as other:
        yield server, other
    await engine.dispose()


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_missed_and_nothing_comes_twice_while_listeners_die(
    servers: Servers, engine: AsyncEngine, organisation: TestOrganisation, database_url: str, seed: int
) -> None:
    """Two servers with engines of their own, four writers, listeners that are killed, clients that come and go."""
    chance = random.Random(seed)
    total, writers = 80, 4
    token, start = organisation.api.token, await cursor_now(organisation)
    written: list[int] = []

    async def write(writer: int) -> None:
        for number in range(0, total // writers, 2):
            pair = (writer * 1000 + number, writer * 1000 + number + 1)
            await happen(engine, organisation, *pair)
            written.extend(pair)
            await asyncio.sleep(chance.random() * 0.05)

    async def kill() -> None:
        while len(written) < total:
            await asyncio.sleep(0.1 + chance.random() * 0.2)
            end_listeners(database_url)

    async def listen() -> list[int]:
        """A client that leaves after some events, and goes on elsewhere from where it was."""
        seen: list[int] = []
        cursor = start
        while len(seen) < total:
            async with chance.choice(servers).connection(token) as client:
                await client.subscribe(COUNTED, after=cursor)
                for _ in range(min(chance.randint(1, 25), total - len(seen))):
                    event = (await client.next())["runs"]
                    cursor = event["cursor"]
                    seen.append(event["valuesRead"])
        return seen

    async def stay(server: Server) -> list[int]:
        async with server.connection(token) as client:
            await client.subscribe(COUNTED, after=start)
            return await heard(client, total)

    listeners = [*map(stay, servers), listen(), listen()]
    results: list[Any] = await asyncio.gather(*listeners, kill(), *(write(each) for each in range(writers)))
    heard_by_all = results[:4]
    assert sorted(heard_by_all[0]) == sorted(written)
    assert all(each == heard_by_all[0] for each in heard_by_all)


async def test_the_listener_comes_back_by_itself(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation, database_url: str
) -> None:
    async with server.connection(organisation.api.token) as client:
        await client.subscribe(COUNTED)
        await client.settled()
        for number in range(3):
            await happen(engine, organisation, number)
            assert await heard(client, 1) == [number]
            assert end_listeners(database_url) > 0


async def test_a_client_that_takes_nothing_holds_up_nobody_and_keeps_its_place(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "RECENT", 10)
    monkeypatch.setattr(feed, "PAGE", 10)
    wide = "subscription { runs { valuesRead " + " ".join(f"a{n}: cursor" for n in range(14)) + " } }"
    token = organisation.api.token
    async with server.connection(token, max_queue=1) as slow, server.connection(token) as quick:
        await slow.subscribe(wide)
        await slow.settled()
        await quick.subscribe(COUNTED)
        await quick.settled()
        for start in range(0, 600, 50):
            await happen(engine, organisation, *range(start, start + 50))
            assert await heard(quick, 50) == list(range(start, start + 50))
        assert await heard(slow, 600) == list(range(600))


async def test_many_followers_of_one_organisation_share_what_is_read(
    server: Server, engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with server.connection(organisation.api.token) as client:
        for name in range(20):
            await client.subscribe(COUNTED, str(name))
        await client.settled()
        with statements_of(engine) as sent:
            await happen(engine, organisation, 1)
            assert {(await client.received())["id"] for _ in range(20)} == {str(name) for name in range(20)}
        assert len([each for each in sent if "FROM event" in each]) <= 2
        assert len([each for each in sent if "access_token" in each]) <= 2
