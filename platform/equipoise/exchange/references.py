"""Names in a document that have to lead somewhere: to another entry, or to something that is in force here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from equipoise.exchange.document.document import Document
from equipoise.exchange.document.kpi import KpiEntry
from equipoise.exchange.document.scorecard import ScorecardEntry
from equipoise.exchange.match import Matches
from equipoise.exchange.objective_names import ObjectiveNames
from equipoise.exchange.problems import Place, Problem
from equipoise.exchange.rows import Rows, in_force
from equipoise.exchange.walk import initiatives, kpis, objectives, scorecards, unit_paths
from equipoise.strategy.models import Scorecard

Objectives = ObjectiveNames[tuple[str, str]]


def check_references(document: Document, rows: Rows, found: Matches) -> list[Problem]:
    """Every name that leads nowhere, or to two things."""
    return list(_References(document, rows, found).problems())


@dataclass
class _References:
    document: Document
    rows: Rows
    found: Matches

    def problems(self) -> Iterator[Problem]:
        for number, person in enumerate(self.document.people):
            yield from self._unit(("people", number, "unit"), person.unit)
        for place, scorecard in scorecards(self.document):
            yield from self._scorecard(place, scorecard)
        for place, _, kpi in kpis(self.document):
            yield from self._kpi_entry(place, kpi)
        for place, _, initiative in initiatives(self.document):
            yield from self._person((*place, "owner"), initiative.owner)
            for number, key in enumerate(initiative.kpis):
                yield from self._kpi((*place, "kpis", number), key)

    def _scorecard(self, place: Place, entry: ScorecardEntry) -> Iterator[Problem]:
        if "unit" in entry.model_fields_set:
            yield from self._unit((*place, "unit"), entry.unit)
        yield from self._parent((*place, "parent"), entry)
        for below, _, objective in objectives(place, entry):
            yield from self._person((*below, "owner"), objective.owner)
        own = self._objectives(entry.name)
        for number, link in enumerate(entry.cause_effect):
            yield from _objective((*place, "cause_effect", number, "cause"), link.cause, own, entry.name)
            yield from _objective((*place, "cause_effect", number, "effect"), link.effect, own, entry.name)
        parent = self._parent_of(place, entry)
        for number, cascade in enumerate(entry.cascades):
            at = (*place, "cascades", number)
            yield from _objective((*at, "objective"), cascade.objective, own, entry.name)
            if parent is None:
                yield Problem((*at, "serves"), f"“{entry.name}” has no parent scorecard to serve an objective of.")
            else:
                yield from _objective((*at, "serves"), cascade.serves, self._objectives(parent), parent)

    def _kpi_entry(self, place: Place, entry: KpiEntry) -> Iterator[Problem]:
        yield from self._person((*place, "owner"), entry.owner)
        yield from self._person((*place, "contributor"), entry.contributor)
        if entry.counter_kpi == entry.key:
            yield Problem((*place, "counter_kpi"), "A KPI cannot be its own counter-KPI.")
        elif entry.counter_kpi is not None:
            yield from self._kpi((*place, "counter_kpi"), entry.counter_kpi)

    def _unit(self, place: Place, path: str | None) -> Iterator[Problem]:
        if path is None:
            return
        if self._unit_times[path] > 1:
            yield Problem(place, f"There are {self._unit_times[path]} units {path[:200]} here. Rename all but one.")
        elif path not in self._unit_paths:
            yield Problem(place, f"There is no unit {path[:200]!r}; write its path, such as `Company / Sales`.")

    def _parent(self, place: Place, entry: ScorecardEntry) -> Iterator[Problem]:
        name = entry.parent
        if name is None or name in self._scorecards:
            return
        if (times := self._standing[name]) > 1:
            yield Problem(place, f"There are {times} scorecards of this name here. Rename all but one first.")
        elif times == 0:
            yield Problem(place, f"No scorecard in force is named {name[:60]!r}, here or in the document.")

    def _person(self, place: Place, email: str | None) -> Iterator[Problem]:
        if email is None or email in self._people:
            return
        left = any(row.email == email for row in self.rows.people.values())
        why = "has left the organisation" if left else "is nobody's address, here or in the document"
        yield Problem(place, f"{email} {why}.")

    def _kpi(self, place: Place, key: str) -> Iterator[Problem]:
        if key not in self._keys:
            yield Problem(place, f"No KPI in force has the key {key}, here or in the document.")

    def _parent_of(self, place: Place, entry: ScorecardEntry) -> str | None:
        row = self.found.row(Scorecard, place)
        if "parent" in entry.model_fields_set or row is None or row.parent_id is None:
            return entry.parent
        return self.rows.scorecards[row.parent_id].name

    def _objectives(self, name: str) -> Objectives:
        """The objectives of this scorecard that are here or in the document."""
        known: set[tuple[str, str]] = set()
        for place, entry in scorecards(self.document):
            if entry.name == name:
                known |= {(view.name, objective.name) for _, view, objective in objectives(place, entry)}
        for row in self.rows.scorecards_in_force():
            if row.name == name:
                views = self.rows.perspectives_of(row.id)
                known |= {(view.name, each.name) for view in views for each in self.rows.objectives_of(view.id)}
        return ObjectiveNames((view, objective, (view, objective)) for view, objective in sorted(known))

    @cached_property
    def _unit_times(self) -> Counter[str]:
        return Counter(map(self.rows.unit_path, self.rows.units))

    @cached_property
    def _unit_paths(self) -> set[str]:
        return {*self._unit_times, *(path for _, path, _ in unit_paths(("units",), self.document.units, ()))}

    @cached_property
    def _scorecards(self) -> set[str]:
        return {entry.name for entry in self.document.scorecards}

    @cached_property
    def _standing(self) -> Counter[str]:
        return Counter(row.name for row in self.rows.scorecards_in_force())

    @cached_property
    def _people(self) -> set[str]:
        here = (row.email for row in self.rows.people.values() if in_force(row))
        return {*here, *(entry.email for entry in self.document.people)}

    @cached_property
    def _keys(self) -> set[str]:
        here = (row.key for row in self.rows.kpis.values() if in_force(row))
        return set(chain(here, (entry.key for _, _, entry in kpis(self.document))))


def _objective(place: Place, reference: str, known: Objectives, scorecard: str) -> Iterator[Problem]:
    meant = known.called(reference)
    if not meant:
        yield Problem(place, f"“{scorecard}” has no objective {reference[:200]!r}, here or in the document.")
    elif len(meant) > 1:
        yield Problem(
            place, f"“{scorecard}” has {len(meant)} objectives {reference[:200]!r}; write `Perspective / Objective`."
        )
