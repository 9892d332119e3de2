"""Which part of a scorecard has to be worked out again when some of its figures have changed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from equipoise.domain.scorecard.structure import ScorecardSnapshot


@dataclass(frozen=True, slots=True)
class Part:
    """Everything on the way up from what has changed, and what is rolled up together with it.

    A score depends on its children alone. So whatever stands beside the way keeps its score, and is taken as stored.
    """

    scorecard: ScorecardSnapshot
    """No more of the scorecard than this takes."""

    standing: frozenset[UUID]
    """KPIs, objectives and perspectives beside the way."""


def part_of(scorecard: ScorecardSnapshot, changed: Collection[UUID]) -> Part:
    """`changed` are KPIs with other values, and objectives of other scorecards with other scores."""
    kpis = [kpi for kpi in scorecard.kpis if kpi.id in changed]
    links = [link for link in scorecard.contributions if link.child_objective_id in changed]
    objectives = {kpi.objective_id for kpi in kpis} | {link.parent_objective_id for link in links}
    perspectives = {each.perspective_id for each in scorecard.objectives if each.id in objectives}
    part = replace(
        scorecard,
        objectives=tuple(each for each in scorecard.objectives if each.perspective_id in perspectives),
        kpis=tuple(each for each in scorecard.kpis if each.objective_id in objectives),
        contributions=tuple(each for each in scorecard.contributions if each.parent_objective_id in objectives),
    )
    beside = [
        *(each.id for each in part.kpis if each.id not in changed),
        *(each.id for each in part.objectives if each.id not in objectives),
        *(each.id for each in part.perspectives if each.id not in perspectives),
    ]
    return Part(part, frozenset(beside))


def whole(scorecard: ScorecardSnapshot) -> Part:
    """All of the scorecard."""
    return Part(scorecard, frozenset())
