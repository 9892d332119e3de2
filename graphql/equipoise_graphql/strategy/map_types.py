"""The strategy map as data."""

import asyncio
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, cast
from uuid import UUID

import strawberry

from equipoise.db.session import ReadSession
from equipoise.domain.status import Status
from equipoise.domain.strategy_map import geometry
from equipoise.domain.strategy_map.warning import MapWarning, Severity, WarningCode
from equipoise.kpis.models import Kpi
from equipoise.strategy import models
from equipoise.strategy.map import MapOfPeriod, lay_out_all, maps_of
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described, resolved, to_one
from equipoise_graphql.ids import encode
from equipoise_graphql.organisation_time import today_of

if TYPE_CHECKING:
    from equipoise_graphql.strategy.types import Objective, Perspective

LazyObjective = Annotated["Objective", strawberry.lazy("equipoise_graphql.strategy.types")]
LazyPerspective = Annotated["Perspective", strawberry.lazy("equipoise_graphql.strategy.types")]

described(
    WarningCode,
    "What is not well formed about a scorecard.",
    PERSPECTIVE_WITHOUT_OBJECTIVES="The strategy says nothing about this perspective.",
    FEW_OBJECTIVES_IN_PERSPECTIVE="The perspective has fewer objectives than make it whole.",
    MANY_OBJECTIVES_IN_PERSPECTIVE="The perspective has more objectives than can be kept in focus.",
    FEW_OBJECTIVES="The scorecard has fewer objectives than tell a strategy.",
    MANY_OBJECTIVES="The scorecard has more objectives than can be kept in focus.",
    FEW_KPIS="The scorecard has fewer KPIs than show how its objectives stand.",
    MANY_KPIS="The scorecard has more KPIs than anybody follows.",
    LIGHT_PERSPECTIVE="The perspective's share of the weight is so small that it hardly counts.",
    HEAVY_PERSPECTIVE="The perspective's share of the weight is so large that it drowns the others.",
    NO_LEADING_KPI="Nothing in the perspective warns ahead of the outcome.",
    NO_LAGGING_KPI="Nothing in the perspective records the outcome.",
    NO_QUALITATIVE_KPI="The perspective has figures only, and nothing of what customers say.",
    NO_QUANTITATIVE_KPI="The perspective has opinions only, and no figure of what customers do.",
    BLIND_OBJECTIVE="Neither the objective nor one cascaded from it has a KPI.",
    OBJECTIVE_WITHOUT_KPI="The objective is measured only through those that are cascaded from it.",
    OBJECTIVE_WITHOUT_INITIATIVE="No work is planned that would move the objective.",
    NEGLECTED_OBJECTIVE="A KPI of the objective is below target, and no initiative is under way.",
    KPI_WITHOUT_OWNER="Nobody answers for the KPI.",
    KPI_WITHOUT_TARGET="Nobody can say whether the KPI's value is good.",
    KPI_WITHOUT_SOURCE="The KPI has neither a data source nor a named person who enters it.",
    LINK_CYCLE="Objectives are each other's cause, in a circle.",
    DOWNWARD_LINK="A link leads down the map, where causes lie below their effects.",
    ORPHAN_OBJECTIVE="The objective is on no path to the top of the map.",
)
described(
    Severity,
    "How much a warning matters.",
    ADVICE="A matter of degree.",
    PROBLEM="Something is hidden or missing.",
    BLOCKING="The organisation forbids it.",
)


@strawberry.type(description="A place on the map.")
class MapPoint:
    """A place on the map."""

    x: int = column("Grows to the right.")
    y: int = column("Grows downwards.")


@strawberry.type(description="The band of one perspective.")
class MapBand:
    """The band of one perspective."""

    perspective: LazyPerspective = to_one(models.Perspective, "perspective_id", description="Whose band it is.")
    x: int = column("Left edge.")
    y: int = column("Upper edge.")
    width: int = column("How wide the band is, in the units of the map.")
    height: int = column("How high the band is, in the units of the map.")
    perspective_id: strawberry.Private[UUID]


@strawberry.type(description="An objective with its place on the map, and how it stands in the period of the map.")
class MapNode:
    """An objective with its place on the map."""

    objective: LazyObjective = to_one(
        models.Objective, "objective_id", description="The objective that the node shows."
    )
    x: int = column("Left edge.")
    y: int = column("Upper edge.")
    width: int = column("How wide the node is, in the units of the map.")
    height: int = column("How high the node is, in the units of the map.")
    score: Decimal | None = column("0 to 100; null with status NO_DATA where nothing is known.")
    status: Status = column("Its colour.")
    scored_weight: Decimal = column("Share of the weight below that has a score, 0 to 1.")
    scored_count: int = column("How many of the KPIs below have a score.")
    total_count: int = column("How many KPIs there are below.")
    objective_id: strawberry.Private[UUID]


