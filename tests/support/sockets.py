"""An application behind a socket, and requests as bytes: for what a well-behaved client would not send."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from equipoise.web.slow_heads import HeadInTime
from tests.support.api import Api


@asynccontextmanager
async def listening_port(app: Starlette) -> AsyncIterator[int]:
    """The port of the application, which speaks as `equipoise serve` does; its lifespan is the caller's."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", http=HeadInTime))
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield bound.getsockname()[1]
        server.should_exit = True
        await serving


def head(api: Api, length: int) -> bytes:
    """The head of a request with a body of that length."""
    return (
        f"POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {api.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def request(api: Api, query: str) -> bytes:
    """A whole request."""
    content = json.dumps({"query": query}).encode()
    return head(api, len(content)) + content
