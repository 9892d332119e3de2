"""Rows of nodes and the gaps between them, through which links pass."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from equipoise.domain.strategy_map.model import MapLink

NODE_WIDTH = 176
NODE_HEIGHT = 104

LABEL_WIDTH = 132
"""At the left of each band, for the name of its perspective."""

_FEW_ROWS = 6
_GAP, _WIDE_GAP = 28, 44
"""Between the nodes of a full row; the wide one where many rows have links pass them."""

_SIDE = 22
"""Room left and right of the nodes for links that go around them."""

_CLEARANCE = 10
"""Distance that a passing link keeps from a node, while there is room."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Room beside the nodes of a row where a link may pass, from `low` to `high`; 0 is left of the first."""

    row: int
    place: int
    low: int
    high: int

    def nearest(self, x: float) -> float:
        return min(max(x, self.low), self.high)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a link is as it meets a row: at a node, or in a gap."""

    row: int
    x: float
    gap: Gap | None = None


class Grid:
    """Who stands where. The nodes of a row are spread evenly over the width; rows can be permuted."""

    def __init__(self, rows: Sequence[Sequence[UUID]], columns: int) -> None:
        pitch = NODE_WIDTH + (_GAP if len(rows) <= _FEW_ROWS else _WIDE_GAP)
        self.width = LABEL_WIDTH + columns * pitch + 2 * _SIDE
        self.rows: list[list[UUID]] = [list(row) for row in rows]
        self.row_of = {member: place for place, row in enumerate(rows) for member in row}
        self.slot_of = {member: slot for row in rows for slot, member in enumerate(row)}
        self._gaps = [list(self._gaps_of(place)) for place in range(len(rows))]

    def order(self, row: int, members: Sequence[UUID]) -> None:
        """Put the members of a row into this order."""
        self.rows[row] = list(members)
        self.slot_of.update((member, slot) for slot, member in enumerate(members))

    def x(self, member: UUID) -> int:
        """The middle of a node."""
        return self._middle(self.row_of[member], self.slot_of[member])

    def are_neighbours(self, link: MapLink) -> bool:
        """Whether cause and effect stand side by side."""
        return (
            self.row_of[link.cause_id] == self.row_of[link.effect_id]
            and abs(self.slot_of[link.cause_id] - self.slot_of[link.effect_id]) == 1
        )

    def way(self, link: MapLink) -> list[Stop]:
        """From cause to effect through every row between them, as straight as the nodes in the way allow."""
        row, last = self.row_of[link.cause_id], self.row_of[link.effect_id]
        x, goal = float(self.x(link.cause_id)), float(self.x(link.effect_id))
        step = 1 if last > row else -1
        way = [Stop(row, x)]
        for between in range(row + step, last, step):
            wish = x + (goal - x) / (abs(last - between) + 1)
            gap = self._nearest_gap(between, wish)
            x = gap.nearest(wish)
            way.append(Stop(between, x, gap))
        way.append(Stop(last, goal))
        return way

    def _nearest_gap(self, row: int, x: float) -> Gap:
        gaps = self._gaps[row]
        place = max(1, bisect_right(gaps, x, key=lambda gap: gap.low))
        around = gaps[place - 1 : place + 1]
        return min(around, key=lambda gap: abs(gap.nearest(x) - x))

    def _middle(self, row: int, slot: int) -> int:
        left = LABEL_WIDTH + _SIDE
        return left + (self.width - _SIDE - left) * (2 * slot + 1) // (2 * len(self.rows[row]))

    def _gaps_of(self, row: int) -> Iterator[Gap]:
        low = LABEL_WIDTH
        for slot in range(len(self.rows[row])):
            left = self._middle(row, slot) - NODE_WIDTH // 2
            yield Gap(row, slot, low + _CLEARANCE, left - _CLEARANCE)
            low = left + NODE_WIDTH
        yield Gap(row, len(self.rows[row]), low + _CLEARANCE, self.width - _CLEARANCE)
