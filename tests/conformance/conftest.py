"""A server that listens on the loopback interface, for clients that are not ours."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette


@pytest.fixture
async def address(app: Starlette) -> AsyncIterator[str]:
    """The application behind a real HTTP server, in this process."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # The fixture of the application has begun its life already.
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, ws="none"))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await running
