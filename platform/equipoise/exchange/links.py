"""Links between objectives as a document says them: by names, in the order of the map."""

from collections.abc import Iterator
from uuid import UUID

from equipoise.exchange.document.scorecard import CascadeEntry, CauseEffectEntry
from equipoise.exchange.objective_names import ObjectiveNames
from equipoise.exchange.rows import Rows, in_force
from equipoise.strategy.models import CascadeLink, CauseEffectLink, Objective, Perspective, Scorecard


def objective_names(rows: Rows, scorecard_id: UUID) -> ObjectiveNames[UUID]:
    """The objectives of a scorecard in force by what they are called."""
    return ObjectiveNames(
        (perspective.name, objective.name, objective.id) for perspective, objective in _objectives(rows, scorecard_id)
    )


def cause_effects_in_force(rows: Rows, scorecard_id: UUID) -> list[CauseEffectLink]:
    """The cause-effect links between objectives in force."""
    place = _places(rows, scorecard_id)
    standing = [link for link in rows.causes[scorecard_id] if link.cause_id in place and link.effect_id in place]
    return sorted(standing, key=lambda link: (place[link.cause_id], place[link.effect_id]))


def cascades_in_force(rows: Rows, scorecard: Scorecard) -> list[CascadeLink]:
    """The cascade links from objectives of this scorecard to the parent's, where both are in force."""
    if scorecard.parent_id is None or not in_force(rows.scorecards[scorecard.parent_id]):
        return []
    place, above = _places(rows, scorecard.id), _places(rows, scorecard.parent_id)
    standing = [link for link in rows.cascades[scorecard.id] if link.child_id in place and link.parent_id in above]
    return sorted(standing, key=lambda link: (place[link.child_id], above[link.parent_id]))


def cause_effect_entry(names: ObjectiveNames[UUID], row: CauseEffectLink) -> CauseEffectEntry:
    return CauseEffectEntry.model_construct(
        cause=names.name_of(row.cause_id), effect=names.name_of(row.effect_id), rationale=row.rationale
    )


def cascade_entry(names: ObjectiveNames[UUID], above: ObjectiveNames[UUID], row: CascadeLink) -> CascadeEntry:
    return CascadeEntry.model_construct(
        objective=names.name_of(row.child_id), serves=above.name_of(row.parent_id), kind=row.kind, weight=row.weight
    )


def cause_effect_entries(rows: Rows, scorecard: Scorecard) -> tuple[CauseEffectEntry, ...]:
    names = objective_names(rows, scorecard.id)
    return tuple(cause_effect_entry(names, row) for row in cause_effects_in_force(rows, scorecard.id))


def cascade_entries(rows: Rows, scorecard: Scorecard) -> tuple[CascadeEntry, ...]:
    standing = cascades_in_force(rows, scorecard)
    if not standing or scorecard.parent_id is None:
        return ()
    names, above = objective_names(rows, scorecard.id), objective_names(rows, scorecard.parent_id)
    return tuple(cascade_entry(names, above, row) for row in standing)


def _objectives(rows: Rows, scorecard_id: UUID) -> Iterator[tuple[Perspective, Objective]]:
    for perspective in rows.perspectives_of(scorecard_id):
        for objective in rows.objectives_of(perspective.id):
            yield perspective, objective


def _places(rows: Rows, scorecard_id: UUID) -> dict[UUID, int]:
    """Where each objective in force stands, from the top of the map to its bottom."""
    return {objective.id: place for place, (_, objective) in enumerate(_objectives(rows, scorecard_id))}
