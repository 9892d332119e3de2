"""Add and update objectives."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, row_values
from equipoise.domain import text
from equipoise.domain.errors import Conflict
from equipoise.domain.fields import TooMany
from equipoise.domain.rollup import RollUp, parse_weight
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person
from equipoise.scores.recompute import recompute
from equipoise.strategy.editing import must_not_be_retired, part_to_edit
from equipoise.strategy.models import Objective, Perspective
from equipoise.strategy.order import place

MOST_OBJECTIVES = 100
"""On one scorecard, retired ones left out; 15 to 25 are usual."""


class ObjectiveProperties(TypedDict, total=False):
    """What can be said about an objective; what is left out stays as it is. Figures as they were written."""

    name: str
    description: str
    theme: str
    owner_id: UUID | None
    weight: object
    rollup: RollUp


async def add_objective(
    session: TenantSession,
    actor: Actor,
    perspective_id: UUID,
    *,
    position: int | None = None,
    **properties: Unpack[ObjectiveProperties],
) -> Objective:
    """A new objective at this place of the perspective, or at its end; it has at least a name.

    Raises: Forbidden, NotFound, Archived, TooMany, Conflict, and the refusals of texts and weights.
    """
    perspective = await part_to_edit(session, actor, Perspective, perspective_id, field="perspective")
    await room_for_one_more(session, perspective.scorecard_id)
    columns = await _columns(session, properties)
    objective = Objective(
        id=new_id(), scorecard_id=perspective.scorecard_id, perspective_id=perspective.id, position=0, **columns
    )
    place(objective, await _objectives(session, perspective.id), position)
    session.add(objective)
    await session.flush()
    await recompute(session, actor.now, [objective.scorecard_id])
    record(session, actor, "objective.added", "objective", objective.id, after=row_values(objective))
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=objective.scorecard_id)
    return objective


async def update_objective(
    session: TenantSession,
    actor: Actor,
    objective_id: UUID,
    *,
    perspective_id: UUID | None = None,
    position: int | None = None,
    **properties: Unpack[ObjectiveProperties],
) -> Objective:
    """Change what is given; `perspective_id` and `position` move it within its scorecard.

    Raises: as `add_objective`, Retired.
    """
    objective = await part_to_edit(session, actor, Objective, objective_id)
    must_not_be_retired(objective, "id")
    columns = await _columns(session, properties)
    if perspective_id is not None:
        columns["perspective_id"] = await _perspective_of_same(session, objective, perspective_id)
    was_at = objective.position
    changed = change(objective, columns)
    if position is not None or changed.touches("perspective_id"):
        others = [each for each in await _objectives(session, objective.perspective_id) if each is not objective]
        place(objective, others, position)
        changed = changed.with_("position", was_at, objective.position)
    await session.flush()
    if changed.touches("weight", "rollup", "perspective_id"):
        await recompute(session, actor.now, [objective.scorecard_id])
    if changed:
        record(
            session, actor, "objective.updated", "objective", objective.id, before=changed.before, after=changed.after
        )
        emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=objective.scorecard_id)
    return objective


async def room_for_one_more(session: TenantSession, scorecard_id: UUID) -> None:
    """Raises: TooMany."""
    standing = (
        select(func.count())
        .select_from(Objective)
        .where(
            Objective.tenant_id == session.tenant_id,
            Objective.scorecard_id == scorecard_id,
            Objective.retired_at.is_(None),
        )
    )
    if (await session.scalar(standing) or 0) >= MOST_OBJECTIVES:
        raise TooMany(f"A scorecard has at most {MOST_OBJECTIVES} objectives.", field="perspective")


async def _perspective_of_same(session: TenantSession, objective: Objective, perspective_id: UUID) -> UUID:
    perspective = await require(session, Perspective, perspective_id, field="perspective")
    if perspective.scorecard_id != objective.scorecard_id:
        raise Conflict("This perspective is of another scorecard; an objective stays on its own.", field="perspective")
    return perspective.id


async def _objectives(session: TenantSession, perspective_id: UUID) -> Sequence[Objective]:
    statement = (
        select(Objective)
        .where(
            Objective.tenant_id == session.tenant_id,
            Objective.perspective_id == perspective_id,
            Objective.retired_at.is_(None),
        )
        .order_by(Objective.position, Objective.id)
    )
    return (await session.scalars(statement)).all()


async def _columns(session: TenantSession, properties: ObjectiveProperties) -> dict[str, Any]:
    columns: dict[str, Any] = dict(properties)
    if "name" in properties:
        columns["name"] = text.name(properties["name"], "name")
    if "description" in properties:
        columns["description"] = text.prose(properties["description"], "description")
    if "theme" in properties:
        columns["theme"] = text.name(properties["theme"], "theme") if properties["theme"] else ""
    if "weight" in properties:
        columns["weight"] = parse_weight(properties["weight"])
    if (owner_id := properties.get("owner_id")) is not None:
        owner = await require(session, Person, owner_id, field="owner")
        if owner.left_at is not None:
            raise Conflict(f"{owner.display_name} has left the organisation.", field="owner")
    return columns
