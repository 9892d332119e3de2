"""The points that an initiative has to reach."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.initiatives.models import Initiative, Milestone
from equipoise.initiatives.plan import check_day

MOST_MILESTONES = 100
"""Milestones of one initiative."""


class MilestoneChange(TypedDict, total=False):
    """What is to be different; what is left out stays as it is."""

    name: str
    due_on: date
    done_on: date | None


async def add_milestone(
    session: TenantSession, actor: Actor, initiative_id: UUID, *, name: str, due_on: date
) -> Milestone:
    """Raises: Forbidden, NotFound, TooMany, DateOutOfRange and the refusals of texts."""
    actor.require(Permission.EDIT_STRATEGY)
    initiative = await require(session, Initiative, initiative_id, field="initiative", lock=True)
    counted = (
        select(func.count())
        .select_from(Milestone)
        .where(Milestone.tenant_id == session.tenant_id, Milestone.initiative_id == initiative.id)
    )
    if (await session.scalar(counted) or 0) >= MOST_MILESTONES:
        raise TooMany(f"An initiative has at most {MOST_MILESTONES} milestones.", field="initiative")
    check_day(due_on, "dueOn")
    milestone = Milestone(id=new_id(), initiative_id=initiative.id, name=text.name(name, "name"), due_on=due_on)
    session.add(milestone)
    after = {"milestone": milestone.id, "name": milestone.name, "due_on": due_on}
    record(session, actor, "initiative.milestone_added", "initiative", initiative.id, after=after)
    emit(session, actor, EventKind.INITIATIVE_CHANGED, initiative=initiative.id)
    await session.flush()
    return milestone


async def update_milestone(
    session: TenantSession, actor: Actor, milestone_id: UUID, wanted: MilestoneChange
) -> Milestone:
    """Rename or move a milestone, or say on which day it was reached.

    Raises: Forbidden, NotFound, DateOutOfRange and the refusals of texts.
    """
    actor.require(Permission.EDIT_STRATEGY)
    milestone = await require(session, Milestone, milestone_id, lock=True)
    check_day(wanted.get("due_on"), "dueOn")
    check_day(wanted.get("done_on"), "doneOn")
    columns = dict(wanted)
    if "name" in wanted:
        columns["name"] = text.name(wanted["name"], "name")
    if changed := change(milestone, columns):
        record(
            session,
            actor,
            "initiative.milestone_updated",
            "initiative",
            milestone.initiative_id,
            before={"milestone": milestone.id, **changed.before},
            after={"milestone": milestone.id, **changed.after},
        )
        emit(session, actor, EventKind.INITIATIVE_CHANGED, initiative=milestone.initiative_id)
    return milestone


async def remove_milestone(session: TenantSession, actor: Actor, milestone_id: UUID) -> None:
    """Raises: Forbidden, NotFound."""
    actor.require(Permission.EDIT_STRATEGY)
    milestone = await require(session, Milestone, milestone_id, lock=True)
    await session.delete(milestone)
    before = {"milestone": milestone.id, "name": milestone.name, "due_on": milestone.due_on}
    record(session, actor, "initiative.milestone_removed", "initiative", milestone.initiative_id, before=before)
    emit(session, actor, EventKind.INITIATIVE_CHANGED, initiative=milestone.initiative_id)
