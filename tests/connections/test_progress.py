"""How far a run is, for who watches it."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections import progress
from equipoise.db.ids import new_id
from equipoise.db.session import reading
from equipoise.events.kinds import EventKind
from equipoise.events.log import events_after, version_of
from tests.conftest import Clock
from tests.support.api import TestOrganisation


async def test_it_is_told_at_intervals_and_only_when_it_has_changed(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.05)
    connection, run = new_id(), new_id()
    async with reading(engine, organisation.tenant_id) as session:
        before = await version_of(session)
    async with progress.progress_told(engine, organisation.tenant_id, connection, run, clock) as note:
        for count in (1_000, 2_000, 3_000):
            note(count - 1)
            note(count)
            await asyncio.sleep(0.4)
    async with reading(engine, organisation.tenant_id) as session:
        events = await events_after(session, before, 100)
    assert [event.data["done"] for event in events] == [1_000, 2_000, 3_000]
    assert {(event.kind, event.id("connection"), event.id("run")) for event in events} == {
        (EventKind.RUN_PROGRESSED, connection, run)
    }
