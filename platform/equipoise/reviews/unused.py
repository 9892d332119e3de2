"""The rule UNUSED over many KPIs at once."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, select

from equipoise.db.session import ReadSession
from equipoise.domain.usage import UNUSED, Finding, unused
from equipoise.kpis.models import Kpi
from equipoise.reviews.models import ReviewDecision, ReviewItem
from equipoise.usage.evidence import evidence_of, in_use_since, unused_condition
from equipoise.usage.policy import policy_of


async def unused_findings(session: ReadSession, today: date, scorecard_id: UUID | None) -> Mapping[UUID, Finding]:
    """Which KPIs of the scorecard, or of all, the policy questions today; a decision to keep one is respected."""
    policy = await policy_of(session)
    questioned = select(Kpi).where(
        Kpi.tenant_id == session.tenant_id,
        unused_condition(session.tenant_id, policy, today),
        Kpi.id.not_in(_left_alone(session.tenant_id, today)),
    )
    if scorecard_id is not None:
        questioned = questioned.where(Kpi.scorecard_id == scorecard_id)
    kpis = (await session.scalars(questioned)).all()
    evidence = await evidence_of(session, [kpi.id for kpi in kpis], today, policy)
    found = {kpi.id: unused(evidence[kpi.id], in_use_since(kpi), today, policy) for kpi in kpis}
    return {kpi_id: finding for kpi_id, finding in found.items() if finding is not None}


def _left_alone(tenant_id: UUID, today: date) -> Select[UUID | None]:
    """KPIs that a review decided to keep, for as long as it said."""
    of_item = and_(ReviewDecision.tenant_id == ReviewItem.tenant_id, ReviewDecision.item_id == ReviewItem.id)
    return (
        select(ReviewItem.kpi_id)
        .join(ReviewDecision, of_item)
        .where(
            ReviewItem.tenant_id == tenant_id,
            ReviewItem.kpi_id.is_not(None),
            ReviewItem.rule == UNUSED,
            ReviewDecision.left_alone_until >= today,
        )
    )
