"""Initiatives with their milestones."""

from typing import Any

from equipoise.exchange.describe import cited_keys, initiative_entry, milestone_entry
from equipoise.exchange.document.entry import changed_from
from equipoise.exchange.document.initiative import InitiativeEntry, MilestoneEntry
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.rows import BETWEEN
from equipoise.exchange.walk import initiatives
from equipoise.exchange.work import Work
from equipoise.initiatives.change import add_initiative, update_initiative
from equipoise.initiatives.milestones import MilestoneChange, add_milestone, update_milestone
from equipoise.initiatives.models import Initiative, Milestone
from equipoise.initiatives.plan import Plan
from equipoise.strategy.models import Objective


async def apply_initiatives(work: Work) -> None:
    for place, above, entry in initiatives(work.document):
        objective = work.found.made(Objective, above)
        with work.at(place):
            row = await _initiative(work, place, entry, objective)
        for number, milestone in enumerate(entry.milestones):
            below = (*place, "milestones", number)
            with work.at(below):
                await _milestone(work, below, milestone, row)


async def _initiative(work: Work, place: Place, entry: InitiativeEntry, objective: Objective) -> Initiative:
    name = BETWEEN.join((objective.name, entry.name))
    row = work.found.row(Initiative, place)
    cited = [work.kpis[key] for key in entry.kpis]
    if row is None:
        plan = _plan(work, entry.given()) | Plan(kpi_ids=cited)
        row = await add_initiative(work.session, work.actor, objective.id, plan)
        work.known(place, Kind.INITIATIVE, name, row, created=True)
        return row
    work.known(place, Kind.INITIATIVE, name, row)
    changes = changed_from(initiative_entry(work.rows, row), entry)
    plan = _plan(work, changes)
    if not set(entry.kpis) <= set(cited_keys(work.rows, row)):
        there = work.rows.cited[row.id]
        plan |= Plan(kpi_ids=[*there, *(kpi_id for kpi_id in cited if kpi_id not in there)])
        changes["kpis"] = entry.kpis
    if changes:
        await update_initiative(work.session, work.actor, row.id, plan)
        work.report.changed(place, *changes)
    return row


def _plan(work: Work, given: dict[str, Any]) -> Plan:
    """What the use case calls these properties."""
    plan: Plan = {}
    for name, value in given.items():
        match name:
            case "owner":
                plan["owner_id"] = work.person(value)
            case "name" | "description" | "status" | "progress" | "budget" | "starts_on" | "due_on":
                plan[name] = value
    return plan


async def _milestone(work: Work, place: Place, entry: MilestoneEntry, initiative: Initiative) -> None:
    name = BETWEEN.join((initiative.name, entry.name))
    row = work.found.row(Milestone, place)
    if row is None:
        row = await add_milestone(work.session, work.actor, initiative.id, name=entry.name, due_on=entry.due_on)
        if entry.done_on is not None:
            await update_milestone(work.session, work.actor, row.id, {"done_on": entry.done_on})
        work.known(place, Kind.MILESTONE, name, row, created=True)
        return
    work.known(place, Kind.MILESTONE, name, row)
    if changes := changed_from(milestone_entry(row), entry):
        wanted: MilestoneChange = {}
        if "due_on" in changes:
            wanted["due_on"] = entry.due_on
        if "done_on" in changes:
            wanted["done_on"] = entry.done_on
        await update_milestone(work.session, work.actor, row.id, wanted)
        work.report.changed(place, *changes)
