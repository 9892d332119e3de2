"""The demo organisation of one fixed day, loaded once for all processes of a test run and copied for each guide."""

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from equipoise.db.engine import application_engine
from equipoise.demo.load import load
from equipoise.settings import Settings
from tests.support.clusters import TestCluster
from tests.support.database import TEMPLATE

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""The moment of which the guides show the demo organisation."""

DEMO_TEMPLATE = "equipoise_demo_template"


async def make_template(cluster: TestCluster, folder: Path) -> None:
    """Load the demo organisation unless another process has. The schema's own template has to be there."""
    with (folder / f"{cluster.name}.demo.lock").open("w") as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        made = folder / f"{cluster.name}.demo"
        if made.exists():
            return
        cluster.drop_database(DEMO_TEMPLATE)
        cluster.create_database(DEMO_TEMPLATE, template=TEMPLATE)
        engine = application_engine(cluster.superuser_url_for(DEMO_TEMPLATE))
        try:
            await load(engine, Settings(home=folder / "demo"), now=NOW)
        finally:
            await engine.dispose()
        made.touch()


@contextmanager
def copy_of_demo(cluster: TestCluster, purpose: str) -> Iterator[str]:
    """The superuser's URL of a database with the demo organisation, for this block alone."""
    name = f"equipoise_demo_{purpose}_{os.getpid()}"
    cluster.create_database(name, template=DEMO_TEMPLATE)
    try:
        yield cluster.superuser_url_for(name)
    finally:
        cluster.drop_database(name)
