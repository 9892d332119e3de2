"""The strategy map laid out on a page: a band per perspective, objectives in it, links as curves between them."""

from collections.abc import Sequence

from equipoise.domain.strategy_map.geometry import Box, MapBand, MapLayout, MapNode
from equipoise.domain.strategy_map.grid import NODE_HEIGHT, NODE_WIDTH, Grid
from equipoise.domain.strategy_map.model import MapLink, StrategyMap
from equipoise.domain.strategy_map.ordering import reduce_crossings
from equipoise.domain.strategy_map.routing import routes
from equipoise.domain.strategy_map.rows import rows_by_band

_LEAST_COLUMNS = 3
_BAND_GAP = 10
_EMPTY_BAND = 68
_MARGIN = 26
"""Above the first row and below the last."""


def lay_out(strategy_map: StrategyMap) -> MapLayout:
    """A place for everything on the map; the same map always gives the same layout.

    Bands follow the perspectives from the top. No two nodes overlap, and no link passes over a node.
    """
    bands = rows_by_band(strategy_map)
    rows = [row for band in bands for row in band]
    grid = Grid(rows, columns=max([_LEAST_COLUMNS, *(len(row) for row in rows)]))
    reduce_crossings(grid, strategy_map.links)

    head_room = _head_room(grid, strategy_map.links)
    foot_room = [*head_room[1:], _MARGIN]
    tops: list[int] = []
    band_boxes: list[MapBand] = []
    y = 0
    for perspective, band in zip(strategy_map.top_down(), bands, strict=True):
        start = y
        for _ in band:
            row = len(tops)
            tops.append(y + head_room[row])
            y = tops[row] + NODE_HEIGHT + foot_room[row]
        y = y if band else start + _EMPTY_BAND
        band_boxes.append(MapBand(perspective.id, Box(0, start, grid.width, y - start)))
        y += _BAND_GAP

    boxes = {
        member: Box(grid.x(member) - NODE_WIDTH // 2, tops[row], NODE_WIDTH, NODE_HEIGHT)
        for row, members in enumerate(grid.rows)
        for member in members
    }
    return MapLayout(
        width=grid.width,
        height=max(0, y - _BAND_GAP),
        bands=tuple(band_boxes),
        nodes=tuple(MapNode(member, box) for member, box in boxes.items()),
        routes=routes(grid, boxes, head_room, strategy_map.links),
    )


def _head_room(grid: Grid, links: Sequence[MapLink]) -> list[int]:
    """Free height above each row, more where more links pass; the row above leaves as much below itself."""
    passing = [0] * len(grid.rows)
    overhead = [False] * len(grid.rows)
    for link in links:
        lower, upper = grid.row_of[link.cause_id], grid.row_of[link.effect_id]
        if lower == upper:
            overhead[lower] |= not grid.are_neighbours(link)
        for row in range(min(lower, upper) + 1, max(lower, upper) + 1):
            passing[row] += 1
    return [
        (_MARGIN if row == 0 else min(56, 26 + 2 * passing[row])) + (26 if overhead[row] else 0)
        for row in range(len(grid.rows))
    ]
