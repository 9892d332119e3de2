"""Decide on an item of a review."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.review_cycle import ReviewState, check_outcome, check_stage
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.lock import lock_kpi
from equipoise.kpis.models import Kpi
from equipoise.reviews.carry_out import carry_out
from equipoise.reviews.decision import Decision
from equipoise.reviews.evidence import evidence_today
from equipoise.reviews.models import ReviewCycle, ReviewDecision, ReviewItem
from equipoise.reviews.undecided import must_be_undecided
from equipoise.scores.lock import lock_scorecards


async def decide(session: TenantSession, actor: Actor, item_id: UUID, decision: Decision) -> ReviewItem:
    """Take the decision on one item and carry it out, with the evidence of this moment frozen on it.

    Raises: Forbidden, NotFound, WrongStage, AlreadyDecided, WrongOutcome, ImpossibleState, Invalid, what the
    change of the KPI raises, and the refusals of texts.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    decision = decision.checked()
    item, kpi = await _locked(session, item_id, decision.merge_into_id)
    await must_be_undecided(session, item)
    check_outcome(decision.outcome, about_kpi=kpi is not None)

    evidence = await evidence_today(session, actor, item)
    left_alone_until = await carry_out(session, actor, item, kpi, decision)
    session.add(
        ReviewDecision(
            item_id=item.id,
            outcome=decision.outcome,
            reason=decision.reason,
            decided_by=actor.person_id,
            decided_at=actor.now,
            evidence=evidence,
            merged_into_id=decision.merge_into_id,
            left_alone_until=left_alone_until,
        )
    )
    after = {
        "outcome": decision.outcome,
        "reason": decision.reason,
        "kpi": item.kpi_id,
        "merged_into": decision.merge_into_id,
    }
    record(session, actor, "review.decided", "review_item", item.id, after=after)
    emit(session, actor, EventKind.REVIEW_DECIDED, review=item.cycle_id, item=item.id)
    await session.flush()
    return item


async def _locked(session: TenantSession, item_id: UUID, merge_into_id: UUID | None) -> tuple[ReviewItem, Kpi | None]:
    """The item and its KPI, with the scorecards, the KPI and the review locked in this order."""
    item = await require(session, ReviewItem, item_id, field="item")
    scorecards = {(await require(session, ReviewCycle, item.cycle_id)).scorecard_id}
    if merge_into_id is not None:
        scorecards.add((await require(session, Kpi, merge_into_id, field="mergeInto")).scorecard_id)
    if item.kpi_id is None:
        kpi = None
        await lock_scorecards(session, scorecards)
    else:
        kpi = await lock_kpi(session, item.kpi_id, field="item", scorecards=scorecards)
    cycle = await require(session, ReviewCycle, item.cycle_id, lock=True)
    check_stage(cycle.state, ReviewState.DECIDING)
    return item, kpi
