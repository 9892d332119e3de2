"""The demo organisation on a fixed day, and the application on a copy of it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from equipoise.app import create_app
from equipoise.connections.host import ConnectorHost
from equipoise.db.engine import application_engine
from equipoise.settings import Settings
from tests.docs.demo_database import NOW, copy_of_demo, make_template
from tests.docs.guides import Guide
from tests.docs.site import Site
from tests.docs.story import Story
from tests.support.api import Api
from tests.support.clusters import TestCluster, shared_folder
from tests.support.connections import Worker

Open = Callable[[Guide], AbstractAsyncContextManager[Story]]


class PassingTime:
    """Begins at the moment of the demo organisation; every look at the clock takes a second."""

    def __init__(self) -> None:
        self._now = NOW

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture(scope="session")
async def demo_cluster(cluster: TestCluster, database_url: str) -> TestCluster:
    """The product's PostgreSQL with the demo organisation to copy; `database_url` has made the schema's template."""
    await make_template(cluster, shared_folder())
    return cluster


@pytest.fixture
def opened(demo_cluster: TestCluster, tmp_path: Path) -> Open:
    """Opens a guide on a copy of the demo organisation."""

    @asynccontextmanager
    async def open_guide(guide: Guide) -> AsyncIterator[Story]:
        purpose = "".join(letter for letter in guide.name.lower() if letter.isalnum())
        with copy_of_demo(demo_cluster, purpose) as url:
            site = Site(tmp_path, url)
            try:
                async with _sending(site) as send:
                    yield Story(guide, site, send)
            finally:
                site.close()

    return open_guide


@asynccontextmanager
async def _sending(site: Site) -> AsyncIterator[Any]:
    """Documents are answered at the demo organisation's moment, by the application and a worker beside the server."""
    settings = Settings(home=site.home, usage_flush_seconds=300)
    host = ConnectorHost(settings, [str(site.python), "-I", "-m", "equipoise_sdk.runner"])
    engine = application_engine(site.database_url)
    clock = PassingTime()
    app = create_app(engine, settings, clock=clock, connectors=host)
    worker = Worker(site.database_url, engine, settings, clock, host)
    transport = httpx.ASGITransport(app=app)

    async def send(document: str, variables: dict[str, Any], token: str) -> dict[str, Any]:
        answer = await Api(client, token).send(document, **variables)
        if "runConnection" in document:
            await worker.work()
        return answer

    try:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://equipoise.test") as client,
        ):
            yield send
    finally:
        await engine.dispose()
