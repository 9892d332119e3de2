"""One connection that speaks `graphql-transport-ws`."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from equipoise.domain.errors import Refusal
from equipoise.identity.access import Unauthenticated, credentials_of
from equipoise.web.credentials import COOKIE, bearer_in_header
from equipoise_graphql.errors import refusal_of
from equipoise_graphql.http.request import GraphQLRequest, well_formed
from equipoise_graphql.live import messages
from equipoise_graphql.live.accidents import accident
from equipoise_graphql.live.messages import Closing, TooManyOperations
from equipoise_graphql.live.operations import NotExecuted, Operations
from equipoise_graphql.live.origin import Origins
from equipoise_graphql.live.pace import Pace
from equipoise_graphql.live.viewer import Viewer

INIT_SECONDS = 10.0
"""Within which a client has to say who it is."""
SEND_SECONDS = 30.0
"""Within which a client has to take a message; who takes none is not waited for."""
MOST_OPERATIONS = 100
"""Of one connection at the same time."""


class Connection:
    """From the handshake to the end. It ends by itself, by the client, or from outside by `end`."""

    def __init__(self, websocket: WebSocket, operations: Operations, origins: Origins) -> None:
        self.viewer: Viewer | None = None
        self._websocket = websocket
        self._operations = operations
        self._origins = origins
        self._running: dict[str, asyncio.Task[None]] = {}
        self._pace = Pace()
        self._task = asyncio.current_task()
        """While it may be ended from outside."""
        self._ending: Closing | None = None

    async def serve(self) -> None:
        """Until it ends."""
        if messages.PROTOCOL not in self._websocket.scope["subprotocols"]:
            await self._websocket.accept()
            await self._close(Closing(4406, "Subprotocol not acceptable"))
            return
        await self._websocket.accept(messages.PROTOCOL)
        try:
            closing = await self._conversed()
            if closing is not None:
                await self._close(closing)
        finally:
            await self._cancel_all()

    async def _conversed(self) -> Closing | None:
        """With what to close; None where the client is gone already."""
        try:
            await self._converse()
        except Closing as closing:
            return closing
        except asyncio.CancelledError:
            if self._ending is None or self._task is None or self._task.uncancel():
                raise
            return self._ending
        except WebSocketDisconnect:
            pass
        finally:
            # From here on it ends anyway.
            self._task = None
        return None

    def end(self, why: Refusal | None) -> None:
        """Because the token works no longer, or else because the server stops."""
        self._end(Closing(1001, "Going away") if why is None else Closing(4401, "Unauthorized"))

    def _end(self, closing: Closing) -> None:
        if self._ending is None and self._task is not None:
            self._ending = closing
            self._task.cancel()

    async def _converse(self) -> None:
        """Raises: Closing, WebSocketDisconnect."""
        try:
            async with asyncio.timeout(INIT_SECONDS):
                viewer = await self._introduced()
        except TimeoutError:
            raise Closing(4408, "Connection initialisation timeout") from None
        self.viewer = viewer
        await self._send(messages.ack())
        while True:
            match await self._received():
                case messages.Init():
                    raise Closing(4429, "Too many initialisation requests")
                case messages.Ping():
                    await self._send(messages.pong())
                case messages.Subscribe(id, payload):
                    await self._subscribe(id, payload, viewer)
                case messages.Complete(id):
                    await self._cancel(id)

    async def _introduced(self) -> Viewer:
        """Raises: Closing, WebSocketDisconnect."""
        while True:
            match await self._received():
                case messages.Init(payload):
                    return await self._viewer(payload)
                case messages.Ping():
                    await self._send(messages.pong())
                case messages.Subscribe():
                    raise Closing(4401, "Unauthorized")

    async def _viewer(self, payload: dict[str, Any] | None) -> Viewer:
        """By the connection's parameters, else the header, else the cookie, which counts only on our own pages.

        Raises: Closing.
        """
        foreign = self._origins.foreign(self._websocket)
        bearer = messages.bearer_in(payload) or bearer_in_header(self._websocket.headers.get("authorization", ""))
        by_cookie = not bearer and foreign is None
        if by_cookie:
            bearer = self._websocket.cookies.get(COOKIE, "")
        try:
            credentials = credentials_of(bearer)
            if foreign is not None and not await self._origins.registered(bearer, foreign):
                raise Closing(4403, "Forbidden: this origin is not registered for the application of the token")
            return await Viewer.of(self._operations.graphql, credentials, console=by_cookie)
        except Unauthenticated:
            raise Closing(4401, "Unauthorized") from None
        except Exception as error:
            if isinstance(error, Closing):
                raise
            raise Closing(1013, accident(error)["message"]) from None

    async def _subscribe(self, name: str, asked: GraphQLRequest, viewer: Viewer) -> None:
        """Raises: Closing."""
        if name in self._running:
            raise Closing(4409, f"Subscriber for {name} already exists")
        if len(self._running) >= MOST_OPERATIONS:
            refusal = TooManyOperations(f"At most {MOST_OPERATIONS} operations at the same time on one connection.")
            await self._send(messages.errors_of(name, [refusal_of(refusal)]))
            return
        begun = asyncio.Event()
        task = asyncio.create_task(self._operate(name, asked, viewer, begun), name="operation")
        self._running[name] = task
        task.add_done_callback(partial(self._over, name, begun))
        # What the client sends after a subscription finds it begun.
        await begun.wait()

    def _over(self, name: str, begun: asyncio.Event, task: "asyncio.Task[None]") -> None:
        begun.set()
        if self._running.get(name) is task:
            del self._running[name]
        if not task.cancelled() and (error := task.exception()) is not None:
            # It could not be sent: the connection is gone, or takes nothing.
            self._end(error if isinstance(error, Closing) else Closing(1011, "Internal error"))

    async def _operate(self, name: str, asked: GraphQLRequest, viewer: Viewer, begun: asyncio.Event) -> None:
        """Raises: Closing."""
        last = messages.complete_of(name)
        try:
            answers = await self._operations.begin(well_formed(asked), viewer)
            begun.set()
            async for answer in answers:
                await self._send(messages.next_of(name, answer.body))
        except NotExecuted as refusal:
            last = messages.errors_of(name, refusal.body["errors"])
        except Unauthenticated:
            raise Closing(4401, "Unauthorized") from None
        except Refusal as refusal:
            last = messages.errors_of(name, [refusal_of(refusal)])
        except Closing:
            raise
        except Exception as error:
            last = messages.errors_of(name, [accident(error)])
        # From now on the name may be used again.
        self._running.pop(name, None)
        await self._send(last)

    async def _cancel(self, name: str) -> None:
        task = self._running.pop(name, None)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _cancel_all(self) -> None:
        tasks = list(self._running.values())
        self._running.clear()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _received(self) -> messages.Message:
        """Raises: Closing, WebSocketDisconnect."""
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        raw = message.get("text")
        if raw is None:
            raise Closing(4400, "Messages are text")
        if len(raw) > messages.BYTES:
            raise Closing(1009, f"A message has at most {messages.BYTES} bytes")
        if not self._pace.kept():
            raise Closing(1008, "Too many messages")
        return messages.read_message(raw)

    async def _send(self, message: str) -> None:
        """Raises: Closing."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._websocket.send_text(message)
        except TimeoutError:
            raise Closing(1013, "Too slow") from None
        except (WebSocketDisconnect, RuntimeError):
            raise Closing(1006, "Gone") from None

    async def _close(self, closing: Closing) -> None:
        """Who takes nothing any more does not hear of it either."""
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(1):
                await self._websocket.close(closing.code, closing.reason)
