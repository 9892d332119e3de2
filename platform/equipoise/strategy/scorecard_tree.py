"""Which scorecard is cascaded from which."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Conflict, Cycle
from equipoise.domain.graph import ancestors
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.strategy.editing import must_not_be_archived, scorecard_to_edit
from equipoise.strategy.models import CascadeLink, Objective, Scorecard
from equipoise.tenants.organisation import locked_organisation


class Cascaded(Conflict):
    """Objectives of the scorecard serve objectives of its present parent."""

    code = "CASCADED"


async def move_scorecard(session: TenantSession, actor: Actor, scorecard_id: UUID, parent_id: UUID | None) -> Scorecard:
    """Cascade the scorecard from another one, or from none.

    Moves of one organisation take turns: two that each look harmless could close a circle together.
    Raises: Forbidden, NotFound, Archived, Cycle, Cascaded.
    """
    actor.require(Permission.EDIT_STRATEGY)
    await locked_organisation(session)
    scorecard = await scorecard_to_edit(session, actor, scorecard_id)
    if parent_id is not None:
        parent = await require(session, Scorecard, parent_id, field="parent")
        must_not_be_archived(parent, "parent")
        if parent_id == scorecard_id or scorecard_id in ancestors(parent_id, await _to_parents(session)):
            raise Cycle(f"“{scorecard.name}” cannot be cascaded from itself or from what is below it.", field="parent")
    if parent_id == scorecard.parent_id:
        return scorecard
    await _refuse_with_cascades(session, scorecard)
    before = {"parent_id": scorecard.parent_id}
    scorecard.parent_id = parent_id
    record(session, actor, "scorecard.moved", "scorecard", scorecard.id, before=before, after={"parent_id": parent_id})
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=scorecard.id)
    return scorecard


async def _to_parents(session: TenantSession) -> list[tuple[UUID, UUID]]:
    rows = await session.execute(
        select(Scorecard.id, Scorecard.parent_id).where(
            Scorecard.tenant_id == session.tenant_id, Scorecard.parent_id.is_not(None)
        )
    )
    return [(child, parent) for child, parent in rows if parent is not None]


async def _refuse_with_cascades(session: TenantSession, scorecard: Scorecard) -> None:
    child = aliased(Objective)
    cascaded = exists().where(
        CascadeLink.tenant_id == session.tenant_id,
        child.tenant_id == session.tenant_id,
        child.id == CascadeLink.child_id,
        child.scorecard_id == scorecard.id,
    )
    if await session.scalar(select(cascaded)):
        raise Cascaded(
            f"Objectives of “{scorecard.name}” serve objectives of its present parent; uncascade them first.",
            field="parent",
        )
