"""One connection per process that hears of every commit, and comes back when it is lost."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.changes import CHANNEL

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
"""How often it is looked whether the connection still stands: a network can swallow one without a word."""
LONGEST_WAIT = 5.0
_HEARTBEAT = "SELECT 1 AS listening"


class Listener:
    """Calls `woken` with the tenant of each commit, and with None when it may have missed some."""

    def __init__(self, engine: AsyncEngine, woken: Callable[[UUID | None], None]) -> None:
        self._engine = engine
        self._woken = woken
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_listening(), name="listener")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep_listening(self) -> None:
        wait = 0.0
        while True:
            await asyncio.sleep(wait)
            try:
                connection = await self._connected()
            except Exception as failure:
                log.warning("cannot listen for changes: %s; trying again", type(failure).__name__)
                wait = min(LONGEST_WAIT, 2 * wait or 0.1)
                continue
            wait = 0.1
            try:
                await self._listen(connection)
            except Exception as failure:
                log.warning("the connection that listens for changes is lost: %s", type(failure).__name__)
            finally:
                connection.terminate()

    async def _connected(self) -> Any:
        """A connection as the application makes them, taken out of the pool for good."""
        pooled = await self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        return connection

    async def _listen(self, connection: Any) -> None:
        """Returns when the connection is gone."""
        gone = asyncio.Event()
        connection.add_termination_listener(lambda _connection: gone.set())
        await connection.add_listener(CHANNEL, self._hear)
        self._woken(None)
        while not gone.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(gone.wait(), HEARTBEAT_SECONDS)
                return
            await connection.execute(_HEARTBEAT, timeout=HEARTBEAT_SECONDS)

    def _hear(self, _connection: object, _process: int, _channel: str, payload: str) -> None:
        tenant, _, _position = payload.partition(" ")
        with suppress(ValueError):
            self._woken(UUID(tenant))
