"""What follows from a decision, in the same transaction."""

from datetime import date, timedelta
from uuid import UUID

from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.calendar import LAST_DAY
from equipoise.domain.errors import Invalid, Refusal
from equipoise.domain.kpi import MEASURED, ImpossibleState, KpiState
from equipoise.domain.review_cycle import Outcome, WrongOutcome
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi
from equipoise.kpis.retire import retire_kpi
from equipoise.kpis.update import update_kpi
from equipoise.reviews.decision import Decision, KpiChanges
from equipoise.reviews.flags import clear_flag
from equipoise.reviews.models import ReviewItem
from equipoise.usage.policy import policy_of


async def carry_out(
    session: TenantSession, actor: Actor, item: ReviewItem, kpi: Kpi | None, decision: Decision
) -> date | None:
    """Do what was decided about the locked KPI; returns until when the rule leaves it alone, if it does.

    Raises: WrongOutcome, ImpossibleState, Invalid, and what the change of the KPI raises.
    """
    if kpi is None:
        return None
    match decision.outcome:
        case Outcome.RETIRE:
            await _retire(session, actor, kpi, decision.reason)
        case Outcome.MERGE:
            await _check_survivor(session, kpi, decision.merge_into_id)
            await _retire(session, actor, kpi, decision.reason)
        case Outcome.KEEP | Outcome.CHANGE:
            _check_alive(kpi)
            await _change(session, actor, kpi, decision.changes)
    await clear_flag(session, actor, kpi, item.rule)
    if decision.outcome in (Outcome.KEEP, Outcome.CHANGE):
        return await _left_alone_until(session, actor.today, decision.leave_alone_until)
    return None


async def _retire(session: TenantSession, actor: Actor, kpi: Kpi, reason: str) -> None:
    if kpi.state is not KpiState.RETIRED:  # somebody may have retired it since the review was opened
        await retire_kpi(session, actor, kpi.id, reason)


async def _change(session: TenantSession, actor: Actor, kpi: Kpi, changes: KpiChanges) -> None:
    try:
        await update_kpi(session, actor, kpi.id, **changes)
    except Refusal as refusal:
        raise refusal.at("changes") from None


async def _check_survivor(session: TenantSession, kpi: Kpi, survivor_id: UUID | None) -> None:
    if survivor_id is None or survivor_id == kpi.id:
        raise WrongOutcome("Name another KPI to merge this one into.", field="mergeInto")
    survivor = await require(session, Kpi, survivor_id, field="mergeInto")
    if survivor.state not in MEASURED:
        raise ImpossibleState(
            f"“{survivor.name}” is {survivor.state.lower()} and cannot go on in place of this KPI.", field="mergeInto"
        )


def _check_alive(kpi: Kpi) -> None:
    if kpi.state is KpiState.RETIRED:
        raise ImpossibleState(f"“{kpi.name}” has been retired meanwhile; restore it first.", field="outcome")


async def _left_alone_until(session: TenantSession, today: date, asked_for: date | None) -> date:
    if asked_for is None:
        return today + timedelta(days=(await policy_of(session)).window_days)
    if not today <= asked_for <= LAST_DAY:
        raise Invalid(f"{asked_for} is not a day from today on.", field="leaveAloneUntil")
    return asked_for
