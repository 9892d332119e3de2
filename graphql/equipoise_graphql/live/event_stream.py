"""Server-sent events: one operation, one response that stays open (GraphQL over SSE, distinct connections mode)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import msgspec
from starlette.types import Receive, Scope, Send

from equipoise.domain.errors import Refusal
from equipoise.identity.access import Unauthenticated
from equipoise_graphql.errors import refusal_of
from equipoise_graphql.live.accidents import accident
from equipoise_graphql.live.operations import Answer, NotExecuted
from equipoise_graphql.live.viewer import Viewer

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE_SECONDS = 12.0
"""How often a comment is sent while nothing happens, so that nobody in between takes the connection for dead."""
SEND_SECONDS = 30.0

_HEADERS = {
    "Content-Type": f"{MEDIA_TYPE}; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}
_COMPLETE = b"event: complete\ndata:\n\n"
_encoder = msgspec.json.Encoder()


class EventStream:
    """A response for one viewer. It ends with the operation, by the client, or from outside by `end`."""

    def __init__(self, answers: AsyncIterator[Answer], viewer: Viewer) -> None:
        self.viewer: Viewer | None = viewer
        self._answers = answers
        self._ended = asyncio.Event()
        self._why: Refusal | None = None

    def end(self, why: Refusal | None) -> None:
        """Because the token works no longer, or else because the server stops."""
        self._why = why
        self._ended.set()

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        telling = asyncio.create_task(self._tell(send), name="event stream")
        leaving = asyncio.create_task(_left(receive), name="client leaves")
        try:
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (telling, leaving):
                task.cancel()
            await asyncio.wait({telling, leaving})
        with suppress(asyncio.CancelledError, TimeoutError, OSError):
            telling.result()

    async def _tell(self, send: Send) -> None:
        try:
            async for part in self._parts():
                async with asyncio.timeout(SEND_SECONDS):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            async with asyncio.timeout(SEND_SECONDS):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            close = getattr(self._answers, "aclose", None)
            if close is not None:
                await close()

    async def _parts(self) -> AsyncIterator[bytes]:
        ended = asyncio.create_task(self._ended.wait())
        following = asyncio.ensure_future(anext(self._answers))
        yield b":\n\n"
        try:
            while True:
                await asyncio.wait({following, ended}, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if ended.done():
                    if self._why is not None:
                        yield _next(_encoder.encode({"errors": [refusal_of(self._why)]}), None)
                    break
                if not following.done():
                    yield b":\n\n"
                    continue
                try:
                    answer = following.result()
                except StopAsyncIteration:
                    break
                except NotExecuted as refusal:
                    yield _next(_encoder.encode(refusal.body), None)
                    break
                except Unauthenticated as refusal:
                    yield _next(_encoder.encode({"errors": [refusal_of(refusal)]}), None)
                    break
                except Exception as error:
                    yield _next(_encoder.encode({"errors": [accident(error)]}), None)
                    break
                yield _next(bytes(answer.body), answer.cursor)
                following = asyncio.ensure_future(anext(self._answers))
            yield _COMPLETE
        finally:
            for task in (ended, following):
                task.cancel()
            await asyncio.wait({ended, following})


def _next(body: bytes, cursor: str | None) -> bytes:
    """JSON never holds a line break as such."""
    mark = b"" if cursor is None else b"id: " + cursor.encode() + b"\n"
    return mark + b"event: next\ndata: " + body + b"\n\n"


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
