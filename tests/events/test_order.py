"""The change counter and the log: one order, and nothing said of what was not committed."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession, reading, writing
from equipoise.events.emit import MOST_NAMED, emit
from equipoise.events.event import Event
from equipoise.events.forget import forget_events
from equipoise.events.kinds import EventKind
from equipoise.events.log import events_after, extent, version_of
from equipoise.tenants.models import Organisation
from tests.conftest import NewOrganisation
from tests.support.api import TestOrganisation
from tests.support.statements import statements_of

NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


async def version(engine: AsyncEngine, organisation: TestOrganisation) -> int:
    async with reading(engine, organisation.tenant_id) as session:
        return await version_of(session)


async def log(engine: AsyncEngine, organisation: TestOrganisation, after: int = 0) -> list[Event]:
    async with reading(engine, organisation.tenant_id) as session:
        return list(await events_after(session, after, 10_000))


async def test_every_change_moves_the_counter_on(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    before = await version(engine, organisation)
    async with writing(engine, organisation.tenant_id) as session:
        (await session.get_one(Organisation, organisation.tenant_id)).name = "Changed by a row"
    async with writing(engine, organisation.tenant_id) as session:
        changed = update(Organisation).where(Organisation.tenant_id == session.tenant_id)
        await session.execute(changed.values(name="Changed by a statement"))
    async with writing(engine, organisation.tenant_id) as session:
        await session.execute(
            text("UPDATE organisation SET name = 'Changed by SQL' WHERE tenant_id = :tenant_id"),
            {"tenant_id": session.tenant_id},
        )
    assert await version(engine, organisation) == before + 3


async def test_what_changes_nothing_leaves_it_alone(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    before = await version(engine, organisation)
    async with writing(engine, organisation.tenant_id):
        pass
    async with writing(engine, organisation.tenant_id) as session:
        await session.get_one(Organisation, organisation.tenant_id, with_for_update=True)
        await session.execute(
            text(
                "WITH own AS (SELECT name FROM organisation WHERE tenant_id = :tenant_id FOR UPDATE) SELECT * FROM own"
            ),
            {"tenant_id": session.tenant_id},
        )
    async with writing(engine, organisation.tenant_id, quiet=True) as session:
        (await session.get_one(Organisation, organisation.tenant_id)).name = "Changed in silence"
    assert await version(engine, organisation) == before


async def test_what_is_rolled_back_is_never_told(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    before = await version(engine, organisation)

    async def fail() -> None:
        async with writing(engine, organisation.tenant_id) as session:
            emit(session, organisation.owner, EventKind.KPI_ADDED, kpi=new_id())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await version(engine, organisation) == before
    assert await log(engine, organisation, before) == []


async def test_the_events_of_a_transaction_stand_in_their_order_up_to_its_position(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    before = await version(engine, organisation)
    kpis = [new_id() for _ in range(3)]
    async with writing(engine, organisation.tenant_id) as session:
        for kpi in kpis:
            emit(session, organisation.owner, EventKind.KPI_ADDED, kpi=kpi)
    events = await log(engine, organisation, before)
    assert [(event.position, event.id("kpi")) for event in events] == [
        (before + place, kpi) for place, kpi in enumerate(kpis, 1)
    ]
    assert await version(engine, organisation) == before + 3
    assert {(event.at, event.actor_id) for event in events} == {(organisation.owner.now, organisation.owner.person_id)}


async def test_an_event_said_twice_in_a_row_is_told_once(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    before, scorecard = await version(engine, organisation), new_id()
    async with writing(engine, organisation.tenant_id) as session:
        emit(session, NOW, EventKind.SCORECARD_CHANGED, scorecard=scorecard)
        emit(session, NOW, EventKind.SCORECARD_CHANGED, scorecard=scorecard)
    (event,) = await log(engine, organisation, before)
    assert (event.id("scorecard"), event.actor_id) == (scorecard, None)


@pytest.mark.parametrize(("count", "named"), [(0, True), (MOST_NAMED, True), (MOST_NAMED + 1, False)])
async def test_an_event_names_no_more_than_it_may(
    engine: AsyncEngine, organisation: TestOrganisation, count: int, named: bool
) -> None:
    before, kpis = await version(engine, organisation), frozenset(new_id() for _ in range(count))
    async with writing(engine, organisation.tenant_id) as session:
        emit(session, NOW, EventKind.VALUES_RECORDED, kpis=kpis, values=count)
    (event,) = await log(engine, organisation, before)
    assert event.ids("kpis") == (kpis if named else None)


async def test_positions_are_in_the_order_of_commits_and_none_is_skipped_by_a_reader(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    """Eight writers beside a reader that goes on from what it has seen: it sees everything, once."""
    start = await version(engine, organisation)
    done = asyncio.Event()

    async def write(writer: int) -> None:
        for number in range(12):
            async with writing(engine, organisation.tenant_id) as session:
                for part in range(1 + (writer + number) % 3):
                    emit(session, NOW, EventKind.RUN_PROGRESSED, done=writer * 1000 + number * 10 + part)
                await asyncio.sleep(0.001 * ((writer * 7 + number) % 5))

    async def read() -> list[int]:
        seen: list[Event] = []
        while True:
            finished = done.is_set()
            found = await log(engine, organisation, seen[-1].position if seen else start)
            seen += found
            if finished and not found:
                return [event.data["done"] for event in seen]

    reader = asyncio.create_task(read())
    await asyncio.gather(*(write(writer) for writer in range(8)))
    done.set()
    seen = await reader
    expected = {w * 1000 + n * 10 + p for w in range(8) for n in range(12) for p in range(1 + (w + n) % 3)}
    assert len(seen) == len(set(seen))
    assert set(seen) == expected
    for writer in range(8):
        own = [number for number in seen if number // 1000 == writer]
        assert own == sorted(own)


async def test_a_change_costs_one_statement_more(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    with statements_of(engine) as sent:
        async with writing(engine, organisation.tenant_id) as session:
            changed = update(Organisation).where(Organisation.tenant_id == session.tenant_id)
            await session.execute(changed.values(name="Changed"))
            emit(session, NOW, EventKind.SCORECARD_CHANGED, scorecard=new_id())
        await asyncio.sleep(0)  # what was sent is told by the loop's next turn
    assert len(sent) == 2


async def test_old_events_are_forgotten_and_that_is_remembered(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    start = await version(engine, organisation)
    for day in (1, 3, 2, 5):
        async with writing(engine, organisation.tenant_id) as session:
            emit(session, NOW.replace(day=day), EventKind.KPI_ADDED, kpi=new_id())
    for _ in range(2):
        async with writing(engine, organisation.tenant_id, quiet=True) as session:
            await forget_events(session, NOW.replace(day=3))
        # The one of the third day stands before one of the second, and goes with it.
        assert [event.at.day for event in await log(engine, organisation)] == [5]
        async with reading(engine, organisation.tenant_id) as session:
            assert await extent(session) == (start + 3, start + 4)


async def test_events_cannot_be_altered(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with TenantSession(engine, organisation.tenant_id) as session:
        alter = text("UPDATE event SET kind = 'x' WHERE tenant_id = :tenant_id")
        with pytest.raises(ProgrammingError, match="permission denied"):
            await session.execute(alter, {"tenant_id": session.tenant_id})


async def test_each_organisation_has_a_counter_of_its_own(
    engine: AsyncEngine, organisation: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    before = await version(engine, organisation)
    other = await new_organisation()
    async with writing(engine, other.tenant_id) as session:
        emit(session, NOW, EventKind.KPI_ADDED, kpi=new_id())
    assert await version(engine, organisation) == before
    async with reading(engine, new_id()) as session:
        assert await extent(session) == (0, 0)
