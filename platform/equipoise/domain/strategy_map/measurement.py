"""Whether what the strategy wants is measured, and worked on."""

from collections.abc import Iterator

from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.strategy_map.model import MapKpi, MapObjective, MapPerspective, StrategyMap
from equipoise.domain.strategy_map.policy import MapPolicy
from equipoise.domain.strategy_map.size import counted
from equipoise.domain.strategy_map.warning import MapWarning, WarningCode, warn


def measurement_warnings(strategy_map: StrategyMap, policy: MapPolicy) -> Iterator[MapWarning]:
    """The mix of KPIs in each perspective, then each objective, then each of its KPIs."""
    for perspective in strategy_map.top_down():
        objectives = strategy_map.within(perspective)
        kpis = [kpi for objective in objectives for kpi in objective.kpis]
        if kpis:  # without any, its objectives are reported one by one
            yield from _indicators(perspective, kpis)
            if policy.is_customer(perspective.name):
                yield from _data_kinds(perspective, kpis)
        for objective in objectives:
            yield from _objective(objective)
            for kpi in objective.kpis:
                yield from _kpi(kpi, objective)


def _indicators(perspective: MapPerspective, kpis: list[MapKpi]) -> Iterator[MapWarning]:
    present = {kpi.indicator for kpi in kpis}
    if Indicator.LEADING not in present:
        yield warn(
            WarningCode.NO_LEADING_KPI,
            f"The perspective “{perspective.name}” has no leading KPI: nothing in it warns ahead of the outcome.",
            perspective.id,
        )
    if Indicator.LAGGING not in present:
        yield warn(
            WarningCode.NO_LAGGING_KPI,
            f"The perspective “{perspective.name}” has no lagging KPI: nothing in it records the outcome.",
            perspective.id,
        )


def _data_kinds(perspective: MapPerspective, kpis: list[MapKpi]) -> Iterator[MapWarning]:
    present = {kpi.data_kind for kpi in kpis}
    if DataKind.QUALITATIVE not in present:
        yield warn(
            WarningCode.NO_QUALITATIVE_KPI,
            f"The perspective “{perspective.name}” has figures only; add a KPI of what customers say.",
            perspective.id,
        )
    if DataKind.QUANTITATIVE not in present:
        yield warn(
            WarningCode.NO_QUANTITATIVE_KPI,
            f"The perspective “{perspective.name}” has opinions only; add a figure of what customers do.",
            perspective.id,
        )


def _objective(objective: MapObjective) -> Iterator[MapWarning]:
    name = f"“{objective.name}”"
    if not objective.kpis:
        if objective.child_has_kpi:
            yield warn(
                WarningCode.OBJECTIVE_WITHOUT_KPI,
                f"{name} has no KPI of its own; it is measured only through the objectives cascaded from it.",
                objective.id,
            )
        else:
            yield warn(
                WarningCode.BLIND_OBJECTIVE,
                f"{name} is blind: neither it nor an objective cascaded from it has a KPI.",
                objective.id,
            )
    below = [kpi for kpi in objective.kpis if kpi.below_target]
    if below and not objective.running_initiatives:
        yield warn(
            WarningCode.NEGLECTED_OBJECTIVE,
            f"{name} is neglected: {counted(len(below), 'KPI')} below target "
            f"({', '.join(f'“{kpi.name}”' for kpi in below)}) and no initiative under way.",
            objective.id,
            *(kpi.id for kpi in below),
        )
    if not objective.initiatives:
        yield warn(
            WarningCode.OBJECTIVE_WITHOUT_INITIATIVE,
            f"{name} has no initiative, so no work is planned that would move it.",
            objective.id,
        )


def _kpi(kpi: MapKpi, objective: MapObjective) -> Iterator[MapWarning]:
    name = f"The KPI “{kpi.name}” of “{objective.name}”"
    if not kpi.has_owner:
        yield warn(WarningCode.KPI_WITHOUT_OWNER, f"{name} has no owner.", kpi.id, objective.id)
    if not kpi.has_target:
        yield warn(
            WarningCode.KPI_WITHOUT_TARGET,
            f"{name} has no target, so no one can say whether it is good.",
            kpi.id,
            objective.id,
        )
    if not kpi.has_source:
        yield warn(
            WarningCode.KPI_WITHOUT_SOURCE,
            f"{name} has neither a data source nor a named person who enters it.",
            kpi.id,
            objective.id,
        )
