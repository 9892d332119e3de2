"""Cascading by objective: a child scorecard's objective serves one of the parent scorecard."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, row_values
from equipoise.domain.decimals import ONE
from equipoise.domain.errors import Conflict, Duplicate
from equipoise.domain.roles import Permission
from equipoise.domain.rollup import parse_weight
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.scores.lock import lock_scorecards
from equipoise.scores.recompute import recompute
from equipoise.strategy.editing import must_not_be_archived, must_not_be_retired
from equipoise.strategy.models import CascadeKind, CascadeLink, Objective, Scorecard


class NotItsParent(Conflict):
    """Objectives are cascaded to the parent of their scorecard, and nowhere else."""

    code = "NOT_ITS_PARENT"


async def cascade_objective(
    session: TenantSession, actor: Actor, child_id: UUID, parent_id: UUID, *, kind: CascadeKind, weight: object = ONE
) -> CascadeLink:
    """The child objective contributes to the parent objective's score, or only supports it.

    Links lead from a scorecard to its parent, and scorecards never form a circle; so neither do these links.
    Raises: Forbidden, NotFound, Archived, Retired, NotItsParent, Duplicate, NegativeWeight and the like.
    """
    actor.require(Permission.EDIT_STRATEGY)
    child, parent = await _locked_pair(session, child_id, parent_id)
    must_not_be_retired(child, "child")
    must_not_be_retired(parent, "parent")
    counts = parse_weight(weight)
    statement = select(CascadeLink.id).where(
        CascadeLink.tenant_id == session.tenant_id, CascadeLink.child_id == child.id, CascadeLink.parent_id == parent.id
    )
    if await session.scalar(statement):
        raise Duplicate(f"“{child.name}” is cascaded to “{parent.name}” already.", field="parent")
    link = CascadeLink(id=new_id(), child_id=child.id, parent_id=parent.id, kind=kind, weight=counts)
    session.add(link)
    await session.flush()
    await recompute(session, actor.now, [parent.scorecard_id])
    record(session, actor, "cascade_link.added", "cascade_link", link.id, after=row_values(link))
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=parent.scorecard_id)
    return link


async def update_cascade_link(
    session: TenantSession,
    actor: Actor,
    link_id: UUID,
    *,
    kind: CascadeKind | None = None,
    weight: object = None,
) -> CascadeLink:
    """Change what is given.

    Raises: Forbidden, NotFound, Archived, NegativeWeight and the like.
    """
    actor.require(Permission.EDIT_STRATEGY)
    link, parent = await _locked_link(session, link_id)
    wanted: dict[str, Any] = {}
    if kind is not None:
        wanted["kind"] = kind
    if weight is not None:
        wanted["weight"] = parse_weight(weight)
    changed = change(link, wanted)
    if changed:
        await session.flush()
        await recompute(session, actor.now, [parent.scorecard_id])
        record(
            session, actor, "cascade_link.updated", "cascade_link", link.id, before=changed.before, after=changed.after
        )
        emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=parent.scorecard_id)
    return link


async def uncascade_objective(session: TenantSession, actor: Actor, link_id: UUID) -> None:
    """The child objective serves the parent no more.

    Raises: Forbidden, NotFound, Archived.
    """
    actor.require(Permission.EDIT_STRATEGY)
    link, parent = await _locked_link(session, link_id)
    before = row_values(link)
    await session.delete(link)
    await session.flush()
    await recompute(session, actor.now, [parent.scorecard_id])
    record(session, actor, "cascade_link.removed", "cascade_link", link.id, before=before)
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=parent.scorecard_id)


async def contributed_to(session: TenantSession, objective: Objective) -> set[UUID]:
    """The scorecards whose scores this objective counts in, its own left out."""
    statement = (
        select(Objective.scorecard_id)
        .join(CascadeLink, (CascadeLink.tenant_id == Objective.tenant_id) & (CascadeLink.parent_id == Objective.id))
        .where(
            Objective.tenant_id == session.tenant_id,
            CascadeLink.child_id == objective.id,
            CascadeLink.kind == CascadeKind.CONTRIBUTES,
        )
    )
    return set((await session.scalars(statement)).all())


async def _locked_link(session: TenantSession, link_id: UUID) -> tuple[CascadeLink, Objective]:
    link = await require(session, CascadeLink, link_id)
    _, parent = await _locked_pair(session, link.child_id, link.parent_id)
    return await require(session, CascadeLink, link_id, lock=True), parent


async def _locked_pair(session: TenantSession, child_id: UUID, parent_id: UUID) -> tuple[Objective, Objective]:
    """Both objectives, after their scorecards are locked.

    Raises: NotFound, Archived, NotItsParent.
    """
    child = await require(session, Objective, child_id, field="child")
    parent = await require(session, Objective, parent_id, field="parent")
    await lock_scorecards(session, {child.scorecard_id, parent.scorecard_id})
    below = await require(session, Scorecard, child.scorecard_id, field="child", lock=True)
    above = await require(session, Scorecard, parent.scorecard_id, field="parent", lock=True)
    must_not_be_archived(below, "child")
    must_not_be_archived(above, "parent")
    if below.parent_id != above.id:
        raise NotItsParent(
            f"“{below.name}” is not cascaded from “{above.name}”: an objective serves those of its parent scorecard.",
            field="parent",
        )
    return (
        await require(session, Objective, child_id, field="child", lock=True),
        await require(session, Objective, parent_id, field="parent", lock=True),
    )
