"""Which of several links keeps to which side: where they leave and reach a node, and pass a gap."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from equipoise.domain.strategy_map.grid import NODE_WIDTH, Gap, Grid, Stop
from equipoise.domain.strategy_map.model import MapLink

Ways: TypeAlias = Mapping[UUID, Sequence[Stop]]

_LANE = 8
"""Between two links that pass the same gap, while there is room."""

_SQUEEZE = 5
"""How much nearer to the nodes a crowd of links may come."""


def ports(grid: Grid, links: Sequence[MapLink], ways: Ways) -> dict[tuple[UUID, UUID], int]:
    """For each link and node, x of its end at the upper or lower edge of the node.

    The ends at one edge are spread evenly, in the order in which their links arrive from left to right.
    """
    edges: dict[tuple[UUID, bool], list[tuple[tuple[int, float], UUID]]] = defaultdict(list)
    for link in links:
        way = ways[link.id]
        for node, here, there in ((link.cause_id, way[0], way[1]), (link.effect_id, way[-1], way[-2])):
            edges[node, there.row > here.row].append((_approach(here, there), link.id))
    return {
        (link_id, node): grid.x(node) - NODE_WIDTH // 2 + NODE_WIDTH * place // (len(ends) + 1)
        for (node, _), ends in edges.items()
        for place, (_, link_id) in enumerate(sorted(ends, key=lambda end: end[0]), start=1)
    }


def lanes(ways: Ways) -> dict[tuple[UUID, int], int]:
    """For each link and row that it passes, x of its lane."""
    users: dict[Gap, list[tuple[float, float, UUID]]] = defaultdict(list)
    for link_id, way in ways.items():
        for before, stop, after in zip(way, way[1:], way[2:], strict=False):
            if stop.gap:
                users[stop.gap].append((stop.x, before.x + after.x, link_id))
    found = {}
    for gap, passing in users.items():
        passing.sort(key=lambda user: user[:2])
        for (_, _, link_id), x in zip(passing, _apart([x for x, _, _ in passing], gap), strict=True):
            found[link_id, gap.row] = round(x)
    return found


def _approach(here: Stop, there: Stop) -> tuple[int, float]:
    """Sorts ends from left to right; of links within the row, the further one arches over the nearer."""
    if here.row != there.row:
        return (0, there.x)
    return (1, here.x - there.x) if there.x > here.x else (-1, here.x - there.x)


def _apart(wishes: Sequence[float], gap: Gap) -> list[float]:
    """The wishes, in ascending order, moved as little as it takes to keep them apart and within the gap."""
    spaces = max(1, len(wishes) - 1)
    squeeze = min(_SQUEEZE, max(0, (spaces * _LANE - (gap.high - gap.low)) / 2))
    least = min(_LANE, (gap.high - gap.low + 2 * squeeze) / spaces)
    found: list[float] = []
    for wish in wishes:
        found.append(max(wish, found[-1] + least) if found else wish)
    limit = gap.high + squeeze
    for place in reversed(range(len(found))):
        found[place] = limit = min(found[place], limit)
        limit -= least
    return found
