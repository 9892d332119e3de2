"""Objectives."""

from typing import Any

from equipoise.exchange.describe import objective_entry
from equipoise.exchange.document.entry import changed_from
from equipoise.exchange.document.scorecard import ObjectiveEntry, PerspectiveEntry
from equipoise.exchange.placing import displaced, moves
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.rows import BETWEEN
from equipoise.exchange.walk import perspectives, scorecards
from equipoise.exchange.work import Work
from equipoise.strategy.models import Objective, Perspective
from equipoise.strategy.objectives import add_objective, update_objective


async def apply_objectives(work: Work) -> None:
    for place, scorecard in scorecards(work.document):
        for below, perspective in perspectives(place, scorecard):
            await _of_perspective(work, below, perspective, scorecard.name)


async def _of_perspective(work: Work, place: Place, entry: PerspectiveEntry, scorecard: str) -> None:
    parent = work.found.made(Perspective, place)
    listed = []
    for number, objective in enumerate(entry.objectives):
        below = (*place, "objectives", number)
        with work.at(below):
            name = BETWEEN.join((scorecard, entry.name, objective.name))
            listed.append(await _objective(work, below, objective, parent, name))
    current = work.rows.objectives_of(parent.id)
    with work.at(place):
        for row, position in moves(current, listed):
            await update_objective(work.session, work.actor, row.id, position=position)
    for row in displaced(current, listed):
        work.report.changed((*place, "objectives", listed.index(row)), "order")


async def _objective(work: Work, place: Place, entry: ObjectiveEntry, perspective: Perspective, name: str) -> Objective:
    row = work.found.row(Objective, place)
    if row is None:
        row = await add_objective(work.session, work.actor, perspective.id, **_properties(work, entry.given()))
        work.rows.add(row)
        work.known(place, Kind.OBJECTIVE, name, row, created=True)
        return row
    work.known(place, Kind.OBJECTIVE, name, row)
    if changes := changed_from(objective_entry(work.rows, row), entry):
        await update_objective(work.session, work.actor, row.id, **_properties(work, changes))
        work.report.changed(place, *changes)
    return row


def _properties(work: Work, given: dict[str, Any]) -> Any:
    properties = {name: value for name, value in given.items() if name != "owner"}
    return properties | ({"owner_id": work.person(given["owner"])} if "owner" in given else {})
