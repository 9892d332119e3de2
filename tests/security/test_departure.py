"""Who leaves before the answer is there: the work ends, and so does its statement in the database."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from psycopg import sql
from starlette.applications import Starlette

from tests.support.api import TestOrganisation
from tests.support.sockets import listening_port, request

PATIENCE = 10.0
STATEMENTS_OF_THE_APPLICATION = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'equipoise' AND state <> 'idle'"
)


@pytest.fixture
async def port(app: Starlette) -> AsyncIterator[int]:
    async with listening_port(app) as port:
        yield port


@asynccontextmanager
async def locked(database_url: str, table: str) -> AsyncIterator[psycopg.AsyncConnection[tuple[int]]]:
    """Nobody can read the table as long as this is open; the connection that comes of it sees what waits."""
    connect = psycopg.AsyncConnection.connect
    async with await connect(database_url) as locking, await connect(database_url, autocommit=True) as watching:
        await locking.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.Identifier(table)))
        yield watching
        await locking.rollback()


async def statements(connection: psycopg.AsyncConnection[tuple[int]]) -> int:
    cursor = await connection.execute(STATEMENTS_OF_THE_APPLICATION)
    row = await cursor.fetchone()
    assert row is not None
    return row[0]


async def until(connection: psycopg.AsyncConnection[tuple[int]], least: int, most: int) -> float:
    """Seconds until so many statements of the application are under way."""
    began = time.monotonic()
    while not least <= await statements(connection) <= most:
        assert time.monotonic() - began < PATIENCE
        await asyncio.sleep(0.02)
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("kpi", "{ kpis { nodes { id } } }"),
        ("scorecard", "{ scorecards { nodes { perspectives { id } } } }"),
        ("org_unit", 'mutation { addOrgUnit(input: {name: "Unit", kind: TEAM}) { userErrors { code } } }'),
    ],
)
async def test_a_client_that_leaves_takes_its_statement_along(
    database_url: str, port: int, organisation: TestOrganisation, table: str, query: str
) -> None:
    api = organisation.api
    await api.data("{ viewer { role } }")
    async with locked(database_url, table) as watching:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(api, query))
        await until(watching, 1, 1)
        writer.close()
        assert await until(watching, 0, 0) < 3, "the aim is one second, on a quiet machine"
        assert await reader.read() == b""
    assert "errors" not in await api.send("{ kpis { totalCount } scorecards { totalCount } orgUnits { name } }")
    assert (await api.data("{ orgUnits { name } }"))["orgUnits"] == [{"name": "Acme"}], (
        "what was not answered was not done"
    )


async def test_twenty_clients_that_leave_leave_every_connection_usable(
    database_url: str, port: int, organisation: TestOrganisation
) -> None:
    api = organisation.api
    async with locked(database_url, "kpi") as watching:
        writers = []
        for _ in range(20):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request(api, "{ kpis { nodes { id } } }"))
            writers.append(writer)
        await until(watching, 4, 20)
        for writer in writers:
            writer.close()
        await until(watching, 0, 0)
    answers = await asyncio.gather(*(api.data("{ kpis { totalCount } }") for _ in range(20)))
    assert answers == [{"kpis": {"totalCount": 0}}] * 20


async def test_a_client_that_stays_gets_its_answer_however_long_it_waited(
    database_url: str, port: int, organisation: TestOrganisation
) -> None:
    async with locked(database_url, "kpi") as watching:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(organisation.api, "{ kpis { totalCount } }"))
        await until(watching, 1, 1)
        await asyncio.sleep(0.3)
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    writer.close()