@strawberry.type(description="A cause-effect link with its way on the map.")
class MapLink:
    """A cause-effect link with its way on the map."""

    cause: LazyObjective = to_one(models.Objective, "cause_id", description="The objective that drives.")
    effect: LazyObjective = to_one(models.Objective, "effect_id", description="The objective that is driven.")
    rationale: str = column("Why the one leads to the other; may be empty.")
    points: list[MapPoint] = column(
        "The start at the cause's edge, then for each cubic Bézier curve its two control points and its end; the last "
        "is at the effect's edge."
    )
    cause_id: strawberry.Private[UUID]
    effect_id: strawberry.Private[UUID]
    link_id: strawberry.Private[UUID]

    @resolved("The id of the link.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode(models.CauseEffectLink, self.link_id))


@strawberry.type(name="MapWarning", description="Something that is not well formed. Advice, unless it is BLOCKING.")
class MapWarningType:
    """Describes `equipoise.domain.strategy_map.warning.MapWarning`."""

    code: WarningCode = column("Which rule it falls under.")
    message: str = column("What is wrong, for people.")
    severity: Severity = column("How much it matters.")
    subjects: list[strawberry.ID] = column(
        "Ids of the perspectives, objectives, KPIs and links it is about; none means the map as a whole."
    )


@strawberry.type(name="StrategyMap", description="All objectives and links of a scorecard on one page, in one period.")
class StrategyMapType:
    """Describes `equipoise.strategy.map.MapOfPeriod`."""

    @resolved("The first day of the period whose scores it shows.")
    def period_start(self) -> date:
        return _shown(self).period.start

    @resolved("The last day of the period whose scores it shows.")
    def period_end(self) -> date:
        return _shown(self).period.end

    @resolved("Width of the whole map, in units that a page can show as pixels.")
    def width(self) -> int:
        return _shown(self).layout.width

    @resolved("Height of the whole map.")
    def height(self) -> int:
        return _shown(self).layout.height

    @resolved("The bands of the perspectives, from top to bottom.")
    def bands(self) -> list[MapBand]:
        return [MapBand(perspective_id=band.perspective_id, **_edges(band.box)) for band in _shown(self).layout.bands]

    @resolved("The objectives, in reading order.")
    def nodes(self) -> list[MapNode]:
        shown = _shown(self)
        objectives = shown.map.by_id()
        return [_node(objectives[node.objective_id], node.box) for node in shown.layout.nodes]

    @resolved("The cause-effect links, in the order in which they were made.")
    def links(self) -> list[MapLink]:
        shown = _shown(self)
        return [
            MapLink(
                link_id=link.id,
                cause_id=link.cause_id,
                effect_id=link.effect_id,
                rationale=link.rationale,
                points=_points(route),
            )
            for link, route in zip(shown.map.links, shown.layout.routes, strict=True)
        ]

    @resolved("What is not well formed: sizes and balance, links, measurement.")
    def warnings(self) -> list[MapWarningType]:
        shown = _shown(self)
        ids = _public_ids(shown)
        return [_warning(warning, ids) for warning in shown.warnings]


MapDay = Annotated[date | None, strawberry.argument(description="A day of the period to show; by default today.")]


async def load_map(info: Info, scorecard_id: UUID, on: date | None) -> Any:
    """The map of one scorecard, or None; one set of statements for all that are asked for the same day."""
    day = on or await today_of(info.context)

    async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, MapOfPeriod]:
        maps = await maps_of(session, keys, day)
        # The largest take half a second each to lay out: not in the loop that answers everybody else, and all
        # before the first is shown, so that what is asked about them is still asked once for all.
        await asyncio.to_thread(lay_out_all, maps.values())
        return maps

    return await info.context.loaders.custom(("strategy map", day), load).load(scorecard_id)


def strategy_map() -> Any:
    """The field `strategyMap(on)` of a scorecard."""

    async def resolve(root: Any, info: Info, on: MapDay = None) -> Any:
        return await load_map(info, root.id, on)

    return strawberry.field(resolver=resolve, description="Its objectives and links with their places on one page.")


def _shown(root: Any) -> MapOfPeriod:
    return cast("MapOfPeriod", root)


def _edges(box: geometry.Box) -> dict[str, Any]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _node(objective: Any, box: geometry.Box) -> MapNode:
    weight, scored, total = objective.coverage
    return MapNode(
        objective_id=objective.id,
        score=objective.score,
        status=objective.status,
        scored_weight=weight,
        scored_count=scored,
        total_count=total,
        **_edges(box),
    )


def _points(route: geometry.MapRoute) -> list[MapPoint]:
    curves = [point for curve in route.curves for point in (curve.control_1, curve.control_2, curve.end)]
    return [MapPoint(x=point.x, y=point.y) for point in (route.start, *curves)]


def _public_ids(shown: MapOfPeriod) -> dict[UUID, strawberry.ID]:
    kpis = [kpi.id for objective in shown.map.objectives for kpi in objective.kpis]
    kinds = (
        (models.Perspective, [each.id for each in shown.map.perspectives]),
        (models.Objective, [each.id for each in shown.map.objectives]),
        (models.CauseEffectLink, [each.id for each in shown.map.links]),
        (Kpi, kpis),
    )
    return {row_id: strawberry.ID(encode(model, row_id)) for model, ids in kinds for row_id in ids}


def _warning(warning: MapWarning, ids: dict[UUID, strawberry.ID]) -> MapWarningType:
    return MapWarningType(
        code=warning.code,
        message=warning.message,
        severity=warning.severity,
        subjects=[ids[subject] for subject in warning.subjects],
    )
