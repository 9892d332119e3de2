"""One server process for all attacks, and two organisations: one whose client attacks, and an innocent one."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.security.attacks.server import Target, serving
from tests.support.api import Api
from tests.support.serving import signed_up


@dataclass(frozen=True)
class Victim:
    """The server with an attacker's and an innocent client's access to it."""

    target: Target
    attacker: Api
    innocent: Api

    async def still_serves(self) -> None:
        assert self.target.runs()
        for api in (self.innocent, self.attacker):
            assert await api.data("{ viewer { role } }") == {"viewer": {"role": "OWNER"}}


@pytest.fixture(scope="session")
def target(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with serving(database_url, tmp_path_factory.mktemp("attacked")) as target:
        yield target


@pytest.fixture(scope="session")
async def victim(target: Target, engine: AsyncEngine) -> AsyncIterator[Victim]:
    async with httpx.AsyncClient(base_url=target.address, timeout=60) as client:
        now = datetime.now(UTC)
        attacker, innocent = [(await signed_up(engine, client, now)).api for _ in range(2)]
        yield Victim(target, attacker, innocent)
