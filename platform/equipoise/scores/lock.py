"""Scores are worked out by one transaction at a time per scorecard."""

from collections.abc import Collection
from dataclasses import dataclass
from graphlib import TopologicalSorter
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import TenantSession
from equipoise.domain.graph import ancestors

_EDGES = text("""
    SELECT DISTINCT child.scorecard_id, parent.scorecard_id
    FROM cascade_link AS link
    JOIN objective AS parent ON parent.tenant_id = link.tenant_id AND parent.id = link.parent_id
    JOIN objective AS child ON child.tenant_id = link.tenant_id AND child.id = link.child_id
    WHERE link.tenant_id = :tenant_id AND link.kind = 'CONTRIBUTES'
""")
_LOCK = text("""
    WITH RECURSIVE edge AS (
        SELECT DISTINCT child.scorecard_id AS lower, parent.scorecard_id AS upper
        FROM cascade_link AS link
        JOIN objective AS parent ON parent.tenant_id = link.tenant_id AND parent.id = link.parent_id
        JOIN objective AS child ON child.tenant_id = link.tenant_id AND child.id = link.child_id
        WHERE link.tenant_id = :tenant_id AND link.kind = 'CONTRIBUTES'
    ), reached AS (
        SELECT unnest(:ids ::uuid[]) AS id
        UNION
        SELECT edge.upper FROM reached JOIN edge ON edge.lower = reached.id
    )
    SELECT id FROM scorecard WHERE tenant_id = :tenant_id AND id IN (SELECT id FROM reached)
    ORDER BY id FOR NO KEY UPDATE OF scorecard
""")


@dataclass(frozen=True, slots=True)
class Cascade:
    """Which scorecard's objectives contribute to which other's."""

    edges: list[tuple[UUID, UUID]]
    """From the child to the parent."""

    def with_all_above(self, scorecard_ids: Collection[UUID]) -> set[UUID]:
        """These scorecards and everything that their scores flow into."""
        return {*scorecard_ids, *(above for start in scorecard_ids for above in ancestors(start, self.edges))}

    def children_first(self, scorecard_ids: Collection[UUID]) -> list[UUID]:
        """These and all above them, each after those that contribute to it."""
        everything = self.with_all_above(scorecard_ids)
        sorter: TopologicalSorter[UUID] = TopologicalSorter({each: set() for each in sorted(everything)})
        for child, parent in self.edges:
            if child in everything and parent in everything:
                sorter.add(parent, child)
        return list(sorter.static_order())

    def parents(self, scorecard_id: UUID) -> list[UUID]:
        return [parent for child, parent in self.edges if child == scorecard_id]


async def lock_scorecards(session: TenantSession, scorecard_ids: Collection[UUID]) -> Cascade:
    """Lock these scorecards and all that their scores flow into, always in the order of their ids.

    Take it before writing anything that scores depend on; it holds until the transaction ends. A link added by
    somebody else in between is seen after waiting, and what it leads to is locked as well.
    """
    wanted = set(scorecard_ids)
    while True:
        bound = {"tenant_id": session.tenant_id, "ids": sorted(wanted)}
        held = set((await session.scalars(_LOCK, bound)).all())
        cascade = await cascade_of(session)
        above = cascade.with_all_above(wanted)
        if above - wanted <= held:
            return cascade
        wanted = above


async def cascade_of(session: TenantSession) -> Cascade:
    """The organisation's cascade as it is now."""
    rows = await session.execute(_EDGES, {"tenant_id": session.tenant_id})
    return Cascade([(child, parent) for child, parent in rows])
