"""Cite a KPI in a decision."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.discussion.models import Citation
from equipoise.domain import text
from equipoise.domain.roles import Permission
from equipoise.domain.usage import Signal
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi
from equipoise.usage.note import note_use


async def cite_kpi(session: TenantSession, actor: Actor, kpi_id: UUID, decision: str) -> Citation:
    """Note a decision that rests on a KPI.

    Raises: Forbidden, NotFound, TextMissing, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.COMMENT)
    kpi = await require(session, Kpi, kpi_id, field="kpi")
    citation = Citation(
        id=new_id(),
        kpi_id=kpi.id,
        person_id=actor.person_id,
        decision=text.prose(decision, "decision", required=True),
        cited_at=actor.now,
    )
    session.add(citation)
    await session.flush()
    await note_use(session, actor, Signal.DECISION, [kpi.id])
    record(session, actor, "kpi.cited", "kpi", kpi.id, after={"citation": citation.id})
    emit(session, actor, EventKind.KPI_CITED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return citation
