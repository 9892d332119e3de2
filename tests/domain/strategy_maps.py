"""Strategy maps for tests: one that is well formed, and the means to spoil it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid5

from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.rollup import Coverage
from equipoise.domain.status import Status
from equipoise.domain.strategy_map.model import MapKpi, MapLink, MapObjective, MapPerspective, StrategyMap

FOUR = ("Financial", "Customer", "Internal Processes", "Learning & Growth")


def id_of(*parts: object) -> UUID:
    """The same id for the same words."""
    return uuid5(UUID(int=0), ascii(parts))


def perspective(name: str, position: int = 0, weight: str = "1") -> MapPerspective:
    return MapPerspective(id_of("perspective", name), name, Decimal(weight), position)


def kpi(name: str, indicator: Indicator = Indicator.LEADING, data_kind: DataKind = DataKind.QUANTITATIVE) -> MapKpi:
    return MapKpi(
        id_of("kpi", name),
        name,
        indicator,
        data_kind,
        below_target=False,
        has_owner=True,
        has_target=True,
        has_source=True,
    )


def objective(
    name: str, within: MapPerspective, *, kpis: Iterable[MapKpi] | None = None, status: Status = Status.GREEN
) -> MapObjective:
    held = (kpi(f"KPI of {name}"),) if kpis is None else tuple(kpis)
    return MapObjective(
        id=id_of("objective", name),
        name=name,
        perspective_id=within.id,
        weight=Decimal(1),
        theme="",
        owner="Ada Lovelace",
        status=status,
        score=None if status is Status.NO_DATA else Decimal("77.5"),
        coverage=Coverage(Decimal(1), len(held), len(held)),
        kpis=held,
        initiatives=1,
        running_initiatives=1,
        child_has_kpi=False,
    )


def link(cause: MapObjective, effect: MapObjective, rationale: str = "") -> MapLink:
    return MapLink(id_of("link", cause.id, effect.id), cause.id, effect.id, rationale)


def strategy_map(
    perspectives: Sequence[MapPerspective],
    objectives: Sequence[MapObjective] = (),
    links: Sequence[MapLink] = (),
    name: str = "Equipoise Ltd 2026",
) -> StrategyMap:
    return StrategyMap(name, tuple(perspectives), tuple(objectives), tuple(links))


def well_formed() -> StrategyMap:
    """Four perspectives, four objectives each, 20 KPIs, every objective linked to one in the perspective above."""
    perspectives = [perspective(name, place) for place, name in enumerate(FOUR)]
    objectives = [
        objective(
            f"{band.name} {place}",
            band,
            kpis=[
                kpi(f"{band.name} {place} drives"),
                *([kpi(f"{band.name} outcome", Indicator.LAGGING, DataKind.QUALITATIVE)] if place == 0 else []),
            ],
        )
        for band in perspectives
        for place in range(4)
    ]
    links = [link(objectives[place + 4], objectives[place]) for place in range(12)]
    return strategy_map(perspectives, objectives, links)


def with_objective(before: StrategyMap, place: int, change: Callable[[MapObjective], MapObjective]) -> StrategyMap:
    """The map with one objective changed."""
    objectives = list(before.objectives)
    objectives[place] = change(objectives[place])
    return replace(before, objectives=tuple(objectives))
