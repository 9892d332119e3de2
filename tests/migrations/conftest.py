"""Empty databases on every server, and an owner with no more rights than one needs."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from equipoise.db.engine import APPLICATION_ROLE
from tests.support.clusters import TestCluster
from tests.support.every_server import migrated_url, server

__all__ = ["migrated_url", "server"]

OWNER = "equipoise_test_owner"
PASSWORD = "p@ss wörd/+%:"


@pytest.fixture
def empty_database(server: TestCluster) -> Iterator[Callable[[], str]]:
    """Makes databases as an operator does before the first migration; gives the owner's address."""
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        for role in (APPLICATION_ROLE, OWNER):
            with suppress(errors.DuplicateObject, errors.UniqueViolation):
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} NOSUPERUSER NOCREATEROLE NOBYPASSRLS").format(
                        sql.Identifier(role), PASSWORD
                    )
                )
        with suppress(errors.InternalError_):  # "tuple concurrently updated": another process grants the same
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION_ROLE), sql.Identifier(OWNER))
            )
    made = []

    def make() -> str:
        name = f"migrations_{uuid4().hex}"
        server.create_database(name)
        made.append(name)
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(OWNER))
            )
        return as_owner(server.superuser_url_for(name))

    yield make
    for name in made:
        server.drop_database(name)


def as_owner(url: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{OWNER}:{quote(PASSWORD, safe='')}@{place}").geturl()
