"""Connect each workbook, hand it in, and have the connector read it: the only way in for values."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.configuration import Configuration
from equipoise.connections.create import add_connection
from equipoise.connections.execute import execute_run
from equipoise.connections.files import store_file
from equipoise.connections.host import ConnectorHost
from equipoise.connections.mappings import WantedMapping, map_measures
from equipoise.connections.measures import Measure
from equipoise.connections.models import Connection, ConnectionRun, RunState
from equipoise.connections.run import run_connection
from equipoise.connections.validate import ValidConfiguration
from equipoise.db.session import ReadSession, TenantSession, writing
from equipoise.demo.loading.entered import Entered
from equipoise.demo.story import Kpi
from equipoise.demo.workbooks.write import DemoConnection
from equipoise.domain.errors import Refusal
from equipoise.identity.actor import Actor
from equipoise.settings import Settings

AT_ONCE = 3
"""Connections at the same time: while two are being read, the values of a third are recorded."""

IN_HAND = timedelta(minutes=30)
"""Time to execute a run before a worker would look after it."""


class WorkbookUnread(Refusal):
    """A connection of the demo organisation could not be read."""

    code = "WORKBOOK_UNREAD"


Done = Callable[[str], None]
"""Is told which connection has been read."""


async def read_workbooks(
    engine: AsyncEngine,
    settings: Settings,
    entered: Entered,
    editions: Sequence[DemoConnection],
    *,
    person: str,
    clock: Callable[[], datetime],
    done: Done,
) -> None:
    """Each workbook in its editions, several workbooks at a time. What has been read before is not read again."""
    host = ConnectorHost(settings)
    turns = asyncio.Semaphore(AT_ONCE)
    by_name: dict[str, list[DemoConnection]] = defaultdict(list)
    for edition in editions:
        by_name[edition.name].append(edition)

    async def read(name: str) -> None:
        async with turns:
            first, *_ = by_name[name]
            async with writing(engine, entered.tenant_id) as session:
                connection_id, already_read = await _connected(
                    session, entered.actor(person, clock()), host, entered, first
                )
            for edition in by_name[name][already_read:]:
                async with writing(engine, entered.tenant_id) as session:
                    run_id = await _handed_in(session, entered.actor(person, clock()), connection_id, edition)
                run = await execute_run(engine, settings, entered.tenant_id, run_id, host=host, clock=clock)
                if run.state is RunState.FAILED:
                    raise WorkbookUnread(f"{name}: {run.error_message} Run `equipoise demo` again once it is mended.")
                done(name)

    try:
        async with asyncio.TaskGroup() as group:
            for name in by_name:
                group.create_task(read(name))
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def _connected(
    session: TenantSession,
    actor: Actor,
    host: ConnectorHost,
    entered: Entered,
    first: DemoConnection,
) -> tuple[UUID, int]:
    """The connection, made and mapped if it is missing, and how many editions it has read."""
    known = select(Connection.id).where(Connection.tenant_id == session.tenant_id, Connection.name == first.name)
    connection_id = await session.scalar(known)
    if connection_id is not None:
        return connection_id, await _readings(session, connection_id)
    # Generated together with the workbook, so that nobody has to be asked whether it fits: a run would say so.
    valid = ValidConfiguration(first.connector, Configuration(first.config))
    connection = await add_connection(session, actor, host, name=first.name, valid=valid)
    kpis = {kpi.key: kpi for _, kpi in entered.demo.kpis()}
    wanted = [WantedMapping(measure, entered.kpis[key]) for measure, key in first.mappings.items()]
    offered = [_measure(measure, kpis[key]) for measure, key in first.mappings.items()]
    await map_measures(session, actor, connection.id, wanted, offered)
    return connection.id, 0


async def _readings(session: ReadSession, connection_id: UUID) -> int:
    over = select(func.count()).where(
        ConnectionRun.tenant_id == session.tenant_id,
        ConnectionRun.connection_id == connection_id,
        ConnectionRun.state.in_([RunState.SUCCEEDED, RunState.PARTIAL]),
    )
    return await session.scalar(over) or 0


async def _handed_in(session: TenantSession, actor: Actor, connection_id: UUID, edition: DemoConnection) -> UUID:
    await store_file(session, actor, connection_id, name=edition.file_name, content=edition.path.read_bytes())
    return (await run_connection(session, actor, connection_id, in_hand=IN_HAND)).id


def _measure(key: str, kpi: Kpi) -> Measure:
    return Measure(key, kpi.name, kpi.unit, kpi.frequency, (), kpi.ratio_factor)
