"""The first transaction of a run: it begins, unless it is over or may not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from equipoise.connections.collect import Feed
from equipoise.connections.mappings import mappings_of
from equipoise.connections.models import Connection, ConnectionRun, ConnectionState, RunState
from equipoise.connections.run import ConnectionPaused, NothingMapped
from equipoise.connections.setup import Setup, load_setup
from equipoise.db.lookup import by_ids, require
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain.errors import Forbidden, Refusal
from equipoise.domain.kpi import KpiState
from equipoise.domain.roles import Permission, Role, permissions
from equipoise.domain.scoring import Choice, scoring_from_json
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person, PersonKind
from equipoise.key_ring import KeyRing
from equipoise.kpis.models import Kpi
from equipoise.tenants.models import Organisation

MOST_ATTEMPTS = 3


class NeverFinished(Refusal):
    """Every process that had the run in hand died over it."""

    code = "NEVER_FINISHED"


@dataclass(frozen=True, slots=True)
class Begun:
    """All that a run needs to read, so that no transaction is open meanwhile."""

    connection_id: UUID
    connection_name: str
    setup: Setup
    feeds: Sequence[Feed]
    since: date | None
    until: date | None
    first_month: int


async def begin(session: TenantSession, keys: KeyRing, run_id: UUID, now: datetime) -> Begun | None:
    """Mark the run as running and load what it needs; None if it is over.

    A run that is marked already was left by a process that died, or is in the hands of another one: both may go on,
    and whichever ends first has its result kept. A run that may not begin is over with that.
    Raises: NotFound.
    """
    run = await require(session, ConnectionRun, run_id, lock=True)
    if run.ended_at is not None:
        return None
    run.state = RunState.RUNNING
    run.started_at = run.started_at or now
    run.attempts += 1
    tell(session, run, EventKind.RUN_STARTED, now)
    try:
        return await _loaded(session, keys, run, now)
    except Refusal as refusal:
        fail(session, run, refusal, now)
        return None


def fail(session: TenantSession, run: ConnectionRun, refusal: Refusal, now: datetime) -> None:
    """The run is over and has recorded nothing."""
    run.state = RunState.FAILED
    run.ended_at = now
    run.error_code = refusal.code
    run.error_message = refusal.message
    tell(session, run, EventKind.RUN_FINISHED, now)


def tell(session: TenantSession, run: ConnectionRun, kind: EventKind, now: datetime) -> None:
    """Who watches the run hears how far it is."""
    emit(session, now, kind, connection=run.connection_id, run=run.id)


async def recording_actor(session: ReadSession, run: ConnectionRun, now: datetime) -> Actor:
    """Who records: the person who asked for the run, with an editor's rights and no more, if they still have those.

    Raises: Forbidden.
    """
    person = await require(session, Person, run.requested_by)
    if person.left_at is not None:
        raise Forbidden(f"{person.display_name}, who asked for this run, has left. Somebody else has to ask for it.")
    if Permission.RECORD_VALUES not in permissions(person.role):
        raise Forbidden(
            f"{person.display_name}, who asked for this run, is {person.role.lower()} now and may not record values. "
            "Somebody who may has to ask for it."
        )
    return Actor(session.tenant_id, person.id, Role.EDITOR, PersonKind.SERVICE, now, origin=f"run:{run.id}")


async def _loaded(session: ReadSession, keys: KeyRing, run: ConnectionRun, now: datetime) -> Begun:
    if run.attempts > MOST_ATTEMPTS:
        raise NeverFinished(
            f"This run was begun {MOST_ATTEMPTS} times and never came to an end: its process died, or the database was "
            "away. Run it again; if that ends like this, read less at once."
        )
    await recording_actor(session, run, now)
    connection = await require(session, Connection, run.connection_id)
    if connection.state is ConnectionState.PAUSED:
        raise ConnectionPaused("The connection was paused before this run began.")
    feeds = await _feeds(session, connection.id)
    if not feeds:
        raise NothingMapped("No measure of this connection is mapped to a KPI that is in use.")
    first_month = select(Organisation.fiscal_first_month).where(Organisation.tenant_id == session.tenant_id)
    return Begun(
        connection_id=connection.id,
        connection_name=connection.name,
        setup=await load_setup(session, keys, connection),
        feeds=feeds,
        since=run.since,
        until=run.until,
        first_month=(await session.scalars(first_month)).one(),
    )


async def _feeds(session: ReadSession, connection_id: UUID) -> list[Feed]:
    """The mappings to KPIs that are not retired: those of a retired one sleep until it is restored."""
    mappings = await mappings_of(session, connection_id)
    kpis = {kpi.id: kpi for kpi in await by_ids(session, Kpi, {row.kpi_id for row in mappings})}
    return [
        Feed(
            kpi_id=kpi.id,
            scorecard_id=kpi.scorecard_id,
            measure=row.measure,
            dimensions=row.dimensions,
            factor=row.factor,
            frequency=kpi.frequency,
            ratio_factor=kpi.ratio_factor,
            by_label=isinstance(scoring_from_json(kpi.scoring), Choice),
        )
        for row in mappings
        if (kpi := kpis[row.kpi_id]).state is not KpiState.RETIRED
    ]
