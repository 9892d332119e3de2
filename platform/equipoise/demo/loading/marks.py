"""How far the loading has come, as the audit log has it: nothing else would say so after a crash."""

from datetime import date
from typing import Final

from sqlalchemy import select

from equipoise.audit.models import AuditEntry
from equipoise.audit.record import record
from equipoise.db.session import ReadSession, TenantSession
from equipoise.identity.actor import Actor

FOUNDED: Final = "demo.founded"
LOADED: Final = "demo.loaded"


def mark(session: TenantSession, actor: Actor, action: str, today: date) -> None:
    record(session, actor, action, "tenant", session.tenant_id, after={"today": today})


async def marked(session: ReadSession, action: str) -> date | None:
    """The day for which the organisation was made, once that far; None before."""
    entries = select(AuditEntry.after).where(
        AuditEntry.tenant_id == session.tenant_id,
        AuditEntry.subject_id == session.tenant_id,
        AuditEntry.action == action,
    )
    after = await session.scalar(entries.limit(1))
    return None if after is None else date.fromisoformat(after["today"])
