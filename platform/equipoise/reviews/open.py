"""Open a review: the questions are put, and the evidence is frozen."""

from uuid import UUID

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Conflict
from equipoise.domain.review_cycle import OPEN, Outcome, ReviewState, check_move
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.reviews import blind
from equipoise.reviews.blind import BLIND, blind_objectives
from equipoise.reviews.flags import raise_flags, standing_flags
from equipoise.reviews.models import ReviewCycle, ReviewItem
from equipoise.scores.lock import lock_scorecards


class AnotherReviewOpen(Conflict):
    """A scorecard is under one review at a time, or the same question would be decided twice."""

    code = "ANOTHER_REVIEW_OPEN"


async def open_review(session: TenantSession, actor: Actor, cycle_id: UUID) -> ReviewCycle:
    """Evaluate the rules today and make an item of each questioned KPI and each blind objective.

    Raises: Forbidden, NotFound, WrongStage, AnotherReviewOpen.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    seen = await require(session, ReviewCycle, cycle_id)
    await lock_scorecards(session, {seen.scorecard_id})
    cycle = await require(session, ReviewCycle, cycle_id, lock=True)
    check_move(cycle.state, ReviewState.COLLECTING)
    await _be_the_only_one(session, cycle)

    await raise_flags(session, actor, cycle.scorecard_id)
    items = [*await _removals(session, cycle), *await _additions(session, actor, cycle)]
    session.add_all(items)
    cycle.state = ReviewState.COLLECTING
    cycle.opened_at = actor.now
    record(session, actor, "review.opened", "review_cycle", cycle.id, after={"items": len(items)})
    emit(session, actor, EventKind.REVIEW_OPENED, review=cycle.id, scorecard=cycle.scorecard_id)
    await session.flush()
    return cycle


async def _be_the_only_one(session: TenantSession, cycle: ReviewCycle) -> None:
    others = select(ReviewCycle.name).where(
        ReviewCycle.tenant_id == session.tenant_id,
        ReviewCycle.scorecard_id == cycle.scorecard_id,
        ReviewCycle.state.in_(OPEN),
    )
    other = await session.scalar(others.limit(1))
    if other is not None:
        raise AnotherReviewOpen(f"The review “{other}” of this scorecard is open; close or cancel it first.")


async def _removals(session: TenantSession, cycle: ReviewCycle) -> list[ReviewItem]:
    return [
        ReviewItem(
            cycle_id=cycle.id,
            kpi_id=flag.kpi_id,
            rule=flag.rule,
            recommendation=Outcome.RETIRE,
            message=flag.message,
            evidence=flag.evidence,
        )
        for flag in await standing_flags(session, cycle.scorecard_id)
    ]


async def _additions(session: TenantSession, actor: Actor, cycle: ReviewCycle) -> list[ReviewItem]:
    return [
        ReviewItem(
            cycle_id=cycle.id,
            objective_id=objective.id,
            rule=BLIND,
            recommendation=Outcome.ADD,
            message=blind.message(objective),
            evidence=blind.figures(0, actor.today),
        )
        for objective in await blind_objectives(session, cycle.scorecard_id)
    ]
