"""Put a review of a scorecard on the calendar."""

from datetime import date
from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.calendar import FIRST_DAY, LAST_DAY, DateOutOfRange
from equipoise.domain.errors import Conflict, Invalid
from equipoise.domain.roles import Permission
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.reviews.models import ReviewCycle
from equipoise.strategy.models import Scorecard, ScorecardStatus


async def schedule_review(
    session: TenantSession, actor: Actor, scorecard_id: UUID, *, name: str, opens_on: date, closes_on: date
) -> ReviewCycle:
    """A review that waits to be opened.

    Raises: Forbidden, NotFound, Conflict, Invalid, DateOutOfRange and the refusals of texts.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    scorecard = await require(session, Scorecard, scorecard_id, field="scorecard")
    if scorecard.status is ScorecardStatus.ARCHIVED:
        raise Conflict(f"{scorecard.name} is archived; there is nothing left to review.", field="scorecard")
    _check_dates(opens_on, closes_on)
    cycle = ReviewCycle(
        id=new_id(),
        scorecard_id=scorecard.id,
        name=text.name(name, "name"),
        opens_on=opens_on,
        closes_on=closes_on,
        started_by=actor.person_id,
        created_at=actor.now,
    )
    session.add(cycle)
    after = {"scorecard": scorecard.id, "name": cycle.name, "opens_on": opens_on, "closes_on": closes_on}
    record(session, actor, "review.scheduled", "review_cycle", cycle.id, after=after)
    emit(session, actor, EventKind.REVIEW_SCHEDULED, review=cycle.id, scorecard=cycle.scorecard_id)
    await session.flush()
    return cycle


def _check_dates(opens_on: date, closes_on: date) -> None:
    for field, day in (("opensOn", opens_on), ("closesOn", closes_on)):
        if not FIRST_DAY <= day <= LAST_DAY:
            raise DateOutOfRange(f"{day} is outside {FIRST_DAY} to {LAST_DAY}.", field=field)
    if opens_on > closes_on:
        raise Invalid(f"A review that opens on {opens_on} cannot close on {closes_on}, before that.", field="closesOn")
