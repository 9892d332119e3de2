"""The last transaction of a run: its values, what follows from them, and its result, all of it or nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from equipoise.connections.begin import fail, recording_actor
from equipoise.connections.begin import tell as tell_run
from equipoise.connections.collect import Collector, Found
from equipoise.connections.models import ConnectionRun, RunState
from equipoise.connections.row_errors import RowErrors, store_row_errors
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.events.kinds import EventKind
from equipoise.kpis.record import record_values
from equipoise.scores.lock import lock_scorecards

BATCH = 5_000
"""Values that are recorded in one go; between two, the process can do other things."""


async def finish(
    session: TenantSession,
    run_id: UUID,
    collected: Collector,
    *,
    source: str,
    now: datetime,
    tell: Callable[[int, int], None],
) -> None:
    """Record what was collected and store the result, unless another process has finished the run meanwhile.

    Raises: NotFound, if the connection is gone with its runs.
    """
    found = collected.found()
    # Scorecards first, and all of them at once: everybody locks in this order.
    await lock_scorecards(session, {each.feed.scorecard_id for each in found})
    run = await require(session, ConnectionRun, run_id, lock=True)
    if run.ended_at is not None:
        return
    try:
        actor = await recording_actor(session, run, now)
    except Refusal as refusal:
        fail(session, run, refusal, now)
        return
    errors = collected.errors
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        items = [each.item for each in batch]
        outcome = await record_values(session, actor, items, all_or_nothing=False, source=source, run_id=run.id)
        run.recorded += outcome.recorded
        run.unchanged += outcome.unchanged
        _note(outcome.refusals, batch, errors)
        tell(start + len(batch), len(found))
    await store_row_errors(session, run.id, errors)
    run.unmapped = collected.unmapped
    run.row_errors = errors.count
    run.state = RunState.PARTIAL if errors.count else RunState.SUCCEEDED
    run.ended_at = now
    tell_run(session, run, EventKind.RUN_FINISHED, now)


async def finish_failed(session: TenantSession, run_id: UUID, refusal: Refusal, now: datetime) -> None:
    """Store why the run has failed, unless another process has finished it meanwhile.

    Raises: NotFound, if the connection is gone with its runs.
    """
    run = await require(session, ConnectionRun, run_id, lock=True)
    if run.ended_at is None:
        fail(session, run, refusal, now)


def _note(refusals: Sequence[Refusal], batch: Sequence[Found], errors: RowErrors) -> None:
    """What could not be recorded, by its place at the source: a refusal names its item as `values.3.value`."""
    for refusal in refusals:
        number = int((refusal.field or "").split(".")[1])
        errors.add(batch[number].place, refusal.message, refusal.code)
