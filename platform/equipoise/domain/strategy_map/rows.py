"""Which row of the map an objective stands in: one row per perspective, more where it holds many."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from equipoise.domain.strategy_map.causality import levels
from equipoise.domain.strategy_map.model import MapLink, StrategyMap

COLUMNS = 5
"""Objectives side by side: as many as a perspective should have, and as a page holds legibly."""


def rows_by_band(strategy_map: StrategyMap) -> list[list[list[UUID]]]:
    """For each perspective from the top, its rows from the top, each with objectives from the left.

    One that needs several rows puts effects above their causes, and those that lead up above the others.
    """
    level = levels(strategy_map)
    climb = Counter[UUID]()
    for link in strategy_map.links:
        rise = level[link.cause_id] - level[link.effect_id]
        climb[link.cause_id] += (rise > 0) - (rise < 0)
        climb[link.effect_id] -= (rise > 0) - (rise < 0)
    bands = []
    for perspective in strategy_map.top_down():
        members = [objective.id for objective in strategy_map.within(perspective)]
        if len(members) > COLUMNS:
            depth = _depths(members, strategy_map.links)
            members.sort(key=lambda member: (depth[member], -climb[member]))
        bands.append(_even_rows(members))
    return bands


def _depths(members: list[UUID], links: Sequence[MapLink]) -> dict[UUID, int]:
    """How many steps of links inside the band lead from each member up to its last effect."""
    depth = dict.fromkeys(members, 0)
    inside = [link for link in links if link.cause_id in depth and link.effect_id in depth]
    for _ in range(len(members)):  # as many steps as the longest chain; a cycle must not climb for ever
        deeper = {
            link.cause_id: depth[link.effect_id] + 1 for link in inside if depth[link.cause_id] <= depth[link.effect_id]
        }
        if not deeper:
            break
        depth |= deeper
    return depth


def _even_rows(members: list[UUID]) -> list[list[UUID]]:
    count = -(-len(members) // COLUMNS)
    cuts = [-(-len(members) * row // count) for row in range(count + 1)] if count else []
    return [members[start:end] for start, end in pairwise(cuts)]
