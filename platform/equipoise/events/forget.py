"""Forget old events: the log is for catching up, not for history."""

from datetime import datetime

from sqlalchemy import text

from equipoise.db.session import TenantSession

# By position, so that the log always ends in one place and a cursor is either before or after it.
_NEWEST_OLD = text("SELECT max(position) FROM event WHERE tenant_id = :tenant_id AND at < :before")
_FORGET = text("""
    WITH removed AS (DELETE FROM event WHERE tenant_id = :tenant_id AND position <= :through)
    UPDATE change_counter SET forgotten = :through WHERE tenant_id = :tenant_id AND forgotten < :through
""")


async def forget_events(session: TenantSession, before: datetime) -> None:
    """Remove the events from before this moment, and all that stand before them."""
    through = await session.scalar(_NEWEST_OLD, {"tenant_id": session.tenant_id, "before": before})
    if through is not None:
        await session.execute(_FORGET, {"tenant_id": session.tenant_id, "through": through})
