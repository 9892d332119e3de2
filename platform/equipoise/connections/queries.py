"""Reading the runs of many connections at once."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from equipoise.connections.models import ConnectionRun, RunRowError
from equipoise.db.session import ReadSession


async def latest_runs(session: ReadSession, connection_ids: Sequence[UUID]) -> dict[UUID, ConnectionRun]:
    """The run of each connection that was asked for last."""
    statement = (
        select(ConnectionRun)
        .where(ConnectionRun.tenant_id == session.tenant_id, ConnectionRun.connection_id.in_(connection_ids))
        .ext(distinct_on(ConnectionRun.connection_id))
        .order_by(ConnectionRun.connection_id, ConnectionRun.id.desc())
    )
    return {run.connection_id: run for run in (await session.scalars(statement)).all()}


async def first_row_errors(session: ReadSession, run_ids: Sequence[UUID], first: int) -> dict[UUID, list[RunRowError]]:
    """The first row errors of each run, in the order in which they were met."""
    statement = (
        select(RunRowError)
        .where(
            RunRowError.tenant_id == session.tenant_id, RunRowError.run_id.in_(run_ids), RunRowError.ordinal <= first
        )
        .order_by(RunRowError.run_id, RunRowError.ordinal)
    )
    found: defaultdict[UUID, list[RunRowError]] = defaultdict(list)
    for row in (await session.scalars(statement)).all():
        found[row.run_id].append(row)
    return found
