"""The demo organisation on a fixed day: made once, and loaded once for all processes of a test run."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import IO
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.engine import application_engine
from equipoise.demo.load import Tell, load
from equipoise.demo.organisation import SLUG, DemoOrganisation, build
from equipoise.settings import Settings
from equipoise.tenants.directory import tenant_id_of
from tests.support.clusters import TestCluster, shared_folder
from tests.support.database import TEMPLATE

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DATABASE = "equipoise_with_the_demo"


class CutOffError(Exception):
    """The process ends here."""


@dataclass(frozen=True)
class Loaded:
    """A database with the demo organisation in it."""

    engine: AsyncEngine
    tenant_id: UUID


@pytest.fixture(scope="session")
def demo() -> DemoOrganisation:
    return build(date(2026, 11, 21))


@pytest.fixture(scope="session")
async def loaded(
    cluster: TestCluster, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Loaded]:
    """Cut off twice on the way, and finished two days later; then it is the same for every test, so none changes it."""
    assert database_url, "whoever made that database has made the template as well"
    folder = shared_folder()
    engine = application_engine(cluster.superuser_url_for(DATABASE))
    with (folder / "demo.lock").open("w") as lock:
        await _locked(lock)
        made = folder / "demo.made"
        if not made.exists():
            cluster.drop_database(DATABASE)
            cluster.create_database(DATABASE, template=TEMPLATE)
            await _load_with_interruptions(engine, Settings(home=tmp_path_factory.mktemp("demo")))
            made.touch()
    tenant_id = await tenant_id_of(engine, SLUG)
    assert tenant_id is not None
    yield Loaded(engine, tenant_id)
    await engine.dispose()


async def _locked(lock: IO[str]) -> None:
    """Wait without blocking: connections of this process have to be served meanwhile."""
    while True:
        with suppress(BlockingIOError):
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        await asyncio.sleep(0.2)


async def _load_with_interruptions(engine: AsyncEngine, settings: Settings) -> None:
    with pytest.raises(CutOffError):
        await load(engine, settings, now=NOW, tell=_cut_off_after("People and units"))
    assert await tenant_id_of(engine, SLUG) is None
    with pytest.raises(CutOffError):
        await load(engine, settings, now=NOW, tell=_cut_off_after("Plant report"))
    assert await tenant_id_of(engine, SLUG) is not None
    await load(engine, settings, now=NOW + timedelta(days=2))


def _cut_off_after(what: str) -> Tell:
    def tell(_done: int, _total: int, doing: str) -> None:
        if doing == what:
            raise CutOffError

    return tell
