"""What is in force here and not in the document."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from equipoise.exchange.links import cascades_in_force, cause_effects_in_force, objective_names
from equipoise.exchange.report import Item, Kind
from equipoise.exchange.rows import BETWEEN, in_force
from equipoise.exchange.work import Work
from equipoise.identity.shell_person import of_the_shell
from equipoise.strategy.models import Objective, Scorecard

_KINDS: Final = list(Kind)


def kept(work: Work) -> list[Item]:
    """What the document does not have. What is in something that is kept is not listed by itself."""
    named = {row.id for row in work.found.rows.values()}
    items = list(_of_organisation(work, named))
    for scorecard in work.rows.scorecards_in_force():
        if scorecard.id in named:
            items += _of_scorecard(work, named, scorecard)
    return sorted(items, key=lambda item: _KINDS.index(item.kind))


def _of_organisation(work: Work, named: set[UUID]) -> Iterator[Item]:
    rows = work.rows
    for path, unit in sorted((rows.unit_path(unit.id), unit) for unit in rows.units.values() if unit.id not in named):
        if unit.parent_id is None or unit.parent_id in named:
            yield Item(Kind.UNIT, path)
    for person in sorted(rows.people.values(), key=lambda row: row.email):
        if person.id not in named and in_force(person) and not of_the_shell(person):
            yield Item(Kind.PERSON, person.email)
    for scorecard in rows.scorecards_in_force():
        if scorecard.id not in named:
            yield Item(Kind.SCORECARD, scorecard.name)


def _of_scorecard(work: Work, named: set[UUID], scorecard: Scorecard) -> Iterator[Item]:
    rows = work.rows
    for perspective in rows.perspectives_of(scorecard.id):
        path = BETWEEN.join((scorecard.name, perspective.name))
        if perspective.id not in named:
            yield Item(Kind.PERSPECTIVE, path)
            continue
        for objective in rows.objectives_of(perspective.id):
            if objective.id not in named:
                yield Item(Kind.OBJECTIVE, BETWEEN.join((path, objective.name)))
            else:
                yield from _of_objective(work, named, objective)
    yield from _links(work, named, scorecard)


def _of_objective(work: Work, named: set[UUID], objective: Objective) -> Iterator[Item]:
    rows = work.rows
    for kpi in rows.kpis_of(objective.id):
        if kpi.id not in named:
            yield Item(Kind.KPI, kpi.key)
            continue
        for plan in rows.plans[kpi.id]:
            if plan.id not in named:
                yield Item(Kind.TARGET, f"{kpi.key} from {plan.starts_on}")
    for initiative in rows.initiatives[objective.id]:
        if initiative.id not in named:
            yield Item(Kind.INITIATIVE, BETWEEN.join((objective.name, initiative.name)))
            continue
        for milestone in rows.milestones[initiative.id]:
            if milestone.id not in named:
                yield Item(Kind.MILESTONE, BETWEEN.join((initiative.name, milestone.name)))


def _links(work: Work, named: set[UUID], scorecard: Scorecard) -> Iterator[Item]:
    names = objective_names(work.rows, scorecard.id)
    for link in cause_effects_in_force(work.rows, scorecard.id):
        if link.id not in named:
            yield Item(Kind.CAUSE_EFFECT, f"{names.name_of(link.cause_id)} → {names.name_of(link.effect_id)}")
    if scorecard.parent_id is not None:
        above = objective_names(work.rows, scorecard.parent_id)
        for cascade in cascades_in_force(work.rows, scorecard):
            if cascade.id not in named:
                served = above.name_of(cascade.parent_id)
                yield Item(Kind.CASCADE, f"{scorecard.name}: {names.name_of(cascade.child_id)} → {served}")
