"""A migrated database per test process, copied from a template that is migrated once."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from equipoise.db.migrate import migrate
from tests.support.clusters import TestCluster

TEMPLATE = "equipoise_template"


@contextmanager
def migrated_database(cluster: TestCluster, folder: Path) -> Iterator[str]:
    """The superuser's URL of a database with the whole schema, for this process alone."""
    name = f"equipoise_{os.getpid()}_{secrets.token_hex(4)}"
    with (folder / f"{cluster.name}.template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / f"{cluster.name}.template"
        if not made.exists():
            cluster.drop_database(TEMPLATE)
            cluster.create_database(TEMPLATE)
            migrate(cluster.superuser_url_for(TEMPLATE))
            made.touch()
        cluster.create_database(name, template=TEMPLATE)
    try:
        yield cluster.superuser_url_for(name)
    finally:
        cluster.drop_database(name)
