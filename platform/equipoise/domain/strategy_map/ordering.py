"""The order of nodes within their rows, chosen so that few links cross and none runs far sideways.

Barycentre sweeps (Sugiyama, Tagawa and Toda, 1981), then swaps within a row for as long as they help.
"""

from collections.abc import Sequence
from itertools import combinations
from statistics import fmean
from uuid import UUID

from equipoise.domain.strategy_map.grid import Grid
from equipoise.domain.strategy_map.model import MapLink
from equipoise.domain.strategy_map.tangle import Tangle

_SWEEPS = 8
_PASSES = 8
_MOST_STEPS_TO_SWAP = 800
"""Swaps cost about the square of the links; a denser map gets the sweeps only."""


def reduce_crossings(grid: Grid, links: Sequence[MapLink]) -> None:
    """Permute the rows of the grid. The same map always ends in the same order."""
    tangle = Tangle(grid, links)
    best, least = list(grid.rows), tangle.weight()
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        rows = range(len(grid.rows))
        for row in rows if downwards else reversed(rows):
            _by_barycentre(grid, tangle, row, towards=row - 1 if downwards else row + 1)
        tangle.moved(links)
        if (weight := tangle.weight()) < least:
            best, least = list(grid.rows), weight
    for row, members in enumerate(best):
        grid.order(row, members)
    tangle.moved(links)
    if tangle.step_count <= _MOST_STEPS_TO_SWAP:
        _swap_while_it_helps(grid, tangle)


def _by_barycentre(grid: Grid, tangle: Tangle, row: int, towards: int) -> None:
    """Sort a row by the mean place of what its nodes are linked to in the row `towards`, and beside them."""
    pulls: dict[UUID, list[float]] = {member: [] for member in grid.rows[row]}
    for link in tangle.links_of(*grid.rows[row]):
        way = grid.way(link)
        for member, following in ((link.cause_id, way[1]), (link.effect_id, way[-2])):
            if member in pulls and following.row in {row, towards}:
                pulls[member].append(following.x)
    wish = {member: fmean(pull) if pull else grid.x(member) for member, pull in pulls.items()}
    grid.order(row, sorted(grid.rows[row], key=lambda member: wish[member]))


def _swap_while_it_helps(grid: Grid, tangle: Tangle) -> None:
    for _ in range(_PASSES):
        if not sum(_swap_row(grid, tangle, row) for row in range(len(grid.rows))):
            return


def _swap_row(grid: Grid, tangle: Tangle, row: int) -> bool:
    """Whether any swap of two nodes in the row made the map simpler."""
    helped = False
    for one, other in combinations(range(len(grid.rows[row])), 2):
        before = grid.rows[row]
        after = list(before)
        after[one], after[other] = after[other], after[one]
        touched = tangle.links_of(before[one], before[other])
        weight = tangle.weight_of(touched)
        grid.order(row, after)
        tangle.moved(touched)
        if tangle.weight_of(touched) < weight:
            helped = True
        else:
            grid.order(row, before)
            tangle.moved(touched)
    return helped
