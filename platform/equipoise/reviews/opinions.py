"""Say what one thinks of a recommendation."""

from uuid import UUID

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.review_cycle import OPEN, Stance, check_stage
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.reviews.models import ReviewCycle, ReviewItem, ReviewOpinion
from equipoise.reviews.undecided import must_be_undecided


async def give_opinion(
    session: TenantSession, actor: Actor, item_id: UUID, stance: Stance, comment: str = ""
) -> ReviewItem:
    """Agree, disagree or abstain while the item is undecided; it replaces what the actor said before.

    It is no evidence that the KPI is used: it was asked for.
    Raises: Forbidden, NotFound, WrongStage, AlreadyDecided and the refusals of texts.
    """
    actor.require(Permission.COMMENT)
    words = text.prose(comment, "comment")
    item = await require(session, ReviewItem, item_id, field="item")
    cycle = await require(session, ReviewCycle, item.cycle_id, lock=True)
    check_stage(cycle.state, *OPEN)
    await must_be_undecided(session, item)

    opinion = await _former(session, item, actor.person_id)
    if opinion is None:
        opinion = ReviewOpinion(item_id=item.id, person_id=actor.person_id)
        session.add(opinion)
    opinion.stance, opinion.comment, opinion.given_at = stance, words, actor.now
    record(session, actor, "review.opinion_given", "review_item", item.id, after={"stance": stance})
    emit(session, actor, EventKind.REVIEW_OPINION_GIVEN, review=cycle.id, scorecard=cycle.scorecard_id, item=item.id)
    await session.flush()
    return item


async def _former(session: TenantSession, item: ReviewItem, person_id: UUID) -> ReviewOpinion | None:
    statement = select(ReviewOpinion).where(
        ReviewOpinion.tenant_id == session.tenant_id,
        ReviewOpinion.item_id == item.id,
        ReviewOpinion.person_id == person_id,
    )
    return (await session.scalars(statement)).one_or_none()
