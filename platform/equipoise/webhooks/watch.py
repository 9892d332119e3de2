"""Beside the worker: what has been committed is handed on to webhooks within moments."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.events.listen import Listener
from equipoise.tenants.directory import all_tenants
from equipoise.webhooks.fan_out import fan_out, has_webhooks

log = logging.getLogger(__name__)

QUIET_SECONDS = 5.0
"""How long it is believed that an organisation has no webhook; whoever adds one leaves a job for afterwards."""
MOST_REMEMBERED = 50_000


@asynccontextmanager
async def handing_on(engine: AsyncEngine) -> AsyncIterator[None]:
    """As long as this is open, what happens is handed on to webhooks. Any number of processes may do it."""
    watch = _Watch(engine)
    listener = Listener(engine, watch.wake)
    task = asyncio.create_task(watch.keep_handing_on(), name="webhooks")
    listener.start()
    try:
        yield
    finally:
        await listener.stop()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class _Watch:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._due: dict[UUID, None] = {}
        self._everybody = False
        self._woken = asyncio.Event()
        self._without: dict[UUID, float] = {}
        """Organisations without a webhook, and until when that is believed."""

    def wake(self, tenant_id: UUID | None) -> None:
        """Something was committed; None where it is not known for whom."""
        if tenant_id is None:
            self._everybody = True
        elif self._without.get(tenant_id, 0.0) > time.monotonic():
            return
        else:
            self._due[tenant_id] = None
        self._woken.set()

    async def keep_handing_on(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._hand_on_what_is_due()
            except (DBAPIError, PoolTimeout, OSError):
                log.warning("events cannot be handed on to webhooks at the moment; trying again")
                await asyncio.sleep(1)
                self._woken.set()

    async def _hand_on_what_is_due(self) -> None:
        if self._everybody:
            self._due |= dict.fromkeys((await all_tenants(self._engine)).values())
            self._everybody = False
        while self._due:
            tenant_id = next(iter(self._due))
            await self._hand_on(tenant_id)
            del self._due[tenant_id]

    async def _hand_on(self, tenant_id: UUID) -> None:
        async with writing(self._engine, tenant_id, quiet=True) as session:
            if not await has_webhooks(session):
                self._believe(tenant_id)
                return
        while await one_go(self._engine, tenant_id):
            pass

    def _believe(self, tenant_id: UUID) -> None:
        if len(self._without) >= MOST_REMEMBERED:
            self._without.clear()
        self._without[tenant_id] = time.monotonic() + QUIET_SECONDS


async def one_go(engine: AsyncEngine, tenant_id: UUID) -> bool:
    """One transaction's worth of events; whether there may be more."""
    async with writing(engine, tenant_id, quiet=True) as session:
        return await fan_out(session, datetime.now(UTC))
