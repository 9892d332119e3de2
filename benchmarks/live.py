"""Subscribers who wait: what 2,000 of them cost a server, and how soon they hear of a commit.

`python -m benchmarks.live` makes an installation of its own in a temporary folder, starts `equipoise serve` on it,
opens the WebSockets, and commits changes as another process would. About a minute.
"""

import asyncio
import json
import os
import random
import resource
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

import equipoise.schema  # noqa: F401 - every table, since those of one use case refer to those of others
from equipoise.db import migrate
from equipoise.db.engine import application_engine
from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person
from equipoise.identity.tokens import create_token
from equipoise.installation import open_installation
from equipoise.settings import Settings
from equipoise.tenants.create import create_tenant

SUBSCRIBERS = 2_000
ORGANISATIONS = 200
CHANGES = 300
PACE_SECONDS = 0.05
"""Between two changes."""
GOAL_MB, GOAL_MS = 300, 100

SUBSCRIPTION = "subscription { events { cursor kind at actor { displayName } } }"


@dataclass
class Audience:
    """One organisation and those who follow it, each with a token of their own."""

    tenant_id: UUID
    owner: Actor
    tokens: list[str]
    heard: list[float] = field(default_factory=list)
    """Moments at which somebody heard the last change."""
    all_heard: asyncio.Event = field(default_factory=asyncio.Event)


async def audiences(engine: AsyncEngine, organisations: int, subscribers: int) -> list[Audience]:
    found = []
    now = datetime.now(UTC)
    for number in range(organisations):
        tenant_id, tokens = new_id(), []
        async with writing(engine, tenant_id) as session:
            owner = await create_tenant(
                session,
                slug=f"org-{number}-{tenant_id.hex[-12:]}",
                name="Acme",
                owner_name="Olga Owner",
                owner_email="olga@acme.example",
                now=now,
            )
            for place in range(subscribers // organisations):
                person = Person(
                    id=new_id(), display_name=f"Person {place}", email=f"{place}@acme.example", role=Role.VIEWER,
                    created_at=now,
                )  # fmt: skip
                session.add(person)
                await session.flush()
                themselves = Actor(tenant_id, person.id, Role.VIEWER, person.kind, now)
                token = await create_token(session, themselves, person_id=person.id, name="live", lifetime=None)
                tokens.append(token.secret)
        found.append(Audience(tenant_id, owner, tokens))
    return found


@asynccontextmanager
async def serving(home: Path) -> AsyncIterator[tuple[int, int]]:
    """A server process; its id and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "EQUIPOISE_HOME": str(home), "EQUIPOISE_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "equipoise.cli",
        "serve",
        "--no-worker",
        env=environment,
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(600):
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield process.pid, port
    finally:
        process.terminate()
        await process.wait()


def megabytes(pid: int) -> float:
    """Resident memory of the process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


async def follow(port: int, audience: Audience, token: str, turn: asyncio.Semaphore) -> "asyncio.Task[None]":
    """Open, introduce, subscribe; from then on every event is noted by the returned task."""
    async with turn:
        client = await connect(
            f"ws://127.0.0.1:{port}/graphql",
            subprotocols=[Subprotocol("graphql-transport-ws")],
            compression=None,
            proxy=None,
            open_timeout=60,
            ping_interval=None,
            max_queue=None,
        )
        await client.send(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}}))
        await client.recv()
        await client.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": SUBSCRIPTION}}))
        await client.send('{"type":"ping"}')
        await client.recv()
    return asyncio.create_task(_note(client, audience))


async def _note(client: ClientConnection, audience: Audience) -> None:
    async for message in client:
        now = time.perf_counter()
        if '"next"' not in str(message) or "errors" in str(message):
            raise AssertionError(message)
        audience.heard.append(now)
        if len(audience.heard) == len(audience.tokens):
            audience.all_heard.set()


async def delays(engine: AsyncEngine, everybody: Sequence[Audience], changes: int) -> list[float]:
    """Milliseconds from each commit to each of those who follow the organisation."""
    found = []
    for _ in range(changes):
        audience = random.choice(everybody)
        audience.heard.clear()
        audience.all_heard.clear()
        async with writing(engine, audience.tenant_id) as session:
            emit(session, audience.owner, EventKind.KPI_UPDATED, kpi=new_id())
        committed = time.perf_counter()
        await asyncio.wait_for(audience.all_heard.wait(), 10)
        found += [1000 * (heard - committed) for heard in audience.heard]
        await asyncio.sleep(PACE_SECONDS)
    return found


def shown(what: str, found: Sequence[float]) -> str:
    ordered = sorted(found)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{what}: p50 {statistics.median(ordered):.1f} ms, p95 {p95:.1f} ms, longest {ordered[-1]:.1f} ms"


async def measure(home: Path) -> None:
    installation = open_installation(Settings(home=home))
    await asyncio.to_thread(migrate.migrate, installation.owner_url)
    engine = application_engine(installation.application_url, pool_size=4)
    turn = asyncio.Semaphore(40)
    many = await audiences(engine, ORGANISATIONS, SUBSCRIBERS)
    (large,) = await audiences(engine, 1, SUBSCRIBERS // 10)
    async with serving(home) as (pid, port):
        before = megabytes(pid)
        begun = time.perf_counter()
        wanted = [(each, token) for each in many for token in each.tokens]
        following = await asyncio.gather(*(follow(port, each, token, turn) for each, token in wanted))
        seconds = time.perf_counter() - begun
        await asyncio.sleep(5)
        print(f"{len(following):,} subscribers of {len(many)} organisations, opened in {seconds:.1f} s")
        print(f"memory of the server: {before:.0f} MB without, {megabytes(pid):.0f} MB with them (goal: {GOAL_MB} MB)")
        print(shown(f"commit to client, {len(many[0].tokens)} hear it", await delays(engine, many, CHANGES)))
        print(f"  (goal: p95 {GOAL_MS} ms); memory after {CHANGES} changes: {megabytes(pid):.0f} MB")
        following += await asyncio.gather(*(follow(port, large, token, turn) for token in large.tokens))
        print(shown(f"commit to client, {len(large.tokens)} people of one organisation hear it",
                    await delays(engine, [large], CHANGES // 10)))  # fmt: skip
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    await engine.dispose()


def main() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8_192)), hard))
    with tempfile.TemporaryDirectory(prefix="equipoise-live-") as home:
        asyncio.run(measure(Path(home)))


if __name__ == "__main__":
    main()
