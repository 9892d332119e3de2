"""A real server of the application in this loop, and clients that stay connected to it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from equipoise.app import create_app
from equipoise.settings import Settings

PROTOCOL = "graphql-transport-ws"
PATIENCE = 15.0
"""Seconds that anything may take on a machine that is busy with other tests."""


@dataclass
class Server:
    """A server and its address."""

    app: Starlette
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def connection(
        self, token: str | None = None, *, protocol: str | None = PROTOCOL, **options: Any
    ) -> AsyncIterator["Client"]:
        """A connection; introduced if there is a token."""
        protocols = None if protocol is None else [Subprotocol(protocol)]
        address = f"ws://127.0.0.1:{self.port}/graphql"
        async with connect(address, subprotocols=protocols, compression=None, proxy=None, **options) as socket_:
            client = Client(socket_)
            if token is not None:
                await client.introduce(token)
            yield client


@dataclass
class Client:
    """One end of a connection."""

    socket: ClientConnection
    waiting: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    async def send(self, message: Any) -> None:
        await self.socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def received(self) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(PATIENCE):
            message: dict[str, Any] = json.loads(await self.socket.recv())
        return message

    async def introduce(self, token: str) -> None:
        await self.send({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
        assert await self.received() == {"type": "connection_ack"}

    async def subscribe(self, query: str, name: str = "1", **variables: Any) -> None:
        payload = {"query": query, "variables": variables}
        await self.send({"type": "subscribe", "id": name, "payload": payload})

    async def settled(self) -> None:
        """What was sent before has been read by the server: it answers in order."""
        await self.send({"type": "ping"})
        assert (await self.received())["type"] == "pong"

    async def next(self) -> Any:
        """The data of the next event."""
        message = await self.received()
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        return message["payload"]["data"]

    async def refusal(self) -> Any:
        """The error with which the operation ended."""
        message = await self.received()
        assert message["type"] == "error", message
        return message["payload"][0]

    async def closed(self) -> int | None:
        """The code with which the server ends the connection, whatever it says before."""
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionClosed):
                async for _ in self.socket:
                    pass
            await self.socket.wait_closed()
        return self.socket.close_code


@asynccontextmanager
async def running(engine: AsyncEngine, home: Path, clock: Callable[[], datetime]) -> AsyncIterator[Server]:
    """A server of the application, on a port of its own."""
    app = create_app(engine, Settings(home=home), clock=clock)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=1_000_000,
        log_level="error",
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve([listening]))
    try:
        for _ in range(int(PATIENCE * 100)):
            if server.started:
                break
            await asyncio.sleep(0.01)
        yield Server(app, listening.getsockname()[1])
    finally:
        await app.state.live.stop()
        server.should_exit = True
        await serving
        listening.close()


@asynccontextmanager
async def event_stream(server: Server, token: str, body: dict[str, Any], **headers: str) -> AsyncIterator["Stream"]:
    """A response of server-sent events."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream", **headers}
    async with (
        httpx.AsyncClient(base_url=server.address, timeout=PATIENCE) as client,
        client.stream("POST", "/graphql", json=body, headers=headers) as response,
    ):
        yield Stream(response, response.aiter_lines())


@dataclass
class Stream:
    """The client's end of server-sent events."""

    response: httpx.Response
    lines: AsyncIterator[str]

    async def event(self) -> dict[str, str]:
        """The next event's fields; comments are passed over."""
        found: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self.lines:
                if not line and found:
                    return found
                name, colon, value = line.partition(":")
                if colon and name:
                    found[name] = value.removeprefix(" ")
        raise AssertionError("the stream is over")
