"""The events of one organisation as they come, read once for all who follow them."""

import asyncio
import logging
from bisect import bisect_right
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import reading
from equipoise.domain.errors import Refusal
from equipoise.events.event import Event
from equipoise.events.log import events_after, extent

log = logging.getLogger(__name__)

RECENT = 500
"""Events kept in memory. Who has fallen further behind reads the log, at a pace of their own."""
PAGE = 200
"""Events of one look into the log."""
AGAIN_SECONDS = 1.0


class CursorExpired(Refusal):
    """What came after this cursor is not known any more, or the log has been set back to before it."""

    code = "CURSOR_EXPIRED"


def expired() -> CursorExpired:
    return CursorExpired(
        "Events after this cursor have been forgotten. Load what you show anew, and go on from there.", field="after"
    )


async def beginning(engine: AsyncEngine, tenant_id: UUID, after: int | None) -> int:
    """Where to begin: after this position, or now.

    Raises: CursorExpired.
    """
    async with reading(engine, tenant_id) as session:
        known = await extent(session)
    if after is None:
        return known.position
    if not known.forgotten <= after <= known.position:
        raise expired()
    return after


class Feed:
    """Follow it from a position: what was committed after that comes once, in order, as long as one follows."""

    def __init__(self, engine: AsyncEngine, tenant_id: UUID) -> None:
        self._engine = engine
        self._tenant_id = tenant_id
        self._due = asyncio.Event()
        self._moved = asyncio.Event()
        self._ended = False
        self._recent: Sequence[Event] = ()
        self._complete_after = 0
        """Events after this position, up to `position`, are all in `recent`."""
        self.position = 0
        """What stands up to here has been read."""

    async def open(self) -> None:
        """Begin where the log ends now."""
        async with reading(self._engine, self._tenant_id) as session:
            self.position = self._complete_after = (await extent(session)).position

    def wake(self) -> None:
        """There may be more to read."""
        self._due.set()

    def end(self) -> None:
        """Nobody is told anything more."""
        self._ended = True
        self._moved.set()

    async def keep_reading(self) -> None:
        """Read what is new whenever woken. A database that is away is asked again."""
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                while await self._read_page():
                    pass
            except Exception as failure:
                log.warning("events cannot be read: %s; trying again", type(failure).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
                self._due.set()

    async def follow(self, position: int) -> AsyncIterator[Event]:
        """Every event after this position, which `beginning` has given; ends when the feed does.

        Raises: CursorExpired, where one is so slow that events are forgotten before one gets to them.
        """
        while not self._ended:
            moved = self._moved
            if position >= self.position:
                await moved.wait()
                continue
            if position >= self._complete_after:
                recent, through = self._recent, self.position
                found = recent[bisect_right(recent, position, key=_position) :]
            else:
                found = await self._page_of_log(position)
                through = found[-1].position if found else self._complete_after
            for event in found:
                yield event
                if self._ended:
                    return
            position = max(position, through)

    async def _page_of_log(self, position: int) -> Sequence[Event]:
        async with reading(self._engine, self._tenant_id) as session:
            # The events first: what is forgotten between the two statements is noticed by the second.
            found = await events_after(session, position, PAGE)
            if (await extent(session)).forgotten > position:
                raise expired()
        return found

    async def _read_page(self) -> bool:
        """Whether there may be more."""
        async with reading(self._engine, self._tenant_id) as session:
            found = await events_after(session, self.position, PAGE)
        if found:
            kept = [*self._recent, *found]
            if len(kept) > RECENT:
                self._complete_after = kept[-RECENT - 1].position
                kept = kept[-RECENT:]
            self._recent, self.position = kept, found[-1].position
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()
        return len(found) == PAGE


def _position(event: Event) -> int:
    return event.position


class OpenFeed:
    """A feed with the task that reads for it, and how many follow."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.followers = 0
        self.opened = asyncio.create_task(feed.open(), name="feed opens")
        self._task: asyncio.Task[None] | None = None

    async def ready(self) -> Feed:
        """The feed once it knows where it begins; it reads from then on."""
        await asyncio.shield(self.opened)
        if self._task is None:
            self._task = asyncio.create_task(self.feed.keep_reading(), name="feed")
            # What was committed while it opened was announced to nobody.
            self.feed.wake()
        return self.feed

    async def close(self) -> None:
        self.feed.end()
        tasks = [task for task in (self.opened, self._task) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
