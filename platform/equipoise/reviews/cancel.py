"""Give a review up."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.review_cycle import ReviewState, check_move
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.reviews.models import ReviewCycle


async def cancel_review(session: TenantSession, actor: Actor, cycle_id: UUID, reason: str) -> ReviewCycle:
    """End a review at any stage. What was decided stays decided; what was questioned stays questioned.

    Raises: Forbidden, NotFound, WrongStage and the refusals of texts.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    why = text.prose(reason, "reason", required=True)
    cycle = await require(session, ReviewCycle, cycle_id, lock=True)
    check_move(cycle.state, ReviewState.CANCELLED)
    before = {"state": cycle.state}
    cycle.state = ReviewState.CANCELLED
    cycle.ended_at = actor.now
    record(session, actor, "review.cancelled", "review_cycle", cycle.id, before=before, after={"reason": why})
    emit(session, actor, EventKind.REVIEW_CANCELLED, review=cycle.id, scorecard=cycle.scorecard_id)
    return cycle
