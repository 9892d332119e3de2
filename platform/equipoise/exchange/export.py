"""The strategy in force as a document."""

from collections.abc import Collection, Iterator
from typing import Final
from uuid import UUID

from equipoise.db.session import ReadSession
from equipoise.domain.errors import NotFound
from equipoise.domain.fields import TooMany
from equipoise.exchange.ambiguity import refuse_ambiguous
from equipoise.exchange.describe import (
    initiative_entry,
    kpi_entry,
    milestone_entry,
    objective_entry,
    organisation_entry,
    person_entry,
    perspective_entry,
    scorecard_entry,
    target_entry,
    unit_entry,
)
from equipoise.exchange.document.document import FORMAT, Document
from equipoise.exchange.document.entry import E
from equipoise.exchange.document.initiative import InitiativeEntry
from equipoise.exchange.document.kpi import KpiEntry
from equipoise.exchange.document.organisation import UnitEntry
from equipoise.exchange.document.scorecard import ObjectiveEntry, PerspectiveEntry, ScorecardEntry
from equipoise.exchange.links import cascade_entries, cause_effect_entries
from equipoise.exchange.rows import Rows, in_force, read_rows
from equipoise.identity.models import Person
from equipoise.identity.shell_person import of_the_shell
from equipoise.initiatives.models import Initiative
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, Perspective, Scorecard

DEEPEST_UNITS: Final = 45
"""As far as a document may be nested when it is read."""


async def export_strategy(session: ReadSession, *, scorecard: str | None = None) -> Document:
    """The strategy in force; or one scorecard, with the people whom it names and the units of both.

    Raises: NotFound, AmbiguousNames, TooMany.
    """
    rows = await read_rows(session)
    return _whole(rows) if scorecard is None else _part(rows, scorecard)


def _whole(rows: Rows) -> Document:
    chosen = _parents_first(rows)
    refuse_ambiguous(rows, rows.units, chosen)
    scorecards = tuple(_scorecard(rows, row) for row in chosen)
    named = {email for entry in scorecards for email in _people_named(entry)}
    people = [row for row in _present(rows) if row.email in named or not of_the_shell(row)]
    return Document.model_construct(
        format=FORMAT,
        organisation=organisation_entry(rows.organisation),
        units=_units(rows, None, rows.units),
        people=tuple(person_entry(rows, row) for row in people),
        scorecards=scorecards,
    )


def _parents_first(rows: Rows) -> list[Scorecard]:
    """Each scorecard in force before those that are cascaded from it, otherwise by name."""
    standing = rows.scorecards_in_force()
    by_id = {row.id: row for row in standing}

    def path(row: Scorecard) -> list[tuple[str, UUID]]:
        parent = None if row.parent_id is None else by_id.get(row.parent_id)
        return [*([] if parent is None else path(parent)), (row.name, row.id)]

    return sorted(standing, key=path)


def _part(rows: Rows, name: str) -> Document:
    chosen = [row for row in rows.scorecards_in_force() if row.name == name]
    if not chosen:
        raise NotFound(f"No scorecard in force is named {name[:60]!r}.", field="scorecard")
    entry = _scorecard(rows, chosen[0])
    named = set(_people_named(entry))
    people = [row for row in _present(rows) if row.email in named]
    units = _up_to_the_top(rows, {chosen[0].org_unit_id, *(row.org_unit_id for row in people)})
    refuse_ambiguous(rows, units, chosen)
    return Document.model_construct(
        format=FORMAT,
        units=_units(rows, None, units),
        people=tuple(person_entry(rows, row) for row in people),
        scorecards=(entry,),
    )


def _units(rows: Rows, parent_id: UUID | None, chosen: Collection[UUID], depth: int = 0) -> tuple[UnitEntry, ...]:
    if depth > DEEPEST_UNITS:
        raise TooMany(f"Units are nested more than {DEEPEST_UNITS} deep, the most that a document holds.")
    below = (row for row in rows.units_below(parent_id) if row.id in chosen)
    return tuple(_with(unit_entry(row), units=_units(rows, row.id, chosen, depth + 1)) for row in below)


def _up_to_the_top(rows: Rows, unit_ids: set[UUID | None]) -> set[UUID]:
    chosen: set[UUID] = set()
    for unit_id in unit_ids:
        above = unit_id
        while above is not None and above not in chosen:
            chosen.add(above)
            above = rows.units[above].parent_id
    return chosen


def _present(rows: Rows) -> list[Person]:
    return sorted((row for row in rows.people.values() if in_force(row)), key=lambda row: row.email)


def _people_named(scorecard: ScorecardEntry) -> Iterator[str]:
    for perspective in scorecard.perspectives:
        for objective in perspective.objectives:
            kpis = (email for kpi in objective.kpis for email in (kpi.owner, kpi.contributor))
            initiatives = (initiative.owner for initiative in objective.initiatives)
            yield from (email for email in (objective.owner, *kpis, *initiatives) if email is not None)


def _scorecard(rows: Rows, row: Scorecard) -> ScorecardEntry:
    return _with(
        scorecard_entry(rows, row),
        perspectives=tuple(_perspective(rows, each) for each in rows.perspectives_of(row.id)),
        cause_effect=cause_effect_entries(rows, row),
        cascades=cascade_entries(rows, row),
    )


def _perspective(rows: Rows, row: Perspective) -> PerspectiveEntry:
    return _with(
        perspective_entry(row), objectives=tuple(_objective(rows, each) for each in rows.objectives_of(row.id))
    )


def _objective(rows: Rows, row: Objective) -> ObjectiveEntry:
    return _with(
        objective_entry(rows, row),
        kpis=tuple(_kpi(rows, each) for each in rows.kpis_of(row.id)),
        initiatives=tuple(_initiative(rows, each) for each in rows.initiatives[row.id]),
    )


def _kpi(rows: Rows, row: Kpi) -> KpiEntry:
    return _with(kpi_entry(rows, row), targets=tuple(target_entry(plan) for plan in rows.plans[row.id]))


def _initiative(rows: Rows, row: Initiative) -> InitiativeEntry:
    return _with(
        initiative_entry(rows, row), milestones=tuple(milestone_entry(each) for each in rows.milestones[row.id])
    )


def _with(entry: E, **entries: object) -> E:
    return entry.model_copy(update=entries)
