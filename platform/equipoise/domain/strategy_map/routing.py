"""The way of each link from its cause to its effect: curves between the rows, straight past the rows."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from equipoise.domain.strategy_map.geometry import Box, Curve, MapRoute, Point
from equipoise.domain.strategy_map.grid import Grid
from equipoise.domain.strategy_map.lanes import lanes, ports
from equipoise.domain.strategy_map.model import MapLink

_OFF_MIDDLE = 12
"""How far from the middle of their sides neighbours are linked, so that two opposite links stay apart."""


def routes(
    grid: Grid, boxes: Mapping[UUID, Box], head_room: Sequence[int], links: Sequence[MapLink]
) -> tuple[MapRoute, ...]:
    """The route of each link, in the order of the links; `head_room` is the free height above each row."""
    tops = [boxes[row[0]].y for row in grid.rows]
    bottoms = [boxes[row[0]].bottom for row in grid.rows]
    ways = {link.id: grid.way(link) for link in links}
    port = ports(grid, [link for link in links if not grid.are_neighbours(link)], ways)
    lane = lanes(ways)

    def through(link: MapLink) -> MapRoute:
        """Past every row between the ends, along the lanes."""
        first, *passed, last = ways[link.id]
        near, far = (bottoms, tops) if last.row < first.row else (tops, bottoms)
        points = [Point(port[link.id, link.cause_id], far[first.row])]
        for stop in passed:
            x = lane[link.id, stop.row]
            points += [Point(x, near[stop.row]), Point(x, far[stop.row])]
        points.append(Point(port[link.id, link.effect_id], near[last.row]))
        return MapRoute(link.id, points[0], tuple(_upright(start, end) for start, end in pairwise(points)))

    def overhead(link: MapLink) -> MapRoute:
        """Over the heads of those between cause and effect in one row."""
        row = grid.row_of[link.cause_id]
        slots = abs(grid.slot_of[link.cause_id] - grid.slot_of[link.effect_id])
        rise = head_room[row] * min(slots + 1, 5) // 5
        start, end = (Point(port[link.id, node], tops[row]) for node in (link.cause_id, link.effect_id))
        arch = Curve(Point(start.x, start.y - rise), Point(end.x, end.y - rise), end)
        return MapRoute(link.id, start, (arch,))

    def route(link: MapLink) -> MapRoute:
        if grid.are_neighbours(link):
            return _across(link.id, boxes[link.cause_id], boxes[link.effect_id])
        return overhead(link) if boxes[link.cause_id].y == boxes[link.effect_id].y else through(link)

    return tuple(route(link) for link in links)


def _across(link_id: UUID, cause: Box, effect: Box) -> MapRoute:
    """Straight from one neighbour to the other."""
    rightwards = cause.x < effect.x
    y = cause.middle.y + (-_OFF_MIDDLE if rightwards else _OFF_MIDDLE)
    start, end = (cause.right, effect.x) if rightwards else (cause.x, effect.right)
    third = (end - start) // 3
    line = Curve(Point(start + third, y), Point(end - third, y), Point(end, y))
    return MapRoute(link_id, Point(start, y), (line,))


def _upright(start: Point, end: Point) -> Curve:
    """A curve that is upright at both ends."""
    middle = (start.y + end.y) // 2
    return Curve(Point(start.x, middle), Point(end.x, middle), end)
