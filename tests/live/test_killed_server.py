"""A server process that is killed: its clients go on at another one, from where they were."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.identity.tokens import create_token
from tests.live.test_delivery import COUNTED, cursor_now, happen, heard
from tests.support.api import TestOrganisation
from tests.support.live import PATIENCE, Client, Server

SERVE = """
import sys
from pathlib import Path
import uvicorn
from equipoise.app import create_app
from equipoise.db.engine import application_engine
from equipoise.settings import Settings

engine = application_engine(sys.argv[1], pool_size=3)
app = create_app(engine, Settings(home=Path(sys.argv[3])))
uvicorn.run(app, port=int(sys.argv[2]), ws="websockets-sansio", log_level="error")
"""


@asynccontextmanager
async def process(database_url: str, home: Path) -> AsyncIterator[tuple[Server, asyncio.subprocess.Process]]:
    """A server in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    started = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVE, database_url, str(port), str(home))
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(int(PATIENCE * 20)):
                try:
                    await client.get("/healthz")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        yield Server(Starlette(), port), started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


@pytest.fixture
async def token(engine: AsyncEngine, organisation: TestOrganisation) -> str:
    """One that does not expire by the clock on the wall."""
    async with writing(engine, organisation.tenant_id) as session:
        owner = organisation.owner
        issued = await create_token(
            session, owner, person_id=owner.person_id, name="long", role=Role.EDITOR, lifetime=None
        )
    return issued.secret


async def test_nothing_is_missed_when_a_server_is_killed_while_it_tells(
    engine: AsyncEngine, organisation: TestOrganisation, token: str, database_url: str, tmp_path: Path
) -> None:
    cursor = await cursor_now(organisation)
    async with process(database_url, tmp_path) as (first, killed), process(database_url, tmp_path) as (second, _):
        seen: list[int] = []
        async with first.connection(token) as client:
            await client.subscribe(COUNTED, after=cursor)
            await happen(engine, organisation, 1, 2, 3)
            cursor = await follow(client, seen, 2)
            await happen(engine, organisation, 4)
            killed.send_signal(signal.SIGKILL)
            await happen(engine, organisation, 5)
            assert await client.closed() in (1006, None)
        async with second.connection(token) as client:
            await client.subscribe(COUNTED, after=cursor)
            await happen(engine, organisation, 6)
            assert [*seen, *await heard(client, 4)] == [1, 2, 3, 4, 5, 6]


async def follow(client: Client, seen: list[int], count: int) -> str:
    """Hear so many events; returns the cursor of the last."""
    cursor = ""
    for _ in range(count):
        event = (await client.next())["runs"]
        seen.append(event["valuesRead"])
        cursor = event["cursor"]
    return cursor
