"""Work out scores again after something they depend on has changed, up the whole chain."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from equipoise.db.session import TenantSession
from equipoise.domain.scorecard import whole
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.scores.cascade import Cascade
from equipoise.scores.extent import whole_reach
from equipoise.scores.find import find, load_structures
from equipoise.scores.lock import lock_scorecards
from equipoise.scores.reach import Stretch, reach
from equipoise.scores.store import NOTHING_CHANGED, Changed, drop_others, store
from equipoise.scores.structure import Structure
from equipoise.scores.task import Due, Task, task_of

_DAY: Final = timedelta(days=1)
NOTHING_STORED: Final[Mapping[UUID, Changed]] = {}


async def recompute(session: TenantSession, now: datetime, scorecard_ids: Collection[UUID]) -> int:
    """Work out every period of these scorecards, and what follows for those that they contribute to.

    For a change of structure, weights or rules; returns how many scores changed.
    """
    cascade = await lock_scorecards(session, scorecard_ids)
    structures = await load_structures(session, scorecard_ids)
    return await recompute_locked(session, now, dict.fromkeys(scorecard_ids), cascade, structures)


async def recompute_locked(
    session: TenantSession,
    now: datetime,
    due: Mapping[UUID, Due | None],
    cascade: Cascade,
    structures: Mapping[UUID, Structure],
    *,
    stored: Mapping[UUID, Changed] = NOTHING_STORED,
) -> int:
    """Work out what is due (None: every period), for a caller that has locked the scorecards.

    `structures` are those that the caller knows, `stored` what it has worked out and written itself. Returns how
    many scores changed.
    """
    pending, known = dict(due), dict(structures)
    changes = 0
    for scorecard_id in cascade.children_first([*pending, *stored]):
        if scorecard_id not in known or (scorecard_id not in pending and scorecard_id not in stored):
            continue
        child = known[scorecard_id]
        changed = stored.get(scorecard_id, NOTHING_CHANGED)
        if scorecard_id in pending:
            changed = changed.and_(await _scorecard(session, child, pending[scorecard_id], now))
        if not changed.scores:
            continue
        changes += changed.scores
        _tell(session, now, scorecard_id, changed)
        parents = cascade.parents(scorecard_id)
        if not parents or not changed.objectives:
            continue
        known |= await load_structures(session, [each for each in parents if each not in known])
        for parent_id in parents:
            flowing = _flowing(known[parent_id], child, changed)
            waiting = pending.get(parent_id, flowing)
            pending[parent_id] = flowing.with_(waiting) if waiting is not None else None
    return changes


async def _scorecard(session: TenantSession, structure: Structure, due: Due | None, now: datetime) -> Changed:
    snapshot = structure.snapshot
    if due is None or structure.counts_missing_as_zero:
        return await _all_of(session, structure, now)
    task = task_of(structure, due)
    found = await find(session, task.wanted)
    if not task.is_within(found):
        task = Task(structure, whole(snapshot), without_gap(structure, due.stretch, found.spans.get(snapshot.id)))
        found = await find(session, task.wanted)
    return await store(session, snapshot.id, task.scores(found), now)


async def _all_of(session: TenantSession, structure: Structure, now: datetime) -> Changed:
    """Every period. Scores of what is measured no more go."""
    snapshot, stretch = await whole_reach(session, structure)
    subjects = [
        snapshot.id,
        *(perspective.id for perspective in snapshot.perspectives),
        *(objective.id for objective in snapshot.objectives),
        *(kpi.id for kpi in snapshot.kpis),
    ]
    dropped = await drop_others(session, snapshot.id, subjects, stretch, now)
    if stretch is None:
        return dropped
    task = Task(structure, whole(snapshot), stretch)
    rows = task.scores(await find(session, task.wanted))
    return dropped.and_(await store(session, snapshot.id, rows, now))


def without_gap(structure: Structure, stretch: Stretch, span: Stretch | None) -> Stretch:
    """The stretch, drawn out as far as the periods that have scores already: between two there is never a hole."""
    if span is None:
        return stretch
    after = structure.calendar.holding(span.last, structure.frequency).end + _DAY
    before = span.first - _DAY
    return Stretch(min(stretch.first, after), max(stretch.last, before))


def _tell(session: TenantSession, now: datetime, scorecard_id: UUID, changed: Changed) -> None:
    emit(
        session,
        now,
        EventKind.SCORES_CHANGED,
        scorecard=scorecard_id,
        first=changed.stretch.first,
        last=changed.stretch.last,
    )


def _flowing(parent: Structure, child: Structure, changed: Changed) -> Due:
    """The parent's periods in which a changed objective of the child counts."""
    starts = changed.objectives_stretch.first, changed.objectives_stretch.last
    first, last = (reach(parent.calendar, parent.frequency, start, child.frequency) for start in starts)
    return Due(first.with_(last), changed.objectives)
