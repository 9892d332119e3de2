"""Which scorecard's scores flow into which other's."""

from collections.abc import Collection
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final
from uuid import UUID

from equipoise.domain.graph import ancestors

EDGES: Final = """
    SELECT DISTINCT child.scorecard_id AS lower_id, parent.scorecard_id AS upper_id
    FROM cascade_link AS link
    JOIN objective AS parent ON parent.tenant_id = link.tenant_id AND parent.id = link.parent_id
    JOIN objective AS child ON child.tenant_id = link.tenant_id AND child.id = link.child_id
    WHERE link.tenant_id = :tenant_id AND link.kind = 'CONTRIBUTES'
"""
"""Each child scorecard with each parent to which an objective of it contributes."""


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
