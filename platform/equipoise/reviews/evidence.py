"""The evidence of this moment, to be frozen on a decision."""

from sqlalchemy import func, select

from equipoise.db.model import Json
from equipoise.db.session import ReadSession
from equipoise.domain.kpi import MEASURED
from equipoise.domain.usage import figures
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi
from equipoise.reviews import blind
from equipoise.reviews.models import ReviewItem
from equipoise.usage.evidence import evidence_of
from equipoise.usage.policy import policy_of


async def evidence_today(session: ReadSession, actor: Actor, item: ReviewItem) -> Json:
    """How the KPI is used as of today; for a missing KPI, how many measure the objective by now."""
    if item.kpi_id is not None:
        policy = await policy_of(session)
        found = await evidence_of(session, [item.kpi_id], actor.today, policy)
        return figures(found[item.kpi_id], actor.today, policy)
    measured = (
        select(func.count())
        .select_from(Kpi)
        .where(Kpi.tenant_id == session.tenant_id, Kpi.objective_id == item.objective_id, Kpi.state.in_(MEASURED))
    )
    return blind.figures(await session.scalar(measured) or 0, actor.today)
