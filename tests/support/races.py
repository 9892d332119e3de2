"""Two at once, in an order that the test decides."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

_WAITING = text("""
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
""")


async def somebody_waits(engine: AsyncEngine) -> None:
    """Return once a transaction of this database waits for another one's lock."""
    async with engine.connect() as connection:
        for _ in range(1_000):
            if await connection.scalar(_WAITING):
                return
            await asyncio.sleep(0.01)
    raise AssertionError("nobody came to wait for a lock in 10 seconds")
