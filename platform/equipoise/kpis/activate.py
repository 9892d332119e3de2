"""Let a proposed KPI count."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.session import TenantSession
from equipoise.domain.kpi import ImpossibleState, KpiState, check_questions
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.editing import kpi_to_edit
from equipoise.kpis.models import Kpi
from equipoise.scores.recompute import recompute


async def activate_kpi(session: TenantSession, actor: Actor, kpi_id: UUID) -> Kpi:
    """Take a proposed KPI into the scores, once its four questions are answered.

    Raises: Forbidden, NotFound, Archived, ImpossibleState, UnansweredQuestions.
    """
    kpi = await kpi_to_edit(session, actor, kpi_id)
    if kpi.state is not KpiState.PROPOSED:
        raise ImpossibleState(f"Only a proposed KPI is activated; “{kpi.name}” is {kpi.state.lower()}.", field="state")
    check_questions(kpi.purpose, kpi.good_range, kpi.response_plan, kpi.behaviours)

    kpi.state, kpi.activated_at = KpiState.ACTIVE, actor.now
    await session.flush()
    await recompute(session, actor.now, [kpi.scorecard_id])
    record(session, actor, "kpi.activated", "kpi", kpi.id, after={"state": kpi.state})
    emit(session, actor, EventKind.KPI_ACTIVATED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return kpi
