"""Strategy maps as they stand in one period."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from equipoise.db.session import ReadSession
from equipoise.domain.calendar import Frequency, Period
from equipoise.domain.errors import Refusal
from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.rollup import NOTHING, Coverage
from equipoise.domain.status import Status
from equipoise.domain.strategy_map.checks import check_map
from equipoise.domain.strategy_map.geometry import MapLayout
from equipoise.domain.strategy_map.layout import lay_out
from equipoise.domain.strategy_map.model import MapKpi, MapLink, MapObjective, MapPerspective, StrategyMap
from equipoise.domain.strategy_map.warning import MapWarning
from equipoise.strategy.map_rows import SCORECARDS, MapRows, map_rows
from equipoise.tenants.calendar import organisation_time

_NO_SCORE = (Status.NO_DATA, None, *NOTHING)


@dataclass(frozen=True)
class MapOfPeriod:
    """The map of one scorecard, with the scores of one period."""

    scorecard_id: UUID
    period: Period
    map: StrategyMap

    @cached_property
    def layout(self) -> MapLayout:
        """Where everything is drawn."""
        return lay_out(self.map)

    @cached_property
    def warnings(self) -> list[MapWarning]:
        """What is not well formed."""
        return check_map(self.map)


async def maps_of(session: ReadSession, scorecard_ids: Collection[UUID], on: date) -> dict[UUID, MapOfPeriod]:
    """The maps of these scorecards in the periods that hold this day; what is not there is left out.

    Raises: DateOutOfRange.
    """
    calendar = (await organisation_time(session)).calendar
    found = await session.execute(SCORECARDS, {"tenant_id": session.tenant_id, "ids": list(scorecard_ids)})
    names: dict[UUID, str] = {}
    periods: dict[UUID, Period] = {}
    try:
        for scorecard_id, name, frequency in found:
            names[scorecard_id] = name
            periods[scorecard_id] = calendar.holding(on, Frequency(frequency))
    except Refusal as refusal:
        raise refusal.at("on") from None
    rows = await map_rows(session, periods)
    return {
        scorecard_id: MapOfPeriod(scorecard_id, periods[scorecard_id], _map(name, scorecard_id, rows))
        for scorecard_id, name in names.items()
    }


def lay_out_all(maps: Iterable[MapOfPeriod]) -> list[MapLayout]:
    """Their layouts, which each map then keeps."""
    return [each.layout for each in maps]


def _map(name: str, scorecard_id: UUID, rows: MapRows) -> StrategyMap:
    return StrategyMap(
        name=name,
        perspectives=tuple(
            MapPerspective(row.id, row.name, row.weight, place)
            for place, row in enumerate(rows.perspectives.get(scorecard_id, ()))
        ),
        objectives=tuple(_objective(row, rows) for row in rows.objectives.get(scorecard_id, ())),
        links=tuple(
            MapLink(row.id, row.cause_id, row.effect_id, row.rationale) for row in rows.links.get(scorecard_id, ())
        ),
    )


def _objective(row: Any, rows: MapRows) -> MapObjective:
    status, score, *coverage = rows.scores.get(row.id, _NO_SCORE)
    initiatives, running = rows.initiatives.get(row.id, (0, 0))
    return MapObjective(
        id=row.id,
        name=row.name,
        perspective_id=row.perspective_id,
        weight=row.weight,
        theme=row.theme,
        owner=row.owner,
        status=Status(status),
        score=score,
        coverage=Coverage(*coverage),
        kpis=tuple(_kpi(kpi) for kpi in rows.kpis.get(row.id, ())),
        initiatives=initiatives,
        running_initiatives=running,
        child_has_kpi=row.id in rows.measured_below,
    )


def _kpi(row: Any) -> MapKpi:
    return MapKpi(
        id=row.id,
        name=row.name,
        indicator=Indicator(row.indicator),
        data_kind=DataKind(row.data_kind),
        below_target=row.below_target,
        has_owner=row.has_owner,
        has_target=row.has_target,
        has_source=row.has_source,
    )
