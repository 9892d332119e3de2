"""Objectives leave the strategy: retired with their history, or removed when there is none."""

from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.record import record
from equipoise.db.session import TenantSession, row_values
from equipoise.domain.errors import Conflict
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.initiatives.models import Initiative
from equipoise.kpis.models import Kpi
from equipoise.reviews.models import ReviewItem
from equipoise.scores.recompute import recompute
from equipoise.strategy.cascade import contributed_to
from equipoise.strategy.editing import must_not_be_retired, part_to_edit
from equipoise.strategy.models import Objective
from equipoise.strategy.objectives import room_for_one_more


class HasHistory(Conflict):
    """KPIs, initiatives or reviews belong to it, and would be lost."""

    code = "HAS_HISTORY"


async def retire_objective(session: TenantSession, actor: Actor, objective_id: UUID) -> Objective:
    """Take the objective out of the strategy. It leaves the scores with its KPIs, and keeps its history.

    Raises: Forbidden, NotFound, Archived, Retired.
    """
    objective = await part_to_edit(session, actor, Objective, objective_id)
    must_not_be_retired(objective, "id")
    objective.retired_at = actor.now
    await session.flush()
    await recompute(session, actor.now, {objective.scorecard_id, *await contributed_to(session, objective)})
    record(session, actor, "objective.retired", "objective", objective.id, after={"retired_at": actor.now})
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=objective.scorecard_id)
    return objective


async def restore_objective(session: TenantSession, actor: Actor, objective_id: UUID) -> Objective:
    """Put a retired objective back where it was. Repeating it changes nothing.

    Raises: Forbidden, NotFound, Archived, TooMany.
    """
    objective = await part_to_edit(session, actor, Objective, objective_id)
    if objective.retired_at is None:
        return objective
    await room_for_one_more(session, objective.scorecard_id)
    before = {"retired_at": objective.retired_at}
    objective.retired_at = None
    await session.flush()
    await recompute(session, actor.now, {objective.scorecard_id, *await contributed_to(session, objective)})
    record(session, actor, "objective.restored", "objective", objective.id, before=before)
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=objective.scorecard_id)
    return objective


async def remove_objective(session: TenantSession, actor: Actor, objective_id: UUID) -> None:
    """Remove an objective, with its links, that nothing has come of yet.

    Raises: Forbidden, NotFound, Archived, HasHistory.
    """
    objective = await part_to_edit(session, actor, Objective, objective_id)
    for model, column, what in (
        (Kpi, Kpi.objective_id, "KPIs"),
        (Initiative, Initiative.objective_id, "initiatives"),
        (ReviewItem, ReviewItem.objective_id, "review items"),
    ):
        counted = select(func.count()).select_from(model).where(model.tenant_id == session.tenant_id)
        if held := await session.scalar(counted.where(column == objective.id)):
            raise HasHistory(f"“{objective.name}” has {held} {what}; retire it, so that they are kept.", field="id")
    before = row_values(objective)
    served = await contributed_to(session, objective)
    await session.delete(objective)
    await session.flush()
    await recompute(session, actor.now, {objective.scorecard_id, *served})
    record(session, actor, "objective.removed", "objective", objective.id, before=before)
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=objective.scorecard_id)
