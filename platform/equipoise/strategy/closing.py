"""Close the periods of a scorecard, and open them again."""

from datetime import date
from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.planning_cycle import check_closing, reopened_from
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.strategy.editing import scorecard_to_edit
from equipoise.strategy.models import Scorecard
from equipoise.tenants.calendar import organisation_time


async def close_periods(session: TenantSession, actor: Actor, scorecard_id: UUID, through: date) -> Scorecard:
    """Lock all periods that end on or before this day. Closing the same again changes nothing.

    Raises: Forbidden, NotFound, Archived, OutsideCycle, NotAPeriodEnd, PeriodNotOver, Conflict.
    """
    scorecard = await scorecard_to_edit(session, actor, scorecard_id, field="scorecard")
    time = await organisation_time(session)
    check_closing(
        through,
        cycle=(scorecard.cycle_start, scorecard.cycle_end),
        frequency=scorecard.frequency,
        calendar=time.calendar,
        closed_through=scorecard.closed_through,
        today=time.day_of(actor.now),
    )
    if through != scorecard.closed_through:
        before = {"closed_through": scorecard.closed_through}
        scorecard.closed_through = through
        after = {"closed_through": through}
        record(session, actor, "scorecard.periods_closed", "scorecard", scorecard.id, before=before, after=after)
        emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=scorecard.id)
    return scorecard


async def reopen_periods(
    session: TenantSession, actor: Actor, scorecard_id: UUID, start: date, reason: str
) -> Scorecard:
    """Unlock the period that begins on this day and all after it. The reason stays in the audit log.

    Raises: Forbidden, NotFound, Archived, NotClosed, NotAPeriodStart, DateOutOfRange, TextMissing.
    """
    scorecard = await scorecard_to_edit(session, actor, scorecard_id, field="scorecard")
    why = text.prose(reason, "reason", required=True)
    before = {"closed_through": scorecard.closed_through}
    scorecard.closed_through = reopened_from(
        start,
        cycle_start=scorecard.cycle_start,
        frequency=scorecard.frequency,
        calendar=(await organisation_time(session)).calendar,
        closed_through=scorecard.closed_through,
    )
    after = {"closed_through": scorecard.closed_through, "reason": why}
    record(session, actor, "scorecard.periods_reopened", "scorecard", scorecard.id, before=before, after=after)
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=scorecard.id)
    return scorecard
