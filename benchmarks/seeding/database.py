"""The server that is measured, and the databases on it."""

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import UUID

import psycopg
from psycopg import sql

from benchmarks.seeding.copies import MOVED, copy_of, make_copies
from benchmarks.seeding.months import months_after
from benchmarks.seeding.template import TARGETS_AHEAD, Organisation, make_template
from equipoise.db import embedded
from equipoise.db.migrate import migrate

SETTINGS = {
    "shared_buffers": "512MB",
    "jit": "off",
    "fsync": "on",
    "max_wal_size": "4GB",
    "max_connections": "100",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL server, by the address of its superuser."""

    superuser_url: str
    prefix: str = "bench"
    """What the names of the databases begin with."""

    def url(self, database: str) -> str:
        return urlsplit(self.superuser_url)._replace(path="/" + quote(database, safe="")).geturl()


@dataclass(frozen=True, slots=True)
class Seeded:
    """A database with that many organisations."""

    url: str
    template: Organisation
    count: int

    def organisation(self, number: int) -> Organisation:
        return copy_of(self.template, number)


@contextmanager
def measured_cluster(home: Path) -> Iterator[Cluster]:
    """The embedded server with the settings that a measurement states."""
    try:
        yield Cluster(embedded.start(home, settings=SETTINGS).url("postgres"))
    finally:
        embedded.stop(home)


def remove(home: Path) -> None:
    """Stop the server of this folder and remove the folder."""
    embedded.stop(home)
    shutil.rmtree(home, ignore_errors=True)


def seeded(cluster: Cluster, organisations: int, progress: Callable[[int], None] = lambda _: None) -> Seeded:
    """The database with that many organisations; what is there from before is used, and completed."""
    name = f"{cluster.prefix}_{organisations}"
    url = cluster.url(name)
    template = _template_in(cluster, name) or _begun(cluster, name)
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        finished = connection.execute("SELECT finished FROM bench.template").fetchone()
        if not finished or not finished[0]:
            make_copies(url, template, organisations, progress)
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")
            connection.execute("UPDATE bench.template SET finished = true")
    return Seeded(url, template, organisations)


@contextmanager
def copied(cluster: Cluster, original: Seeded) -> Iterator[Seeded]:
    """The same data in a database of its own, so that what one run writes does not slow down the next."""
    name, source = f"{cluster.prefix}_run", urlsplit(original.url).path.lstrip("/")
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
        sql.Identifier(name), sql.Identifier(source)
    )
    _drop(cluster, name)
    _execute(cluster, copy)
    try:
        yield Seeded(cluster.url(name), original.template, original.count)
    finally:
        _drop(cluster, name)


def _template_in(cluster: Cluster, name: str) -> Organisation | None:
    """What an earlier run has left, unless its last target is of the past by now."""
    try:
        with psycopg.connect(cluster.url(name)) as connection:
            row = connection.execute("SELECT facts FROM bench.template").fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.OperationalError):
        return None
    if row is None:
        return None
    facts = row[0]
    template = Organisation(
        UUID(facts["tenant_id"]),
        facts["secret"],
        UUID(facts["scorecard"]),
        tuple(UUID(kpi) for kpi in facts["kpis"]),
        date.fromisoformat(facts["last_month"]),
    )
    return template if datetime.now(UTC).date() < months_after(template.last_month, TARGETS_AHEAD) else None


def _begun(cluster: Cluster, name: str) -> Organisation:
    """A new database with the template alone."""
    _drop(cluster, name)
    _execute(cluster, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = cluster.url(name)
    migrate(url)
    template = asyncio.run(make_template(url))
    facts = {
        "tenant_id": str(template.tenant_id),
        "secret": template.secret,
        "scorecard": str(template.scorecard),
        "kpis": [str(kpi) for kpi in template.kpis],
        "last_month": template.last_month.isoformat(),
    }
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA bench")
        connection.execute(MOVED)
        connection.execute("CREATE TABLE bench.template (facts jsonb NOT NULL, finished boolean NOT NULL)")
        connection.execute("INSERT INTO bench.template VALUES (%s, false)", [json.dumps(facts)])
    return template


def _drop(cluster: Cluster, name: str) -> None:
    _execute(cluster, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(cluster: Cluster, statement: sql.Composed) -> None:
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(statement)
