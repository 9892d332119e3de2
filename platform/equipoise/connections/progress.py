"""Tell who watches a run how far it is, while it reads."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind

log = logging.getLogger(__name__)

EVERY_SECONDS = 2.0
"""However fast it reads: each word about it is a transaction."""


@asynccontextmanager
async def progress_told(
    engine: AsyncEngine, tenant_id: UUID, connection_id: UUID, run_id: UUID, clock: Callable[[], datetime]
) -> AsyncIterator[Callable[[int], None]]:
    """While this is open, the count that is noted last is told at intervals, if it is another one."""
    noted = told = 0

    def note(count: int) -> None:
        nonlocal noted
        noted = count

    async def tell() -> None:
        nonlocal told
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            if noted == told:
                continue
            told = noted
            try:
                async with writing(engine, tenant_id) as session:
                    emit(session, clock(), EventKind.RUN_PROGRESSED, connection=connection_id, run=run_id, done=told)
            except (SQLAlchemyError, OSError):
                log.info("nobody is told how far run %s is: the database is away", run_id)

    telling = asyncio.create_task(tell(), name="progress of a run")
    try:
        yield note
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
