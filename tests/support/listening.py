"""An application behind a real socket, in this loop: for what a client without one would not show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from tests.support.sockets import listening_port


@asynccontextmanager
async def listening(app: Starlette) -> AsyncIterator[str]:
    """The address of the application; its lifespan is the caller's."""
    async with listening_port(app) as port:
        yield f"http://127.0.0.1:{port}"
