"""Scores are worked out by one transaction at a time per scorecard."""

from collections.abc import Collection
from graphlib import TopologicalSorter
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain.graph import ancestors

_EDGES = text("""
    SELECT DISTINCT child.scorecard_id, parent.scorecard_id
    FROM cascade_link AS link
    JOIN objective AS parent ON parent.tenant_id = link.tenant_id AND parent.id = link.parent_id
    JOIN objective AS child ON child.tenant_id = link.tenant_id AND child.id = link.child_id
    WHERE link.tenant_id = :tenant_id AND link.kind = 'CONTRIBUTES'
""")
_LOCK = text("""
    SELECT id FROM scorecard WHERE tenant_id = :tenant_id AND id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE
""")


async def lock_scorecards(session: TenantSession, scorecard_ids: Collection[UUID]) -> None:
    """Lock these scorecards and all that their scores flow into, always in the order of their ids.

    Take it before writing anything that scores depend on; it holds until the transaction ends. A link added by
    somebody else in between is seen after waiting, and what it leads to is locked as well.
    """
    held: set[UUID] = set()
    wanted = set(scorecard_ids)
    while not wanted <= held:
        wanted |= await _above(session, wanted)
        await session.execute(_LOCK, {"tenant_id": session.tenant_id, "ids": sorted(wanted)})
        held = wanted
        wanted = held | await _above(session, held)


async def children_first(
    session: ReadSession, scorecard_ids: Collection[UUID]
) -> tuple[list[UUID], dict[UUID, set[UUID]]]:
    """These scorecards and all above them, each after those that contribute to it; and who contributes to whom."""
    edges = await _edges(session)
    everything = set(scorecard_ids) | {above for start in scorecard_ids for above in ancestors(start, edges)}
    sorter: TopologicalSorter[UUID] = TopologicalSorter({scorecard_id: set() for scorecard_id in sorted(everything)})
    parents: dict[UUID, set[UUID]] = {scorecard_id: set() for scorecard_id in everything}
    for child, parent in edges:
        if child in everything and parent in everything:
            sorter.add(parent, child)
            parents[child].add(parent)
    return list(sorter.static_order()), parents


async def _above(session: ReadSession, scorecard_ids: Collection[UUID]) -> set[UUID]:
    edges = await _edges(session)
    return {above for start in scorecard_ids for above in ancestors(start, edges)}


async def _edges(session: ReadSession) -> list[tuple[UUID, UUID]]:
    rows = await session.execute(_EDGES, {"tenant_id": session.tenant_id})
    return [(child, parent) for child, parent in rows]
