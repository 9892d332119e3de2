"""Whether causes lead upwards, without circles, and all the way to the top."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from uuid import UUID

from equipoise.domain.graph import find_cycle
from equipoise.domain.strategy_map.model import MapLink, StrategyMap
from equipoise.domain.strategy_map.warning import MapWarning, WarningCode, warn


def causality_warnings(strategy_map: StrategyMap) -> Iterator[MapWarning]:
    """Cycles, links that point downwards, and objectives on no path to the top."""
    yield from _cycles(strategy_map)
    yield from _downward(strategy_map)
    yield from _orphans(strategy_map)


def _cycles(strategy_map: StrategyMap) -> Iterator[MapWarning]:
    """Circles that share no link, one after the other."""
    objectives = strategy_map.by_id()
    links = {(link.cause_id, link.effect_id): link.id for link in strategy_map.links}
    while circle := find_cycle(links):
        steps = list(pairwise([*circle, circle[0]]))
        names = " → ".join(f"“{objectives[each].name}”" for each in [*circle, circle[0]])
        yield warn(
            WarningCode.LINK_CYCLE,
            f"These objectives are each other's cause, in a circle: {names}. Remove the weakest link.",
            *circle,
            *(links[step] for step in steps),
        )
        for step in steps:
            del links[step]


def levels(strategy_map: StrategyMap) -> dict[UUID, int]:
    """How far below the top each objective's perspective lies; 0 is the top."""
    level = {perspective.id: place for place, perspective in enumerate(strategy_map.top_down())}
    return {objective.id: level[objective.perspective_id] for objective in strategy_map.objectives}


def downward_links(strategy_map: StrategyMap) -> list[MapLink]:
    """Links whose effect lies in a lower perspective than their cause."""
    level = levels(strategy_map)
    return [link for link in strategy_map.links if level[link.cause_id] < level[link.effect_id]]


def _downward(strategy_map: StrategyMap) -> Iterator[MapWarning]:
    objectives = strategy_map.by_id()
    for link in downward_links(strategy_map):
        cause, effect = objectives[link.cause_id].name, objectives[link.effect_id].name
        yield warn(
            WarningCode.DOWNWARD_LINK,
            f"The link from “{cause}” down to “{effect}” runs against the map, where causes lie below "
            "their effects. Turn it round or remove it.",
            link.id,
            link.cause_id,
            link.effect_id,
        )


def _orphans(strategy_map: StrategyMap) -> Iterator[MapWarning]:
    """The top is the highest perspective that has objectives: an empty one above it is reported as empty."""
    level = levels(strategy_map)
    if not level:
        return
    top = min(level.values())
    causes: dict[UUID, list[UUID]] = defaultdict(list)
    for link in strategy_map.links:
        causes[link.effect_id].append(link.cause_id)
    reached = {each for each in level if level[each] == top}
    frontier = list(reached)
    while frontier:
        found = set(causes[frontier.pop()]) - reached
        reached |= found
        frontier.extend(found)
    for objective in strategy_map.objectives:
        if objective.id not in reached:
            yield warn(
                WarningCode.ORPHAN_OBJECTIVE,
                f"“{objective.name}” is on no path to the top of the map: no chain of links says what it is good for.",
                objective.id,
            )
