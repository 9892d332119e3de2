"""KPIs that are about to change: found, allowed, locked, and in a strategy that is in force."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.fields import TooMany
from equipoise.domain.kpi import KpiState
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.kpis.lock import lock_kpi
from equipoise.kpis.models import Kpi
from equipoise.strategy.editing import must_not_be_archived, must_not_be_retired
from equipoise.strategy.models import Objective, Scorecard

MOST_KPIS = 100
"""KPIs of one objective, retired ones left out; one to three are usual."""


async def kpi_to_edit(
    session: TenantSession, actor: Actor, kpi_id: UUID, *, field: str = "id", objective_id: UUID | None = None
) -> Kpi:
    """The KPI, locked after its scorecard with all that its score flows into, and after that of `objective_id`.

    Raises: Forbidden, NotFound, Archived, Conflict when it is being moved to another scorecard at this moment.
    """
    actor.require(Permission.EDIT_STRATEGY)
    scorecards = []
    if objective_id is not None:
        scorecards.append((await require(session, Objective, objective_id, field="objective")).scorecard_id)
    kpi = await lock_kpi(session, kpi_id, field=field, scorecards=scorecards)
    must_not_be_archived(await require(session, Scorecard, kpi.scorecard_id, lock=True), field)
    return kpi


async def objective_to_fill(session: TenantSession, objective_id: UUID) -> Objective:
    """The objective, with room for one KPI more. Callers hold the lock of its scorecard.

    Raises: NotFound, Archived, Retired, TooMany.
    """
    objective = await require(session, Objective, objective_id, field="objective", lock=True)
    must_not_be_archived(await require(session, Scorecard, objective.scorecard_id, lock=True), "objective")
    must_not_be_retired(objective, "objective")
    if len(await standing_kpis(session, objective_id)) >= MOST_KPIS:
        raise TooMany(f"An objective has at most {MOST_KPIS} KPIs.", field="objective")
    return objective


async def standing_kpis(session: TenantSession, objective_id: UUID) -> Sequence[Kpi]:
    """The KPIs of an objective that are not retired, in their order."""
    standing = select(Kpi).where(
        Kpi.tenant_id == session.tenant_id, Kpi.objective_id == objective_id, Kpi.state != KpiState.RETIRED
    )
    return (await session.scalars(standing.order_by(Kpi.position, Kpi.id))).all()
