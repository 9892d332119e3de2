"""Bring back a KPI that a review retired."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Conflict
from equipoise.domain.review_cycle import Outcome
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.retire import restore_kpi
from equipoise.reviews.models import ReviewItem
from equipoise.reviews.undecided import decision_on


class NothingRetired(Conflict):
    """The decision on the item retired no KPI, or none was taken yet."""

    code = "NOTHING_RETIRED"


async def restore_reviewed_kpi(session: TenantSession, actor: Actor, item_id: UUID, reason: str) -> ReviewItem:
    """Undo what the decision on the item did; the decision itself, with its evidence, stays on record.

    Raises: Forbidden, NotFound, NothingRetired, ImpossibleState (the KPI is back already), Conflict.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    item = await require(session, ReviewItem, item_id, field="item")
    decision = await decision_on(session, item)
    if item.kpi_id is None or decision is None or decision.outcome not in (Outcome.RETIRE, Outcome.MERGE):
        raise NothingRetired("No KPI was retired by a decision on this item.", field="item")
    kpi = await restore_kpi(session, actor, item.kpi_id, reason)
    record(session, actor, "review.restored", "review_item", item.id, after={"kpi": kpi.id, "state": kpi.state})
    emit(session, actor, EventKind.REVIEW_RESTORED, review=item.cycle_id, item=item.id)
    return item
