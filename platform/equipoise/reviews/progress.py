"""How far reviews have come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, select

from equipoise.db.session import ReadSession
from equipoise.domain.review_cycle import OPEN
from equipoise.reviews.models import ReviewCycle, ReviewDecision, ReviewItem


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """Items of a review, those that are decided, and those that are not although the review should be over."""

    items: int
    decided: int
    overdue: int

    @property
    def undecided(self) -> int:
        return self.items - self.decided


async def progress_of(session: ReadSession, cycle_ids: Collection[UUID], today: date) -> dict[UUID, ReviewProgress]:
    """The progress of these reviews, in one statement."""
    of_cycle = and_(ReviewItem.tenant_id == ReviewCycle.tenant_id, ReviewItem.cycle_id == ReviewCycle.id)
    of_item = and_(ReviewDecision.tenant_id == ReviewItem.tenant_id, ReviewDecision.item_id == ReviewItem.id)
    items, decided = func.count(ReviewItem.id), func.count(ReviewDecision.id)
    statement = (
        select(ReviewCycle.id, ReviewCycle.state, ReviewCycle.closes_on, items, decided)
        .outerjoin(ReviewItem, of_cycle)
        .outerjoin(ReviewDecision, of_item)
        .where(ReviewCycle.tenant_id == session.tenant_id, ReviewCycle.id.in_(cycle_ids))
        .group_by(ReviewCycle.tenant_id, ReviewCycle.id)
    )
    return {
        cycle_id: ReviewProgress(of, done, of - done if state in OPEN and today > closes_on else 0)
        for cycle_id, state, closes_on, of, done in await session.execute(statement)
    }
