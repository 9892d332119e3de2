"""An item is decided once."""

from sqlalchemy import select

from equipoise.db.session import ReadSession
from equipoise.domain.review_cycle import AlreadyDecided
from equipoise.reviews.models import ReviewDecision, ReviewItem


async def decision_on(session: ReadSession, item: ReviewItem) -> ReviewDecision | None:
    """What was decided on the item."""
    statement = select(ReviewDecision).where(
        ReviewDecision.tenant_id == session.tenant_id, ReviewDecision.item_id == item.id
    )
    return (await session.scalars(statement)).one_or_none()


async def must_be_undecided(session: ReadSession, item: ReviewItem) -> None:
    """Ask with the review's row locked: then nobody decides in between.

    Raises: AlreadyDecided.
    """
    decision = await decision_on(session, item)
    if decision is not None:
        raise AlreadyDecided(
            f"This was decided on {decision.decided_at:%Y-%m-%d}: {decision.outcome}, because “{decision.reason}”.",
            field="item",
        )
