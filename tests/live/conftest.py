"""A real server for the tests of what stays connected."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import Clock
from tests.support.live import Server, running


@pytest.fixture
async def server(engine: AsyncEngine, tmp_path: Path, clock: Clock) -> AsyncIterator[Server]:
    async with running(engine, tmp_path, clock) as server:
        yield server
