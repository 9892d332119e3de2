"""Work out scores again after something they depend on has changed, up the whole chain."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import TenantSession
from equipoise.domain.missing import MissingData
from equipoise.domain.scorecard import SubjectKind, score_scorecard
from equipoise.scores.figures import load_figures, whole_reach
from equipoise.scores.lock import children_first, lock_scorecards
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
    await lock_scorecards(session, scorecard_ids)
    order, parents = await children_first(session, scorecard_ids)
    pending: dict[UUID, Stretch | None] = {
        scorecard_id: stretches.get(scorecard_id) if stretches else None for scorecard_id in scorecard_ids
    }
    structures = await load_structures(session, order)
    changes = 0
    for scorecard_id in order:
        if scorecard_id not in pending or scorecard_id not in structures:
            continue
        structure = structures[scorecard_id]
        changed = await _scorecard(session, structure, pending[scorecard_id], now)
        changes += len(changed)
        for parent_id in parents[scorecard_id]:
            flowing = _flowing(structures[parent_id], structure, changed)
            if flowing is not None:
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


def _flowing(parent: Structure, child: Structure, changed: Changed) -> Stretch | None:
    """The parent's periods in which a changed objective of the child counts."""
    starts = [start for kind, start in changed if kind == SubjectKind.OBJECTIVE]
    if not starts:
        return None
    ends = [reach(parent.calendar, parent.frequency, start, child.frequency) for start in {min(starts), max(starts)}]
    return ends[0].with_(ends[-1])
