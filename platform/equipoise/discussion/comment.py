"""Comment on a KPI."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.discussion.models import Comment
from equipoise.domain import text
from equipoise.domain.roles import Permission
from equipoise.domain.usage import Signal
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi
from equipoise.usage.note import note_use


async def add_comment(session: TenantSession, actor: Actor, kpi_id: UUID, words: str) -> Comment:
    """Say something about a KPI, also about a retired one.

    Raises: Forbidden, NotFound, TextMissing, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.COMMENT)
    kpi = await require(session, Kpi, kpi_id, field="kpi")
    comment = Comment(
        id=new_id(),
        kpi_id=kpi.id,
        person_id=actor.person_id,
        text=text.prose(words, "text", required=True),
        written_at=actor.now,
    )
    session.add(comment)
    await session.flush()
    await note_use(session, actor, Signal.COMMENT, [kpi.id])
    record(session, actor, "kpi.commented", "kpi", kpi.id, after={"comment": comment.id})
    emit(session, actor, EventKind.KPI_COMMENTED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return comment
