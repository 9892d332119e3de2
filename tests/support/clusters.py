"""The PostgreSQL servers that the tests run on.

`embedded` is the product's own. Another version, or a server that someone runs anyway, comes beside it:
`debian15` from Debian's package, `external` from EQUIPOISE_TEST_DATABASE_URL, whose login needs the rights of
a superuser or CREATEDB and CREATEROLE.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from equipoise.db import embedded
from tests.support.skipping import require

EXTERNAL = "EQUIPOISE_TEST_DATABASE_URL"
RUN = "EQUIPOISE_TEST_RUN"
"""Names the folder of this test run to all its processes."""

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")

# Nothing here has to survive a power failure.
SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
}


@dataclass(frozen=True)
class TestCluster:
    """A server on which tests make databases of their own."""

    __test__: ClassVar[bool] = False

    name: str
    superuser_url: str

    def superuser_url_for(self, database: str) -> str:
        return urlsplit(self.superuser_url)._replace(path="/" + quote(database, safe="")).geturl()

    def create_database(self, name: str, template: str | None = None) -> None:
        create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            create += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._execute(create)

    def drop_database(self, name: str) -> None:
        """Drop it if it is there, whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            connection.execute(statement)


def names() -> list[str]:
    """The servers of this run: the product's, and one of another version or kind."""
    return ["embedded", "external" if EXTERNAL in os.environ else "debian15"]


def shared_folder() -> Path:
    """One temporary folder for all processes of this test run."""
    return Path(os.environ[RUN])


@contextmanager
def opened(name: str, folder: Path) -> Iterator[TestCluster]:
    """The server of that name for this block; where it cannot be had, the check that needs it says so."""
    match name:
        case "embedded":
            with _started(folder / name, embedded.Binaries.installed()) as url:
                yield TestCluster(name, url)
        case "debian15":
            require(
                (DEBIAN_15 / "initdb").exists(),
                f"No PostgreSQL 15 in {DEBIAN_15} (apt install postgresql-15).",
            )
            with _started(folder / name, embedded.Binaries(DEBIAN_15, 15)) as url:
                yield TestCluster(name, url)
        case "external":
            require(os.environ.get(EXTERNAL), f"{EXTERNAL} names no server.")
            yield TestCluster(name, os.environ[EXTERNAL])
        case _:
            raise ValueError(name)


@contextmanager
def _started(home: Path, binaries: embedded.Binaries) -> Iterator[str]:
    """A server that all processes of a test run share: the first one starts it, the last one stops it.

    The data stay: a process that comes late finds what the others have made.
    """
    with home.with_suffix(".users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield embedded.start(home, settings=SPEED, binaries=binaries).url("postgres")
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        embedded.stop(home, "immediate")
