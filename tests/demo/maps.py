"""The strategy map of a scorecard of the story, for the domain's own advice."""

from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from equipoise.demo.story import Kpi, Objective, Perspective, Scorecard
from equipoise.domain.rollup import SCORED_KPI
from equipoise.domain.scoring import StayInRange
from equipoise.domain.scoring.choice import Choice
from equipoise.domain.status import Status
from equipoise.domain.strategy_map.model import MapKpi, MapLink, MapObjective, MapPerspective, StrategyMap


def map_of(scorecard: Scorecard) -> StrategyMap:
    """With every KPI on target: what is advised then is about the content alone."""
    return StrategyMap(
        scorecard.name,
        tuple(
            MapPerspective(id_of(perspective.name), perspective.name, perspective.weight, place)
            for place, perspective in enumerate(scorecard.perspectives)
        ),
        tuple(
            _objective(scorecard, perspective, objective)
            for perspective in scorecard.perspectives
            for objective in perspective.objectives
        ),
        tuple(
            MapLink(id_of(link.cause + link.effect), id_of(link.cause), id_of(link.effect), link.rationale)
            for link in scorecard.links
        ),
    )


def id_of(key: str) -> UUID:
    return uuid5(NAMESPACE_URL, key)


def _objective(scorecard: Scorecard, perspective: Perspective, objective: Objective) -> MapObjective:
    mine = [initiative for initiative in scorecard.initiatives if initiative.objective == objective.key]
    return MapObjective(
        id=id_of(objective.key),
        name=objective.name,
        perspective_id=id_of(perspective.name),
        weight=objective.weight,
        theme=objective.theme,
        owner=objective.owner,
        status=Status.GREEN,
        score=Decimal(100),
        coverage=SCORED_KPI,
        kpis=tuple(_kpi(kpi) for kpi in objective.kpis if not kpi.proposed),
        initiatives=len(mine),
        running_initiatives=sum(each.progress < 100 for each in mine),
        child_has_kpi=False,
    )


def _kpi(kpi: Kpi) -> MapKpi:
    no_target_needed = isinstance(kpi.scoring, StayInRange | Choice)
    return MapKpi(
        id=id_of(kpi.key),
        name=kpi.name,
        indicator=kpi.indicator,
        data_kind=kpi.data_kind,
        below_target=False,
        has_owner=kpi.owner is not None,
        has_target=no_target_needed or kpi.target is not None,
        has_source=True,
    )
