"""Scorecards and their perspectives, parents before those that are cascaded from them."""

from collections.abc import Collection
from graphlib import TopologicalSorter
from uuid import UUID

from equipoise.exchange.describe import perspective_entry, scorecard_entry
from equipoise.exchange.document.entry import changed_from
from equipoise.exchange.document.scorecard import PerspectiveEntry, ScorecardEntry
from equipoise.exchange.placing import displaced, moves
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.rows import BETWEEN
from equipoise.exchange.walk import perspectives
from equipoise.exchange.work import Work
from equipoise.strategy.models import Perspective, Scorecard, ScorecardStatus
from equipoise.strategy.perspectives import add_perspective, update_perspective
from equipoise.strategy.scorecard_tree import move_scorecard
from equipoise.strategy.scorecards import ScorecardProperties, activate_scorecard, add_scorecard, update_scorecard
from equipoise.strategy.template import PerspectiveTemplate


async def apply_scorecards(work: Work) -> None:
    by_name = {entry.name: (number, entry) for number, entry in enumerate(work.document.scorecards)}
    parents = {name: [entry.parent] if entry.parent in by_name else [] for name, (_, entry) in by_name.items()}
    for name in TopologicalSorter(parents).static_order():
        number, entry = by_name[name or ""]
        place = ("scorecards", number)
        with work.at(place):
            row = await _scorecard(work, place, entry)
        await _perspectives(work, place, entry, row)


async def _scorecard(work: Work, place: Place, entry: ScorecardEntry) -> Scorecard:
    row = work.found.row(Scorecard, place)
    if row is None:
        row = await add_scorecard(
            work.session,
            work.actor,
            parent_id=_parent(work, entry),
            draft=entry.status is ScorecardStatus.DRAFT,
            template=PerspectiveTemplate.EMPTY,
            **_properties(work, entry, entry.given()),
        )
        work.rows.scorecards[row.id] = row
        work.scorecards[entry.name] = row.id
        work.known(place, Kind.SCORECARD, entry.name, row, created=True)
        return row
    work.known(place, Kind.SCORECARD, entry.name, row)
    changes = changed_from(scorecard_entry(work.rows, row), entry)
    if "parent" in changes:
        await move_scorecard(work.session, work.actor, row.id, _parent(work, entry))
    if properties := _properties(work, entry, changes):
        await update_scorecard(work.session, work.actor, row.id, **properties)
    if "status" in changes:
        await activate_scorecard(work.session, work.actor, row.id)
    work.report.changed(place, *changes)
    return row


def _parent(work: Work, entry: ScorecardEntry) -> UUID | None:
    return None if entry.parent is None else work.scorecards[entry.parent]


def _properties(work: Work, entry: ScorecardEntry, names: Collection[str]) -> ScorecardProperties:
    """What the use cases call these properties of the entry."""
    properties: ScorecardProperties = {}
    for name in names:
        match name:
            case "unit":
                properties["org_unit_id"] = work.units[entry.unit]
            case "name" | "mission" | "vision" | "core_values" | "frequency" | "cycle_start" | "cycle_end" | "rollup":
                properties[name] = getattr(entry, name)
    return properties


async def _perspectives(work: Work, place: Place, entry: ScorecardEntry, scorecard: Scorecard) -> None:
    listed = []
    for below, perspective in perspectives(place, entry):
        with work.at(below):
            listed.append(await _perspective(work, below, perspective, scorecard))
    current = work.rows.perspectives_of(scorecard.id)
    with work.at(place):
        for row, position in moves(current, listed):
            await update_perspective(work.session, work.actor, row.id, position=position)
    for row in displaced(current, listed):
        work.report.changed((*place, "perspectives", listed.index(row)), "order")


async def _perspective(work: Work, place: Place, entry: PerspectiveEntry, scorecard: Scorecard) -> Perspective:
    name = BETWEEN.join((scorecard.name, entry.name))
    row = work.found.row(Perspective, place)
    if row is None:
        row = await add_perspective(work.session, work.actor, scorecard.id, **entry.given())
        work.rows.add(row)
        work.known(place, Kind.PERSPECTIVE, name, row, created=True)
        return row
    work.known(place, Kind.PERSPECTIVE, name, row)
    if changes := changed_from(perspective_entry(row), entry):
        await update_perspective(work.session, work.actor, row.id, **changes)
        work.report.changed(place, *changes)
    return row
