"""Ask for a run of a connection."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.record import record
from equipoise.connections.models import Connection, ConnectionRun, ConnectionState, MeasureMapping, RunState
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.calendar import FIRST_DAY, LAST_DAY
from equipoise.domain.errors import Conflict, Invalid
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.jobs.enqueue import enqueue

TASK = "connections.run"
MOST_WAITING = 10
"""Runs of one connection that have not begun."""


class ConnectionPaused(Conflict):
    """The connection is not run until it is resumed."""

    code = "CONNECTION_PAUSED"


class NothingMapped(Conflict):
    """No measure of the connection is mapped to a KPI, so that a run could record nothing."""

    code = "NOTHING_MAPPED"


async def run_connection(
    session: TenantSession,
    actor: Actor,
    connection_id: UUID,
    *,
    since: date | None = None,
    until: date | None = None,
    in_hand: timedelta | None = None,
) -> ConnectionRun:
    """Have the connection read: periods that begin on or after `since` and before `until`.

    The run waits for a worker. With `in_hand` the caller executes it at once with `execute_run`, and a worker looks
    after it only when that much time has passed, in case the caller is gone by then.
    Raises: Forbidden, NotFound, ConnectionPaused, NothingMapped, TooMany, Invalid.
    """
    actor.require(Permission.CONNECT_SOURCES)
    _check_window(since, until)
    connection = await require(session, Connection, connection_id, lock=True)
    if connection.state is ConnectionState.PAUSED:
        raise ConnectionPaused("This connection is paused; resume it first.", field="id")
    await _check_mapped(session, connection.id)
    await _check_waiting(session, connection.id)

    run = ConnectionRun(
        id=new_id(),
        connection_id=connection.id,
        since=since,
        until=until,
        requested_by=actor.person_id,
        requested_at=actor.now,
    )
    session.add(run)
    await session.flush()
    after = {"run": run.id, "since": since, "until": until}
    record(session, actor, "connection.run_requested", "connection", connection.id, after=after)
    emit(session, actor, EventKind.RUN_REQUESTED, connection=connection.id, run=run.id)
    # A job that waits for its time would hold up later ones of the same lock.
    lock = f"connection {session.tenant_id} {connection.id}" if in_hand is None else None
    await enqueue(session, TASK, lock=lock, scheduled_at=_later(actor.now, in_hand), run_id=str(run.id))
    return run


def _later(now: datetime, by: timedelta | None) -> datetime | None:
    return None if by is None else now + by


def _check_window(since: date | None, until: date | None) -> None:
    for day, field in ((since, "since"), (until, "until")):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise Invalid(f"{day} is outside {FIRST_DAY} to {LAST_DAY}.", field=field)
    if since is not None and until is not None and since >= until:
        raise Invalid("The window is empty: until is the first day that is left out.", field="until")


async def _check_mapped(session: TenantSession, connection_id: UUID) -> None:
    mapped = select(MeasureMapping.id).where(
        MeasureMapping.tenant_id == session.tenant_id, MeasureMapping.connection_id == connection_id
    )
    if await session.scalar(mapped.limit(1)) is None:
        raise NothingMapped("Map a measure of this connection to a KPI first.", field="id")


async def _check_waiting(session: TenantSession, connection_id: UUID) -> None:
    waiting = (
        select(func.count())
        .select_from(ConnectionRun)
        .where(
            ConnectionRun.tenant_id == session.tenant_id,
            ConnectionRun.connection_id == connection_id,
            ConnectionRun.state == RunState.QUEUED,
        )
    )
    if (await session.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooMany(f"{MOST_WAITING} runs of this connection are waiting already.", field="id")
