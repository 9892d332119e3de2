"""What can be wrong with a document as a whole, whatever organisation it is applied to."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from equipoise.domain.graph import find_cycle
from equipoise.exchange.document.document import Document
from equipoise.exchange.document.entry import Entry
from equipoise.exchange.document.scorecard import ObjectiveEntry, ScorecardEntry
from equipoise.exchange.problems import Place, Problem
from equipoise.exchange.walk import kpis, objectives, unit_paths

E = TypeVar("E", bound=Entry)


def check(document: Document) -> list[Problem]:
    """Names that are there twice, and links that lead back to where they start."""
    return [
        *_units(document),
        *_twice(("people",), document.people, "email", lambda each: each.email),
        *_twice(("scorecards",), document.scorecards, "name", lambda each: each.name),
        *_keys(document),
        *_parents(document),
        *(
            problem
            for place, scorecard in enumerate(document.scorecards)
            for problem in _scorecard(("scorecards", place), scorecard)
        ),
    ]


def _units(document: Document) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for place, path, _ in unit_paths(("units",), document.units, ()):
        if path in first:
            yield Problem((*place, "name"), f"There is a unit {path} in the document already.")
        first.setdefault(path, place)


def _keys(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, _, kpi in kpis(document):
        if kpi.key in seen:
            yield Problem((*place, "key"), f"Another KPI of the document has the key {kpi.key}.")
        seen.add(kpi.key)


def _parents(document: Document) -> Iterator[Problem]:
    edges = [(each.name, each.parent) for each in document.scorecards if each.parent is not None]
    circle = find_cycle(edges)
    if circle is not None:
        number = next(number for number, each in enumerate(document.scorecards) if each.name == circle[0])
        told = " → ".join([*circle, circle[0]])
        yield Problem(("scorecards", number, "parent"), f"Parents lead back to where they start: {told}.")


def _scorecard(place: Place, scorecard: ScorecardEntry) -> Iterator[Problem]:
    yield from _twice((*place, "perspectives"), scorecard.perspectives, "name", lambda each: each.name)
    for number, perspective in enumerate(scorecard.perspectives):
        below = (*place, "perspectives", number, "objectives")
        yield from _twice(below, perspective.objectives, "name", lambda each: each.name)
    for below, _, objective in objectives(place, scorecard):
        yield from _objective(below, objective)
    links = [(each.cause, each.effect) for each in scorecard.cause_effect]
    yield from _twice(
        (*place, "cause_effect"), scorecard.cause_effect, "effect", lambda each: (each.cause, each.effect)
    )
    yield from _circle((*place, "cause_effect"), links)
    yield from _twice((*place, "cascades"), scorecard.cascades, "serves", lambda each: (each.objective, each.serves))


def _objective(place: Place, objective: ObjectiveEntry) -> Iterator[Problem]:
    yield from _twice((*place, "initiatives"), objective.initiatives, "name", lambda each: each.name)
    for number, initiative in enumerate(objective.initiatives):
        below = (*place, "initiatives", number, "milestones")
        yield from _twice(below, initiative.milestones, "name", lambda each: each.name)


def _circle(place: Place, links: list[tuple[str, str]]) -> Iterator[Problem]:
    circle = find_cycle(links)
    if circle is not None:
        last = links.index((circle[-1], circle[0]))
        told = " → ".join([*circle, circle[0]])
        yield Problem((*place, last, "effect"), f"Causes and effects go round in a circle: {told}.")


def _twice(place: Place, entries: Iterable[E], named: str, key: Callable[[E], object]) -> Iterator[Problem]:
    first: dict[object, int] = {}
    for number, entry in enumerate(entries):
        if (known := first.setdefault(key(entry), number)) != number:
            yield Problem((*place, number, named), f"The same as entry {known}; each is there once.")
