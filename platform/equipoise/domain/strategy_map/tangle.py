"""How hard the links of a map are to follow: what crosses, what runs far sideways."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from equipoise.domain.strategy_map.grid import Grid
from equipoise.domain.strategy_map.model import MapLink

_CROSSING = 160
"""A crossing is worth a detour of this many units."""

_OVERHEAD = 240
"""So is a link over the heads of those who stand between cause and effect in one row, for each of them."""


class Tangle:
    """Weighs the links on a grid; told of moved nodes, it weighs only what they touch."""

    def __init__(self, grid: Grid, links: Sequence[MapLink]) -> None:
        self._grid = grid
        self._links = links
        self._at: dict[UUID, list[MapLink]] = defaultdict(list)
        self._runs: dict[UUID, float] = {}
        self._steps: dict[int, dict[UUID, tuple[float, float]]] = defaultdict(dict)
        """For each row, the links between it and the next: x at the upper, x at the lower."""
        for link in links:
            self._at[link.cause_id].append(link)
            self._at[link.effect_id].append(link)
        self.moved(links)

    @property
    def step_count(self) -> int:
        return sum(len(steps) for steps in self._steps.values())

    def links_of(self, *members: UUID) -> list[MapLink]:
        """Each link at any of these nodes, once."""
        return list({link.id: link for member in members for link in self._at[member]}.values())

    def moved(self, links: Sequence[MapLink]) -> None:
        """The ends of these links have moved."""
        for link in links:
            way = self._grid.way(link)
            self._runs[link.id] = sum(abs(here.x - there.x) for here, there in pairwise(way))
            for here, there in pairwise(way):
                if here.row != there.row:
                    upper, lower = (here, there) if here.row < there.row else (there, here)
                    self._steps[upper.row][link.id] = (upper.x, lower.x)

    def weight(self) -> float:
        """Of the whole map; smaller is easier to follow."""
        crossings = sum(_crossings(list(steps.values())) for steps in self._steps.values())
        return crossings * _CROSSING + sum(self._sideways(link) for link in self._links)

    def weight_of(self, links: Sequence[MapLink]) -> float:
        """The part of the weight in which these links have a share."""
        ids = {link.id for link in links}
        crossings = 0.0
        for steps in self._steps.values():
            mine = [(each, steps[each]) for each in steps.keys() & ids]
            if mine:
                crossings += sum(
                    0.5 if other in ids else 1
                    for _, (upper, lower) in mine
                    for other, (its_upper, its_lower) in steps.items()
                    if (upper - its_upper) * (lower - its_lower) < 0
                )
        return crossings * _CROSSING + sum(self._sideways(link) for link in links)

    def _sideways(self, link: MapLink) -> float:
        run, grid = self._runs[link.id], self._grid
        if grid.row_of[link.cause_id] == grid.row_of[link.effect_id]:
            slots = abs(grid.slot_of[link.cause_id] - grid.slot_of[link.effect_id])
            run += _OVERHEAD * (slots - 1)
        return run


def _crossings(steps: list[tuple[float, float]]) -> int:
    """Pairs that stand in one order above and in the other below; those that share an end do not cross."""
    crossings = 0
    lowers: list[float] = []
    steps = sorted(steps, key=lambda step: (step[0], step[1]))
    start = 0
    for place, (upper, lower) in enumerate(steps):
        if upper != steps[start][0]:
            for earlier in steps[start:place]:
                insort(lowers, earlier[1])
            start = place
        crossings += len(lowers) - bisect_right(lowers, lower)
    return crossings
