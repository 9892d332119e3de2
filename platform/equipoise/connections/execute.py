"""Carry out a run: begin, read in a process of its own, record."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.begin import Begun, begin
from equipoise.connections.child.failures import ConnectorFailed
from equipoise.connections.child.request import Query
from equipoise.connections.child.scrub import scrubbing
from equipoise.connections.collect import Collector
from equipoise.connections.finish import finish, finish_failed
from equipoise.connections.fitting import fitting
from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import ConnectionRun
from equipoise.connections.progress import progress_told
from equipoise.db.lookup import require
from equipoise.db.session import reading, writing
from equipoise.settings import Settings

log = logging.getLogger(__name__)

Tell = Callable[[str, int, int | None], None]
"""Is told what is being done, how far it is, and how far it goes where that is known."""


def wall_clock() -> datetime:
    return datetime.now(UTC)


def _nobody(_doing: str, _done: int, _of: int | None) -> None:
    """Nobody watches."""


async def execute_run(
    engine: AsyncEngine,
    settings: Settings,
    tenant_id: UUID,
    run_id: UUID,
    *,
    host: ConnectorHost | None = None,
    clock: Callable[[], datetime] = wall_clock,
    tell: Tell = _nobody,
) -> ConnectionRun:
    """Carry out a run that waits, and return it with its result.

    It can be repeated, by any process and at any moment: a run that is over stays as it is, and one that was cut off
    has recorded nothing. No transaction is open while the connector reads.
    Raises: NotFound, if there is no such run, or no longer.
    """
    host = host or ConnectorHost(settings)
    async with writing(engine, tenant_id) as session:
        begun = await begin(session, host.keys, run_id, clock())
    if begun is not None:
        try:
            async with progress_told(engine, tenant_id, begun.connection_id, run_id, clock) as note:
                collected = await _collect(host, begun, tell, note)
        except ConnectorFailed as failure:
            log.info("run %s failed: %s", run_id, failure.code)
            async with writing(engine, tenant_id) as session:
                await finish_failed(session, run_id, failure, clock())
        else:
            async with writing(engine, tenant_id) as session:
                await finish(
                    session,
                    run_id,
                    collected,
                    source=begun.connection_name,
                    now=clock(),
                    tell=lambda done, of: tell("Recording", done, of),
                )
    async with reading(engine, tenant_id) as session:
        return await require(session, ConnectionRun, run_id)


async def _collect(host: ConnectorHost, begun: Begun, tell: Tell, note: Callable[[int], None]) -> Collector:
    """Raises: ConnectorFailed."""

    def count(values: int) -> None:
        note(values)
        tell("Reading", values, None)

    feeds, misfits = fitting(begun.feeds, await host.discover(begun.setup, in_run=True))
    collector = Collector(
        feeds,
        scrubbing(begun.setup.configuration.secret_texts()),
        since=begun.since,
        until=begun.until,
        tell=count,
    )
    for feed, refusal in misfits:
        collector.errors.add(feed.measure, refusal.message, refusal.code)
    query = Query(
        measures=sorted({feed.measure for feed in feeds}),
        since=begun.since,
        until=begun.until,
        first_month_of_year=begun.first_month,
    )
    collector.end(await host.read(begun.setup, query, collector.take))
    return collector
