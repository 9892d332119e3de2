"""Check in on a KPI: how it stands, whether the target will be reached, what is next."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.discussion.models import CheckIn, Confidence
from equipoise.domain import text
from equipoise.domain.kpi import ImpossibleState, KpiState
from equipoise.domain.roles import Permission
from equipoise.domain.usage import Signal
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi
from equipoise.usage.note import note_use


async def check_in(
    session: TenantSession, actor: Actor, kpi_id: UUID, *, comment: str, confidence: Confidence, next_step: str = ""
) -> CheckIn:
    """Give one's periodic word on a KPI that is not retired.

    Raises: Forbidden, NotFound, ImpossibleState, TextMissing, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.COMMENT)
    kpi = await require(session, Kpi, kpi_id, field="kpi")
    if kpi.state is KpiState.RETIRED:
        raise ImpossibleState(f"{kpi.name} is retired; restore it before you check in on it.", field="kpi")
    word = CheckIn(
        id=new_id(),
        kpi_id=kpi.id,
        person_id=actor.person_id,
        comment=text.prose(comment, "comment", required=True),
        confidence=confidence,
        next_step=text.prose(next_step, "nextStep"),
        checked_in_at=actor.now,
    )
    session.add(word)
    await session.flush()
    await note_use(session, actor, Signal.CHECK_IN, [kpi.id])
    record(session, actor, "kpi.checked_in", "kpi", kpi.id, after={"check_in": word.id, "confidence": confidence})
    emit(session, actor, EventKind.KPI_CHECKED_IN, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return word
