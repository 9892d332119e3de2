"""Where a process hears of events: one connection that listens, one feed for each organisation somebody follows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.events.feed import Feed, OpenFeed
from equipoise.events.listen import Listener


class EventHub:
    """The feeds of one process."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._feeds: dict[UUID, OpenFeed] = {}
        self._listener = Listener(engine, self._wake)
        self._listening = False
        self.stopped = False

    async def stop(self) -> None:
        """End every feed, and with it what follows it."""
        self.stopped = True
        for feed in list(self._feeds.values()):
            await feed.close()
        await self._listener.stop()

    @asynccontextmanager
    async def feed(self, tenant_id: UUID) -> AsyncIterator[Feed]:
        """The organisation's feed, kept for as long as anybody is in here."""
        if not self._listening:
            # Not before it is needed: most processes never are asked for events.
            self._listening = True
            self._listener.start()
        opened = self._feeds.get(tenant_id)
        if opened is None:
            opened = self._feeds[tenant_id] = OpenFeed(Feed(self._engine, tenant_id))
        opened.followers += 1
        try:
            yield await opened.ready()
        finally:
            opened.followers -= 1
            if opened.followers == 0 and self._feeds.get(tenant_id) is opened:
                del self._feeds[tenant_id]
                await opened.close()

    def _wake(self, tenant_id: UUID | None) -> None:
        for opened in self._feeds.values() if tenant_id is None else filter(None, [self._feeds.get(tenant_id)]):
            opened.feed.wake()
