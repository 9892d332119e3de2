"""End a review."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.review_cycle import ReviewState, UndecidedItems, check_move
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.reviews.models import ReviewCycle
from equipoise.reviews.progress import progress_of


async def close_review(session: TenantSession, actor: Actor, cycle_id: UUID) -> ReviewCycle:
    """Close a review in which everything is decided.

    Raises: Forbidden, NotFound, WrongStage, UndecidedItems.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    cycle = await require(session, ReviewCycle, cycle_id, lock=True)
    check_move(cycle.state, ReviewState.CLOSED)
    progress = (await progress_of(session, [cycle.id], actor.today))[cycle.id]
    if progress.undecided:
        raise UndecidedItems(
            f"{progress.undecided} of {progress.items} items are not decided: decide on them, or cancel the review.",
        )
    cycle.state = ReviewState.CLOSED
    cycle.ended_at = actor.now
    record(session, actor, "review.closed", "review_cycle", cycle.id, after={"decided": progress.decided})
    emit(session, actor, EventKind.REVIEW_CLOSED, review=cycle.id, scorecard=cycle.scorecard_id)
    return cycle
