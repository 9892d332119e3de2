"""KPIs: first all of them with their properties, then what leads from one to another, then whether they count."""

from typing import Any, Final

from equipoise.exchange.apply_targets import apply_targets
from equipoise.exchange.describe import kpi_entry
from equipoise.exchange.document.entry import changed_from
from equipoise.exchange.document.kpi import KpiEntry, KpiStateWord
from equipoise.exchange.document.rules import as_json
from equipoise.exchange.document.scorecard import ObjectiveEntry
from equipoise.exchange.placing import displaced, moves
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.walk import all_objectives, kpis
from equipoise.exchange.work import Work
from equipoise.kpis.activate import activate_kpi
from equipoise.kpis.add import add_kpi
from equipoise.kpis.models import Kpi
from equipoise.kpis.update import update_kpi
from equipoise.strategy.models import Objective

_LATER: Final = frozenset({"key", "state", "counter_kpi"})
"""The key is what it is known by; the others wait until every KPI is there."""


async def apply_kpis(work: Work) -> None:
    for place, objective in all_objectives(work.document):
        await _of_objective(work, place, objective)
    for place, _, entry in kpis(work.document):
        row = work.found.made(Kpi, place)
        with work.at(place):
            await _counter(work, place, entry, row)
        await apply_targets(work, place, entry, row)
    for place, _, entry in kpis(work.document):
        with work.at(place):
            await _state(work, place, entry)


async def _of_objective(work: Work, place: Place, entry: ObjectiveEntry) -> None:
    objective = work.found.made(Objective, place)
    listed = []
    for number, kpi in enumerate(entry.kpis):
        below = (*place, "kpis", number)
        with work.at(below):
            listed.append(await _kpi(work, below, kpi, objective))
    current = work.rows.kpis_of(objective.id)
    with work.at(place):
        for row, position in moves(current, listed):
            await update_kpi(work.session, work.actor, row.id, position=position)
    for row in displaced(current, listed):
        work.report.changed((*place, "kpis", listed.index(row)), "order")


async def _kpi(work: Work, place: Place, entry: KpiEntry, objective: Objective) -> Kpi:
    row = work.found.row(Kpi, place)
    if row is None:
        given = _properties(work, entry, None, entry.given())
        row = await add_kpi(work.session, work.actor, objective_id=objective.id, key=entry.key, **given)
        work.rows.add(row)
        work.kpis[entry.key] = row.id
        work.known(place, Kind.KPI, entry.key, row, created=True)
        return row
    work.known(place, Kind.KPI, entry.key, row)
    current = kpi_entry(work.rows, row)
    changes = {name: value for name, value in changed_from(current, entry).items() if name not in _LATER}
    properties = _properties(work, entry, current, changes)
    if row.objective_id != objective.id:
        work.rows.below[row.objective_id].remove(row)
        work.rows.below[objective.id].append(row)
        properties["objective_id"] = objective.id
        changes["objective"] = objective.name
    if properties:
        await update_kpi(work.session, work.actor, row.id, **properties)
        work.report.changed(place, *changes)
    return row


def _properties(work: Work, entry: KpiEntry, current: KpiEntry | None, changes: dict[str, Any]) -> dict[str, Any]:
    """What the use cases call these properties; scale and direction go together, for one is read with the other."""
    properties = {name: value for name, value in changes.items() if name not in _LATER}
    for name in ("owner", "contributor"):
        if name in changes:
            properties[f"{name}_id"] = work.person(properties.pop(name))
    if not {"scoring", "direction"}.isdisjoint(changes):
        scoring = entry.scoring if "scoring" in entry.model_fields_set or current is None else current.scoring
        properties |= {"scoring": as_json(scoring)} if scoring else {}
        properties |= {"direction": entry.direction} if "direction" in entry.model_fields_set else {}
    if "status_rules" in changes:
        properties["status_rules"] = as_json(entry.status_rules)
    return properties


async def _counter(work: Work, place: Place, entry: KpiEntry, row: Kpi) -> None:
    if "counter_kpi" in changed_from(kpi_entry(work.rows, row), entry):
        counter_id = None if entry.counter_kpi is None else work.kpis[entry.counter_kpi]
        await update_kpi(work.session, work.actor, row.id, counter_kpi_id=counter_id)
        work.report.changed(place, "counter_kpi")


async def _state(work: Work, place: Place, entry: KpiEntry) -> None:
    row = work.found.made(Kpi, place)
    if "state" in changed_from(kpi_entry(work.rows, row), entry) and entry.state is KpiStateWord.ACTIVE:
        await activate_kpi(work.session, work.actor, row.id)
        work.report.changed(place, "state")
