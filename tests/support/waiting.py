"""Two transactions that meet: knowing when one waits for the other."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import TenantSession

_WAITS_FOR = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND :pid = ANY(pg_blocking_pids(pid))")


async def somebody_waits_for(session: TenantSession, engine: AsyncEngine) -> None:
    """Returns once another transaction waits for a lock that this session holds."""
    pid = await session.scalar(text("SELECT pg_backend_pid()"))
    for _ in range(500):
        async with engine.connect() as connection:
            if await connection.scalar(_WAITS_FOR, {"pid": pid}):
                return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits for the lock")
