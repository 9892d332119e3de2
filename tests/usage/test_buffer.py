"""Evidence of use on its way from the memory to the database."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import reading, writing
from equipoise.domain.usage import Signal
from equipoise.identity.models import PersonKind
from equipoise.usage.buffer import UsageBuffer
from tests.conftest import NewOrganisation
from tests.support.api import TestOrganisation
from tests.support.measured import kpi_row
from tests.support.races import somebody_waits
from tests.support.scorecards import add_card

NEVER = 300.0


async def test_what_was_seen_is_written_once_it_is_flushed(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    kpi_id = await _kpi(engine, organisation)
    buffer = UsageBuffer(engine)
    buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [kpi_id])
    buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [kpi_id])
    assert await _times(engine, organisation, kpi_id) == {}
    await buffer.flush()
    assert await _times(engine, organisation, kpi_id) == {"DETAIL_OPENED": 2}


async def test_later_counts_are_added_to_earlier_ones(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    kpi_id = await _kpi(engine, organisation)
    for _ in range(2):
        buffer = UsageBuffer(engine)
        buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [kpi_id])
        await buffer.flush()
    assert await _times(engine, organisation, kpi_id) == {"DETAIL_OPENED": 2}


async def test_nothing_is_lost_on_a_normal_stop(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    kpi_id = await _kpi(engine, organisation)
    buffer = UsageBuffer(engine, flush_seconds=NEVER)
    buffer.start()
    buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [kpi_id])
    await buffer.stop()
    assert await _times(engine, organisation, kpi_id) == {"DETAIL_OPENED": 1}


async def test_a_stop_in_the_middle_of_a_flush_counts_everything_once(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    kpi_id = await _kpi(engine, organisation)
    buffer = UsageBuffer(engine, flush_seconds=0.001)
    buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [kpi_id])
    async with writing(engine, organisation.tenant_id) as session:
        # Whoever holds the KPI's row keeps the flush waiting for it.
        await session.execute(
            text("SELECT FROM kpi WHERE tenant_id = :tenant_id AND id = :id FOR UPDATE"), _named(organisation, kpi_id)
        )
        buffer.start()
        await somebody_waits(engine)
        stopping = asyncio.create_task(buffer.stop())
        buffer.saw(organisation.owner, Signal.REPORT_OPENED, [kpi_id])
        await asyncio.sleep(0.05)
        assert not stopping.done()
    await stopping
    assert await _times(engine, organisation, kpi_id) == {"DETAIL_OPENED": 1, "REPORT_OPENED": 1}


async def test_what_cannot_be_written_is_kept_and_written_later(
    engine: AsyncEngine, organisation: TestOrganisation, caplog: pytest.LogCaptureFixture
) -> None:
    kpi_id = await _kpi(engine, organisation)
    buffer = UsageBuffer(engine)
    buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [kpi_id])
    with _failing_inserts(engine):
        await buffer.flush()
    assert "kept for the next attempt" in caplog.text
    buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [kpi_id])
    await buffer.flush()
    assert await _times(engine, organisation, kpi_id) == {"DETAIL_OPENED": 2}


async def test_one_organisation_that_fails_does_not_keep_back_another(
    engine: AsyncEngine, organisation: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    other = await new_organisation()
    kpi_id = await _kpi(engine, other)
    buffer = UsageBuffer(engine)
    nowhere = replace(organisation.owner, tenant_id=new_id())
    buffer.saw(nowhere, Signal.DETAIL_OPENED, [kpi_id])
    buffer.saw(other.owner, Signal.DETAIL_OPENED, [kpi_id])
    await buffer.flush()
    assert await _times(engine, other, kpi_id) == {"DETAIL_OPENED": 1}


async def test_what_a_service_reads_is_no_evidence(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    kpi_id = await _kpi(engine, organisation)
    buffer = UsageBuffer(engine)
    buffer.saw(replace(organisation.owner, kind=PersonKind.SERVICE), Signal.DETAIL_OPENED, [kpi_id])
    await buffer.flush()
    assert await _times(engine, organisation, kpi_id) == {}


async def test_each_day_is_counted_by_itself(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    kpi_id = await _kpi(engine, organisation)
    buffer = UsageBuffer(engine)
    for days in (0, 1):
        actor = replace(organisation.owner, now=organisation.owner.now + timedelta(days=days))
        buffer.saw(actor, Signal.DETAIL_OPENED, [kpi_id])
    await buffer.flush()
    async with reading(engine, organisation.tenant_id) as session:
        days = await session.scalar(
            text("SELECT count(DISTINCT day) FROM usage_day WHERE tenant_id = :tenant_id AND kpi_id = :id"),
            _named(organisation, kpi_id),
        )
    assert days == 2


async def test_a_kpi_that_is_gone_by_now_does_not_keep_back_the_rest(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    kpi_id = await _kpi(engine, organisation)
    buffer = UsageBuffer(engine)
    buffer.saw(organisation.owner, Signal.DETAIL_OPENED, [new_id(), kpi_id])
    await buffer.flush()
    assert await _times(engine, organisation, kpi_id) == {"DETAIL_OPENED": 1}


async def _kpi(engine: AsyncEngine, organisation: TestOrganisation) -> UUID:
    async with writing(engine, organisation.tenant_id) as session:
        return await kpi_row(session, await add_card(session, organisation, kpis=0))


async def _times(engine: AsyncEngine, organisation: TestOrganisation, kpi_id: UUID) -> dict[str, int]:
    async with reading(engine, organisation.tenant_id) as session:
        counted = text(
            "SELECT signal, sum(times) FROM usage_day WHERE tenant_id = :tenant_id AND kpi_id = :id GROUP BY signal"
        )
        return {row[0]: row[1] for row in await session.execute(counted, _named(organisation, kpi_id))}


def _named(organisation: TestOrganisation, kpi_id: UUID) -> dict[str, UUID]:
    return {"tenant_id": organisation.tenant_id, "id": kpi_id}


@contextmanager
def _failing_inserts(engine: AsyncEngine) -> Iterator[None]:
    """The database is away for whoever writes evidence."""

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "INSERT INTO usage_day" in statement:
            raise OSError("connection refused")

    event.listen(engine.sync_engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", fail)
