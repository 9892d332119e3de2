"""Add, update and remove initiatives."""

from uuid import UUID

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.initiatives.cite import cite_kpis
from equipoise.initiatives.models import Initiative
from equipoise.initiatives.plan import Plan, check_order, columns_of
from equipoise.strategy.models import Objective


async def add_initiative(session: TenantSession, actor: Actor, objective_id: UUID, plan: Plan) -> Initiative:
    """Plan work that moves an objective; the plan has at least a name.

    Raises: Forbidden, NotFound, Conflict, Invalid, TooMany, DateOutOfRange and the refusals of texts and figures.
    """
    actor.require(Permission.EDIT_STRATEGY)
    objective = await require(session, Objective, objective_id, field="objective")
    columns = await columns_of(session, actor, plan)
    check_order(columns.get("starts_on"), columns.get("due_on"))
    initiative = Initiative(id=new_id(), objective_id=objective.id, created_at=actor.now, **columns)
    session.add(initiative)
    await session.flush()
    kpi_ids = plan.get("kpi_ids", ())
    await cite_kpis(session, actor, initiative, kpi_ids)
    after = {"objective": objective.id, **columns, "kpi_ids": kpi_ids}
    record(session, actor, "initiative.added", "initiative", initiative.id, after=after)
    emit(session, actor, EventKind.INITIATIVE_CHANGED, initiative=initiative.id)
    return initiative


async def update_initiative(session: TenantSession, actor: Actor, initiative_id: UUID, plan: Plan) -> Initiative:
    """Change what the plan names.

    Raises: as `add_initiative`.
    """
    actor.require(Permission.EDIT_STRATEGY)
    initiative = await require(session, Initiative, initiative_id, lock=True)
    columns = await columns_of(session, actor, plan)
    check_order(columns.get("starts_on", initiative.starts_on), columns.get("due_on", initiative.due_on))
    changed = change(initiative, columns)
    after = changed.after
    if "kpi_ids" in plan:
        await cite_kpis(session, actor, initiative, plan["kpi_ids"])
        after = {**after, "kpi_ids": plan["kpi_ids"]}
    if after:
        record(session, actor, "initiative.updated", "initiative", initiative.id, before=changed.before, after=after)
        emit(session, actor, EventKind.INITIATIVE_CHANGED, initiative=initiative.id)
    return initiative


async def remove_initiative(session: TenantSession, actor: Actor, initiative_id: UUID) -> None:
    """Remove an initiative with its milestones. One that was given up is better CANCELLED, and kept.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.EDIT_STRATEGY)
    initiative = await require(session, Initiative, initiative_id, lock=True)
    await session.delete(initiative)
    before = {"name": initiative.name, "objective": initiative.objective_id, "status": initiative.status}
    record(session, actor, "initiative.removed", "initiative", initiative.id, before=before)
    emit(session, actor, EventKind.INITIATIVE_CHANGED, initiative=initiative.id)
