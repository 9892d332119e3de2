"""Take a review from stage to stage."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.review_cycle import next_stage
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.reviews.models import ReviewCycle


async def advance_review(session: TenantSession, actor: Actor, cycle_id: UUID) -> ReviewCycle:
    """From collecting opinions to consulting about them, and from there to deciding.

    Raises: Forbidden, NotFound, WrongStage.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    cycle = await require(session, ReviewCycle, cycle_id, lock=True)
    before = {"state": cycle.state}
    cycle.state = next_stage(cycle.state)
    record(session, actor, "review.advanced", "review_cycle", cycle.id, before=before, after={"state": cycle.state})
    emit(session, actor, EventKind.REVIEW_ADVANCED, review=cycle.id, scorecard=cycle.scorecard_id)
    return cycle
