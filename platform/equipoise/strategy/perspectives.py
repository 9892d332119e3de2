"""Add, update and remove perspectives."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession, row_values
from equipoise.domain import text
from equipoise.domain.errors import Conflict
from equipoise.domain.fields import TooMany
from equipoise.domain.rollup import RollUp, parse_weight
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.scores.recompute import recompute
from equipoise.strategy.editing import part_to_edit, scorecard_to_edit
from equipoise.strategy.models import Objective, Perspective
from equipoise.strategy.order import place

MOST_PERSPECTIVES = 12
"""On one scorecard; four are usual."""


class NotEmpty(Conflict):
    """Something is still in it."""

    code = "NOT_EMPTY"


class PerspectiveProperties(TypedDict, total=False):
    """What can be said about a perspective; what is left out stays as it is. Figures as they were written."""

    name: str
    question: str
    weight: object
    rollup: RollUp


async def add_perspective(
    session: TenantSession,
    actor: Actor,
    scorecard_id: UUID,
    *,
    position: int | None = None,
    **properties: Unpack[PerspectiveProperties],
) -> Perspective:
    """A new perspective at this place of the map, or at its bottom; it has at least a name.

    Raises: Forbidden, NotFound, Archived, TooMany, and the refusals of texts and weights.
    """
    scorecard = await scorecard_to_edit(session, actor, scorecard_id, field="scorecard")
    others = await _perspectives(session, scorecard.id)
    if len(others) >= MOST_PERSPECTIVES:
        raise TooMany(f"A scorecard has at most {MOST_PERSPECTIVES} perspectives.", field="scorecard")
    perspective = Perspective(id=new_id(), scorecard_id=scorecard.id, position=len(others), **_columns(properties))
    place(perspective, others, position)
    session.add(perspective)
    await session.flush()
    await recompute(session, actor.now, [scorecard.id])
    record(session, actor, "perspective.added", "perspective", perspective.id, after=row_values(perspective))
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=perspective.scorecard_id)
    return perspective


async def update_perspective(
    session: TenantSession,
    actor: Actor,
    perspective_id: UUID,
    *,
    position: int | None = None,
    **properties: Unpack[PerspectiveProperties],
) -> Perspective:
    """Change what is given; `position` moves it among the others.

    Raises: as `add_perspective`.
    """
    perspective = await part_to_edit(session, actor, Perspective, perspective_id)
    was_at = perspective.position
    changed = change(perspective, _columns(properties))
    if position is not None:
        others = [each for each in await _perspectives(session, perspective.scorecard_id) if each is not perspective]
        place(perspective, others, position)
        changed = changed.with_("position", was_at, perspective.position)
    await session.flush()
    if changed.touches("weight", "rollup"):
        await recompute(session, actor.now, [perspective.scorecard_id])
    if changed:
        record(
            session,
            actor,
            "perspective.updated",
            "perspective",
            perspective.id,
            before=changed.before,
            after=changed.after,
        )
        emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=perspective.scorecard_id)
    return perspective


async def remove_perspective(session: TenantSession, actor: Actor, perspective_id: UUID) -> None:
    """Remove a perspective that holds no objective, not even a retired one.

    Raises: Forbidden, NotFound, Archived, NotEmpty.
    """
    perspective = await part_to_edit(session, actor, Perspective, perspective_id)
    held = await session.scalar(
        select(func.count())
        .select_from(Objective)
        .where(Objective.tenant_id == session.tenant_id, Objective.perspective_id == perspective.id)
    )
    if held:
        raise NotEmpty(f"“{perspective.name}” still holds {held} objectives; move or remove them first.", field="id")
    before = row_values(perspective)
    await session.delete(perspective)
    await session.flush()
    await recompute(session, actor.now, [perspective.scorecard_id])
    record(session, actor, "perspective.removed", "perspective", perspective.id, before=before)
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=perspective.scorecard_id)


async def _perspectives(session: TenantSession, scorecard_id: UUID) -> Sequence[Perspective]:
    statement = (
        select(Perspective)
        .where(Perspective.tenant_id == session.tenant_id, Perspective.scorecard_id == scorecard_id)
        .order_by(Perspective.position, Perspective.id)
    )
    return (await session.scalars(statement)).all()


def _columns(properties: PerspectiveProperties) -> dict[str, Any]:
    columns: dict[str, Any] = dict(properties)
    if "name" in properties:
        columns["name"] = text.name(properties["name"], "name")
    if "question" in properties:
        columns["question"] = text.prose(properties["question"], "question")
    if "weight" in properties:
        columns["weight"] = parse_weight(properties["weight"])
    return columns
