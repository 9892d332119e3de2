"""Going through a document, with the place of everything."""

from collections.abc import Iterator, Sequence

from equipoise.exchange.document.document import Document
from equipoise.exchange.document.initiative import InitiativeEntry
from equipoise.exchange.document.kpi import KpiEntry
from equipoise.exchange.document.organisation import UnitEntry
from equipoise.exchange.document.scorecard import ObjectiveEntry, PerspectiveEntry, ScorecardEntry
from equipoise.exchange.problems import Place
from equipoise.exchange.rows import BETWEEN


def unit_paths(
    place: Place, units: Sequence[UnitEntry], above: tuple[str, ...]
) -> Iterator[tuple[Place, str, UnitEntry]]:
    """Every unit with its place and its path, those above before those below."""
    for number, unit in enumerate(units):
        names = (*above, unit.name)
        yield (*place, number), BETWEEN.join(names), unit
        yield from unit_paths((*place, number, "units"), unit.units, names)


def scorecards(document: Document) -> Iterator[tuple[Place, ScorecardEntry]]:
    for number, entry in enumerate(document.scorecards):
        yield ("scorecards", number), entry


def perspectives(place: Place, scorecard: ScorecardEntry) -> Iterator[tuple[Place, PerspectiveEntry]]:
    for number, entry in enumerate(scorecard.perspectives):
        yield (*place, "perspectives", number), entry


def objectives(place: Place, scorecard: ScorecardEntry) -> Iterator[tuple[Place, PerspectiveEntry, ObjectiveEntry]]:
    """The objectives of a scorecard with their perspectives."""
    for above, perspective in perspectives(place, scorecard):
        for number, entry in enumerate(perspective.objectives):
            yield (*above, "objectives", number), perspective, entry


def all_objectives(document: Document) -> Iterator[tuple[Place, ObjectiveEntry]]:
    for place, scorecard in scorecards(document):
        for below, _, objective in objectives(place, scorecard):
            yield below, objective


def kpis(document: Document) -> Iterator[tuple[Place, Place, KpiEntry]]:
    """Every KPI, with the place of its objective behind its own."""
    for place, objective in all_objectives(document):
        for number, entry in enumerate(objective.kpis):
            yield (*place, "kpis", number), place, entry


def initiatives(document: Document) -> Iterator[tuple[Place, Place, InitiativeEntry]]:
    """Every initiative, with the place of its objective behind its own."""
    for place, objective in all_objectives(document):
        for number, entry in enumerate(objective.initiatives):
            yield (*place, "initiatives", number), place, entry


def count_entries(document: Document) -> int:
    """How many entries there are to apply."""
    count = sum(1 for _ in unit_paths(("units",), document.units, ())) + len(document.people)
    count += document.organisation is not None
    for _, scorecard in scorecards(document):
        count += 1 + len(scorecard.perspectives) + len(scorecard.cause_effect) + len(scorecard.cascades)
    for _, objective in all_objectives(document):
        count += 1 + sum(1 + len(kpi.targets) for kpi in objective.kpis)
        count += sum(1 + len(initiative.milestones) for initiative in objective.initiatives)
    return count
