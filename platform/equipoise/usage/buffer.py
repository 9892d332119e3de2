"""Evidence of use is gathered in memory and written in batches, so that a read stays a read."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.domain.usage import Signal
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind
from equipoise.usage.add import Seen, add_usage, say_used

log = logging.getLogger(__name__)

MOST_WAITING = 100_000
"""Distinct counts held before a flush is forced; a database that is away for long must not eat the memory."""


class UsageBuffer:
    """Counts of signals that wait to be written. One per process; nothing is lost on a normal stop."""

    def __init__(self, engine: AsyncEngine, *, flush_seconds: float = 5.0) -> None:
        self._engine = engine
        self._flush_seconds = flush_seconds
        self._waiting: dict[UUID, Counter[Seen]] = {}
        self._flushing = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def saw(self, actor: Actor, signal: Signal, subject_ids: Iterable[UUID]) -> None:
        """Count a signal of a person; services look at KPIs without anybody using them.

        A subject is a KPI, or a scorecard that stands for all the KPIs it shows.
        """
        if actor.kind is not PersonKind.HUMAN:
            return
        waiting = self._waiting.setdefault(actor.tenant_id, Counter())
        for subject_id in subject_ids:
            if len(waiting) >= MOST_WAITING:
                log.warning("evidence of use is dropped: %s counts wait for the database", len(waiting))
                return
            waiting[Seen(subject_id, actor.person_id, actor.today, signal)] += 1

    async def flush(self) -> None:
        """Write what waits. What cannot be written waits on for the next time."""
        async with self._flushing:
            for tenant_id in list(self._waiting):
                counts = self._waiting.pop(tenant_id)
                try:
                    async with writing(self._engine, tenant_id, quiet=True) as session:
                        await add_usage(session, counts)
                        await say_used(session)
                except BaseException as error:
                    self._waiting.setdefault(tenant_id, Counter()).update(counts)
                    if not isinstance(error, Exception):
                        raise
                    log.exception("evidence of use could not be written; it is kept for the next attempt")

    def start(self) -> None:
        """Begin to flush at intervals."""
        self._task = asyncio.create_task(self._flush_at_intervals(), name="usage buffer")

    async def stop(self) -> None:
        """End the intervals and write what waits. A flush that is under way is never cut short."""
        if self._task is not None:
            self._stopping.set()
            await self._task
        await self.flush()

    async def _flush_at_intervals(self) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._flush_seconds)
            await self.flush()
