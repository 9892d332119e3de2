"""Connections that stay open, at `/graphql`."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from equipoise.domain.errors import Refusal
from equipoise.events.hub import EventHub
from equipoise.identity.access import Credentials, Unauthenticated, credentials_of
from equipoise.settings import Settings
from equipoise.web.credentials import bearer_of, by_cookie
from equipoise.web.registered_origins import RegisteredOrigins
from equipoise_graphql.errors import refusal_of
from equipoise_graphql.http.answers import GRAPHQL_JSON, respond, status_for, status_of
from equipoise_graphql.http.cross_site import refuse_cross_site
from equipoise_graphql.http.endpoint import GraphQLEndpoint
from equipoise_graphql.http.get import read_get
from equipoise_graphql.http.request import GraphQLRequest, read_request
from equipoise_graphql.live.event_stream import MEDIA_TYPE, EventStream
from equipoise_graphql.live.operations import NotExecuted, Operations
from equipoise_graphql.live.origin import Origins
from equipoise_graphql.live.viewer import Viewer
from equipoise_graphql.live.websocket import Connection

MOST_CONNECTIONS = 10_000
"""Of one process."""
LOOK_AGAIN_SECONDS = 30.0
"""How often it is looked whether a token still works on whose connections nothing happens."""
SWEEP_SECONDS = 1.0
STOP_SECONDS = 3.0
"""How long connections have to end in order."""
LOOKS_AT_ONCE = 100
"""Tokens that one sweep looks at."""


class TooManyConnections(Refusal):
    """The process has as many open connections as it may."""

    code = "TOO_MANY_CONNECTIONS"


class Open(Protocol):
    """What stays open."""

    viewer: Viewer | None

    def end(self, why: Refusal | None) -> None: ...


class LiveEndpoint:
    """One per process. It begins with its first connection."""

    def __init__(
        self,
        graphql: GraphQLEndpoint,
        settings: Settings,
        registered: RegisteredOrigins,
    ) -> None:
        self._graphql = graphql
        self._hub = EventHub(graphql.engine)
        self._operations = Operations(graphql, self._hub)
        self._origins = Origins(settings, registered)
        self._open: set[Open] = set()
        self._sweeping: asyncio.Task[None] | None = None
        self._stopped = False
        self._empty = asyncio.Event()

    async def stop(self) -> None:
        """End every connection, in order."""
        self._stopped = True
        for each in list(self._open):
            each.end(None)
        with suppress(TimeoutError):
            if self._open:
                await asyncio.wait_for(self._empty.wait(), STOP_SECONDS)
        if self._sweeping is not None:
            self._sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeping
        await self._hub.stop()

    async def websocket(self, websocket: WebSocket) -> None:
        """`graphql-transport-ws`."""
        if self._full():
            await websocket.accept()
            await websocket.close(1013, "Too many connections")
            return
        connection = Connection(websocket, self._operations, self._origins)
        with self.keeping(connection):
            await connection.serve()

    async def server_sent(self, request: Request) -> Response:
        """GraphQL over SSE, by POST or GET."""
        try:
            if self._full():
                raise TooManyConnections("This server has as many open connections as it may. Try again later.")
            asked = await self._asked(request)
            viewer = await Viewer.of(self._graphql, credentials_of(bearer_of(request)), console=by_cookie(request))
            answers = await self._operations.begin(asked, viewer, request.headers.get("last-event-id") or None)
        except NotExecuted as refusal:
            return respond(refusal.body, status_for(refusal.body, GRAPHQL_JSON), GRAPHQL_JSON)
        except Refusal as refusal:
            status = 503 if isinstance(refusal, TooManyConnections) else status_of(refusal)
            return respond({"errors": [refusal_of(refusal)]}, status, GRAPHQL_JSON)
        return _Streamed(self, EventStream(answers, viewer))

    @contextmanager
    def keeping(self, each: Open) -> Iterator[None]:
        """As long as it is open, it is ended when its token is, or when the server stops."""
        self._open.add(each)
        if self._sweeping is None:
            self._sweeping = asyncio.create_task(self._sweep(), name="open connections")
        try:
            yield
        finally:
            self._open.discard(each)
            if self._stopped and not self._open:
                self._empty.set()

    async def _asked(self, request: Request) -> GraphQLRequest:
        """Raises: Refusal."""
        if request.method == "GET":
            if request.headers.get("sec-fetch-site") != "same-origin":
                refuse_cross_site(request)
            return await read_get(request)
        asked = await read_request(request)
        assert not isinstance(asked, list)  # no batch was allowed
        return asked

    def _full(self) -> bool:
        return self._stopped or len(self._open) >= MOST_CONNECTIONS

    async def _sweep(self) -> None:
        """End what has expired, and look again at tokens that nobody has looked at for a while."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            due: dict[Credentials, list[Open]] = {}
            for each in list(self._open):
                if each.viewer is None:
                    continue
                try:
                    each.viewer.actor()
                except Unauthenticated as refusal:
                    each.end(refusal)
                    continue
                if each.viewer.seen < time.monotonic() - LOOK_AGAIN_SECONDS:
                    due.setdefault(each.viewer.credentials, []).append(each)
            for alike in list(due.values())[:LOOKS_AT_ONCE]:
                await _look_again(alike)


class _Streamed(Response):
    """A response that stays open."""

    def __init__(self, live: LiveEndpoint, stream: EventStream) -> None:
        super().__init__()
        self._live, self._stream = live, stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._live.keeping(self._stream):
            await self._stream(scope, receive, send)


async def _look_again(alike: list[Open]) -> None:
    first = alike[0].viewer
    try:
        if first is not None:
            await first.look_again()
            for each in alike:
                if each.viewer is not None:
                    each.viewer.take(first.access)
    except Unauthenticated as refusal:
        for each in alike:
            each.end(refusal)
    except (SQLAlchemyError, OSError):
        return  # the database is away: the next sweep tries again


def wants_events(request: Request) -> bool:
    """Whether the caller asks for server-sent events."""
    return MEDIA_TYPE in request.headers.get("accept", "").lower()
