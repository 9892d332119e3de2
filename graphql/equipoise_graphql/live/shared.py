"""Work that several want at the same moment, done once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """Results by key, for as long as they are among the last ones."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, asyncio.Future[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` gives, or what it gave to somebody else. A failure is everybody's, and is not kept."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = asyncio.ensure_future(make())
            made.add_done_callback(lambda done: self._forget_failure(key, done))
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        # Whoever leaves does not take it away from the others.
        return await asyncio.shield(made)

    def _forget_failure(self, key: Hashable, done: "asyncio.Future[T]") -> None:
        if (done.cancelled() or done.exception() is not None) and self._made.get(key) is done:
            del self._made[key]
