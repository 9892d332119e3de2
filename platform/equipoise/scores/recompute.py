"""Work out scores again after something they depend on has changed, up the whole chain."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import TenantSession
from equipoise.domain.missing import MissingData
from equipoise.domain.scorecard import SubjectKind, score_scorecard
from equipoise.scores.figures import load_figures, whole_reach
from equipoise.scores.lock import Cascade, lock_scorecards
from equipoise.scores.reach import Stretch, periods_of, reach
from equipoise.scores.store import Changed, drop_others, store
from equipoise.scores.structure import Structure, load_structures

_STORED = text("""
    SELECT min(period_start), max(period_start) FROM score WHERE tenant_id = :tenant_id AND subject_id = :id
""")


async def recompute(
    session: TenantSession,
    now: datetime,
    scorecard_ids: Collection[UUID],
    stretches: Mapping[UUID, Stretch] | None = None,
) -> int:
    """Work out these scorecards and everything they contribute to; returns how many scores changed.

    Without `stretches` every period is worked out: after a change of structure, weights or rules. With it, only
    the given periods of each scorecard: after values were recorded.
    """
    cascade = await lock_scorecards(session, scorecard_ids)
    wanted = {scorecard_id: stretches.get(scorecard_id) if stretches else None for scorecard_id in scorecard_ids}
    structures = await load_structures(session, scorecard_ids)
    return await recompute_locked(session, now, wanted, cascade, structures)


async def recompute_locked(
    session: TenantSession,
    now: datetime,
    wanted: Mapping[UUID, Stretch | None],
    cascade: Cascade,
    structures: Mapping[UUID, Structure],
) -> int:
    """As `recompute`, for a caller that has locked the scorecards and loaded their structures already."""
    pending, known = dict(wanted), dict(structures)
    changes = 0
    for scorecard_id in cascade.children_first(wanted.keys()):
        if scorecard_id not in pending or scorecard_id not in known:
            continue
        child = known[scorecard_id]
        changed = await _scorecard(session, child, pending[scorecard_id], now)
        changes += len(changed)
        parents = cascade.parents(scorecard_id)
        if not parents or all(kind != SubjectKind.OBJECTIVE for kind, _ in changed):
            continue
        known |= await load_structures(session, [each for each in parents if each not in known])
        for parent_id in parents:
            flowing = _flowing(known[parent_id], child, changed)
            waiting = pending.get(parent_id, flowing)
            pending[parent_id] = flowing.with_(waiting) if waiting is not None else None
    return changes


async def _scorecard(session: TenantSession, structure: Structure, stretch: Stretch | None, now: datetime) -> Changed:
    snapshot = structure.snapshot
    dropped: Changed = []
    if stretch is None or any(kpi.missing_data is MissingData.ZERO for kpi in snapshot.kpis):
        snapshot, stretch = await whole_reach(session, structure)
        subjects = [
            snapshot.id,
            *(perspective.id for perspective in snapshot.perspectives),
            *(objective.id for objective in snapshot.objectives),
            *(kpi.id for kpi in snapshot.kpis),
        ]
        dropped = await drop_others(session, snapshot.id, subjects, stretch, now)
    else:
        stretch = await _without_gap(session, structure, stretch)
    if stretch is None:
        return dropped
    figures = await load_figures(session, structure, stretch)
    periods = periods_of(structure.calendar, structure.frequency, stretch)
    rows = score_scorecard(snapshot, figures, periods, structure.calendar)
    return dropped + await store(session, snapshot.id, rows, now)


async def _without_gap(session: TenantSession, structure: Structure, stretch: Stretch) -> Stretch:
    """The stretch, drawn out to meet the periods that have scores already: between two there is never a hole."""
    bound = {"tenant_id": session.tenant_id, "id": structure.snapshot.id}
    first, last = (await session.execute(_STORED, bound)).one()
    if first is None:
        return stretch
    return Stretch(
        min(stretch.first, structure.calendar.holding(last, structure.frequency).end)
        if stretch.first > last
        else stretch.first,
        max(stretch.last, first) if stretch.last < first else stretch.last,
    )


def _flowing(parent: Structure, child: Structure, changed: Changed) -> Stretch:
    """The parent's periods in which a changed objective of the child counts."""
    starts = [start for kind, start in changed if kind == SubjectKind.OBJECTIVE]
    first, last = (
        reach(parent.calendar, parent.frequency, start, child.frequency) for start in (min(starts), max(starts))
    )
    return first.with_(last)
