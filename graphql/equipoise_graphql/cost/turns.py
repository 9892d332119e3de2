"""Taking turns: however much one client sends at once, the others do not wait for it.

A few requests of each client are worked on at the same time, the next ones wait their turn, and what comes on top is
refused. A request that is refused keeps its turn for a moment longer, and so does, while others ask too, one that kept
the processor for long or is one of a flood: who sends such requests in a loop waits for nobody but themselves.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Hashable
from types import TracebackType
from typing import TypeVar

from equipoise.domain.errors import Refusal
from equipoise_graphql.cost.processor import noting_processor

T = TypeVar("T")

ALONE = 4
"""Requests of one client that are worked on at the same time while nobody else asks for anything."""
BESIDE_OTHERS = 2
FLOOD = 4
"""Of a client with more waiting than this only one is worked on, while others ask."""
OTHERS = 1.0
"""Seconds after which others are thought to have gone."""
SLOW = 0.1
"""Seconds after which a request no longer counts: it waits for the database and holds up nobody here."""
VERY_SLOW = 1.0
"""The same of a flood's request."""
MOST_WAITING = 100
"""Requests of one client that wait."""
LONG = 0.04
"""Seconds of the processor after which a request rests. A thousand values are recorded in less."""
REST, REST_OF_FLOOD = 9, 4
"""So many times as long as it kept the processor it keeps its turn: a tenth is left to it, a fifth to a flood."""
MOST_REST = 2.0
"""Seconds."""
PENALTY = 0.05
"""Seconds for which a refused request keeps its turn."""
OVERFLOW = 0.5
"""Seconds after which it is said that too many are waiting."""


class TooManyAtOnce(Refusal):
    """The client has too many requests under way."""

    code = "TOO_MANY_REQUESTS"
    retry_after = 1

    def details(self) -> dict[str, int]:
        return {"retryAfter": self.retry_after}


class _Queue:
    """Who is served and who waits, of one client."""

    __slots__ = ("served", "waiting")

    def __init__(self) -> None:
        self.served = 0
        self.waiting: deque[asyncio.Future[None]] = deque()


class Turn:
    """One request's turn."""

    __slots__ = ("_began", "_kept", "_key", "_processor", "_slow", "_taken", "_turns")

    def __init__(self, turns: "Turns", key: Hashable) -> None:
        self._turns, self._key = turns, key
        self._taken = False
        self._began = self._kept = self._processor = 0.0
        self._slow: asyncio.TimerHandle | None = None

    def keep(self, seconds: float = PENALTY) -> None:
        """Do not give the turn to the next one as soon as this request is answered, but this much later."""
        self._kept = max(self._kept, seconds)

    async def worked(self, work: Awaitable[T]) -> T:
        """The outcome of the work. If it keeps the processor for long, the turn is kept for a rest."""
        return await noting_processor(work, self._note_processor)

    def _note_processor(self, seconds: float) -> None:
        self._processor = seconds

    def rest_from(self, seconds: float) -> None:
        self.keep(min(REST * seconds, MOST_REST))

    async def __aenter__(self) -> "Turn":
        await self._turns.admit(self._key)
        self._taken = True
        self._began = asyncio.get_running_loop().time()
        self._wait_until_slow()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._slow is not None:
            self._slow.cancel()
        loop = asyncio.get_running_loop()
        if isinstance(error, Refusal):
            self.keep()
        if self._processor > LONG and self._turns.others_ask():
            self.rest_from(self._processor)
        if self._turns.floods(self._key):
            # Half of the time, or more, is the others'.
            self.keep(min(max(loop.time() - self._began, REST_OF_FLOOD * self._processor), MOST_REST))
        if self._taken and self._kept:
            loop.call_later(self._kept, self._give_back)
        else:
            self._give_back()

    def _wait_until_slow(self) -> None:
        if self._turns.slow is not None:
            self._slow = asyncio.get_running_loop().call_later(self._turns.slow, self._is_slow)

    def _is_slow(self) -> None:
        if self._turns.floods(self._key) and asyncio.get_running_loop().time() - self._began < VERY_SLOW:
            self._wait_until_slow()
        else:
            self._give_back()

    def _give_back(self) -> None:
        if self._taken:
            self._taken = False
            self._turns.pass_on(self._key)


class Turns:
    """The turns of all clients of this process; only those that have a request under way take memory."""

    def __init__(
        self,
        alone: int = ALONE,
        *,
        beside_others: int | None = None,
        slow: float | None = SLOW,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        """`beside_others`: at the same time while others ask too; by default others make no difference."""
        self.slow = slow
        self._alone = alone
        self._beside_others = beside_others
        self._most_waiting = most_waiting
        self._queues: dict[Hashable, _Queue] = {}
        self._latest: Hashable = None
        self._latest_at = self._other_at = float("-inf")

    def __len__(self) -> int:
        return len(self._queues)

    def of(self, key: Hashable) -> Turn:
        """A turn, to be entered. Raises there: TooManyAtOnce."""
        return Turn(self, key)

    async def admit(self, key: Hashable) -> None:
        self._note(key)
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = _Queue()
        if not queue.waiting and queue.served < self._at_once(queue):
            queue.served += 1
            return
        if len(queue.waiting) >= self._most_waiting:
            await asyncio.sleep(OVERFLOW)
            raise TooManyAtOnce(f"More than {self._most_waiting} of your requests wait for their turn. Send fewer.")
        called = asyncio.get_running_loop().create_future()
        queue.waiting.append(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.cancelled():
                queue.waiting.remove(called)
            else:
                self.pass_on(key)
            raise

    def pass_on(self, key: Hashable) -> None:
        """One is done: the longest waiting is next."""
        queue = self._queues[key]
        queue.served -= 1
        while queue.waiting and queue.served < self._at_once(queue):
            called = queue.waiting.popleft()
            if not called.done():
                called.set_result(None)
                queue.served += 1
        if not queue.served and not queue.waiting:
            del self._queues[key]

    def others_ask(self) -> bool:
        """Whether other clients ask as well, where that makes a difference."""
        return self._beside_others is not None and asyncio.get_running_loop().time() - self._other_at <= OTHERS

    def floods(self, key: Hashable) -> bool:
        """Whether the client has many waiting while others ask as well."""
        queue = self._queues.get(key)
        return queue is not None and len(queue.waiting) > FLOOD and self.others_ask()

    def _note(self, key: Hashable) -> None:
        now = asyncio.get_running_loop().time()
        if key != self._latest:
            self._latest, self._other_at = key, self._latest_at
        self._latest_at = now

    def _at_once(self, queue: _Queue) -> int:
        if self._beside_others is None or not self.others_ask():
            return self._alone
        return self._beside_others if len(queue.waiting) <= FLOOD else 1
