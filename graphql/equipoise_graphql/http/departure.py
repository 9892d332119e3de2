"""Work is not done for callers who have left."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.requests import Request

T = TypeVar("T")

LOOK_AFTER = 0.05
"""Seconds. Most answers are there before, and then nobody has looked."""


class ClientLeft(Exception):  # noqa: N818 - an event, and no error of anybody
    """The caller closed the connection before the answer was there; the work was cancelled."""


async def until_gone(request: Request, work: Awaitable[T]) -> T:
    """The outcome of the work, unless the caller leaves first: then the work is cancelled, its statement included.

    The body of the request has to have been read.
    Raises: ClientLeft.
    """
    task = asyncio.current_task()
    assert task is not None  # within a coroutine there always is one
    watch = _Watch(request, task)
    timer = asyncio.get_running_loop().call_later(LOOK_AFTER, watch.begin)
    try:
        return await work
    except asyncio.CancelledError:
        if watch.gone and task.uncancel() == 0:
            raise ClientLeft from None
        raise
    finally:
        timer.cancel()
        watch.end()


class _Watch:
    """Waits for the caller to leave, and then cancels the task that works for them."""

    def __init__(self, request: Request, task: asyncio.Task[object]) -> None:
        self.gone = False
        self._request, self._task = request, task
        self._watching: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._watching = asyncio.create_task(self._watch())

    def end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        # Nothing else is left to be received once the body has been read.
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self._task.cancel()
