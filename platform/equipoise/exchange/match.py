"""Which row each entry of a document means: by its name, in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from equipoise.db.model import Entity
from equipoise.domain.kpi import KpiState
from equipoise.exchange.document.document import Document
from equipoise.exchange.document.entry import Entry
from equipoise.exchange.document.kpi import KpiEntry, KpiStateWord
from equipoise.exchange.document.scorecard import ScorecardEntry
from equipoise.exchange.problems import Place, Problem
from equipoise.exchange.rows import Rows, in_force
from equipoise.exchange.walk import initiatives, kpis, objectives, perspectives, scorecards, unit_paths
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, OrgUnit, Perspective, Scorecard, ScorecardStatus

Row = TypeVar("Row", bound=Entity)


@dataclass(slots=True)
class Matches:
    """The rows that are there, by the place of their entry; what is missing is new."""

    rows: dict[Place, Entity] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def row(self, model: type[Row], place: Place) -> Row | None:
        """The row of the entry at this place."""
        row = self.rows.get(place)
        return row if isinstance(row, model) else None

    def made(self, model: type[Row], place: Place) -> Row:
        """The row of the entry at this place, which has been found or made by now."""
        row = self.row(model, place)
        if row is None:
            raise LookupError(f"No {model.__name__} for {place}.")
        return row

    def choose(self, place: Place, what: str, found: Sequence[Row]) -> Row | None:
        """The one that was found, noted; several of one name are a problem."""
        if len(found) > 1:
            self.problem(place, f"There are {len(found)} {what}s of this name here. Rename all but one first.", "name")
        for row in found:
            self.rows[place] = row
        return found[0] if found else None

    def problem(self, place: Place, message: str, *below: str) -> None:
        self.problems.append(Problem((*place, *below), message))

    def need(self, place: Place, what: str, entry: Entry) -> None:
        """Something new has to say some things about itself."""
        for name in entry.REQUIRED:
            if name not in entry.model_fields_set:
                self.problem(place, f"There is no such {what} yet, and a new one has to say its {name}.", name)


def match(document: Document, rows: Rows) -> Matches:
    """Find the rows; what stands in the way of using or making one is a problem."""
    found = Matches()
    _units(found, document, rows)
    _people(found, document, rows)
    _scorecards(found, document, rows)
    _kpis(found, document, rows)
    _initiatives(found, document, rows)
    return found


def _units(found: Matches, document: Document, rows: Rows) -> None:
    for place, _, entry in unit_paths(("units",), document.units, ()):
        parent = found.row(OrgUnit, place[:-2])
        at_top = len(place) == 2
        beside = rows.units_below(parent.id if parent else None) if at_top or parent else []
        named = [row for row in beside if row.name == entry.name]
        if at_top and len(document.units) == 1 and not named:
            named = _first_unit(rows)
        if found.choose(place, "unit", named) is None:
            found.need(place, "unit", entry)


def _first_unit(rows: Rows) -> list[OrgUnit]:
    """The one with which an organisation begins, until more is made of it: it is the whole, whatever its name."""
    units = list(rows.units.values())
    used = rows.scorecards or any(row.org_unit_id for row in rows.people.values())
    return units if len(units) == 1 and not used else []


def _people(found: Matches, document: Document, rows: Rows) -> None:
    by_email = {row.email: row for row in rows.people.values()}
    for number, entry in enumerate(document.people):
        place = ("people", number)
        row = by_email.get(entry.email)
        if row is None:
            found.need(place, "person", entry)
        elif not in_force(row):
            found.problem(place, f"{row.display_name} has left. Take the entry out, or add the person again first.")
        else:
            found.rows[place] = row
            if "kind" in entry.model_fields_set and entry.kind is not row.kind:
                found.problem(place, f"{row.display_name} is a {row.kind.lower()}, which stays so.", "kind")


def _scorecards(found: Matches, document: Document, rows: Rows) -> None:
    for place, entry in scorecards(document):
        named = [row for row in rows.scorecards.values() if row.name == entry.name]
        row = found.choose(place, "scorecard", [row for row in named if in_force(row)])
        if row is None and named:
            found.problem(place, f"“{entry.name}” is archived. Activate it first, or give another name.", "name")
        elif row is None:
            found.need(place, "scorecard", entry)
        if "status" in entry.model_fields_set and entry.status is ScorecardStatus.ARCHIVED:
            found.problem(place, "A document holds no archived scorecards: DRAFT or ACTIVE.", "status")
        elif row is not None and row.status is ScorecardStatus.ACTIVE and entry.status is ScorecardStatus.DRAFT:
            found.problem(place, f"“{entry.name}” is active already and becomes no draft again.", "status")
        _perspectives(found, place, rows, row, entry)


def _perspectives(found: Matches, place: Place, rows: Rows, scorecard: Scorecard | None, entry: ScorecardEntry) -> None:
    there = rows.perspectives_of(scorecard.id) if scorecard else []
    for below, perspective in perspectives(place, entry):
        found.choose(below, "perspective", [row for row in there if row.name == perspective.name])
    for below, _, objective in objectives(place, entry):
        parent = found.row(Perspective, below[:-2])
        named = [
            row
            for row in (rows.below[parent.id] if parent else ())
            if isinstance(row, Objective) and row.name == objective.name
        ]
        if found.choose(below, "objective", [row for row in named if in_force(row)]) is None and named:
            found.problem(below, f"“{objective.name}” is retired. Take the entry out, or restore it first.", "name")


def _kpis(found: Matches, document: Document, rows: Rows) -> None:
    by_key = {row.key: row for row in rows.kpis.values()}
    for place, _, entry in kpis(document):
        row = by_key.get(entry.key)
        if row is None:
            found.need(place, "KPI", entry)
        elif not in_force(row):
            found.problem(
                place, f"“{row.name}” is retired. Take the entry out, restore the KPI, or give another key.", "key"
            )
        else:
            found.rows[place] = row
            _state(found, place, row, entry)


def _state(found: Matches, place: Place, row: Kpi, entry: KpiEntry) -> None:
    proposed = "state" in entry.model_fields_set and entry.state is KpiStateWord.PROPOSED
    if proposed and row.state is not KpiState.PROPOSED:
        found.problem(place, f"“{row.name}” is active already and is not proposed again; it can be retired.", "state")


def _initiatives(found: Matches, document: Document, rows: Rows) -> None:
    for place, above, entry in initiatives(document):
        objective = found.row(Objective, above)
        beside = rows.initiatives[objective.id] if objective else []
        row = found.choose(place, "initiative", [each for each in beside if each.name == entry.name])
        there = rows.milestones[row.id] if row else []
        for number, milestone in enumerate(entry.milestones):
            below = (*place, "milestones", number)
            if found.choose(below, "milestone", [each for each in there if each.name == milestone.name]) is None:
                found.need(below, "milestone", milestone)
