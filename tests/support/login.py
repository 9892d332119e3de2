"""Logging in as the application does, on any server."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import errors, sql

from equipoise.db.engine import APPLICATION_ROLE

LOGIN, PASSWORD = "equipoise_test_login", "for tests"


@contextmanager
def logged_in_as_application(superuser_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A login that is a member of the application role and of nothing else, acting as that role."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        with suppress(errors.DuplicateObject, errors.UniqueViolation):
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} NOSUPERUSER NOBYPASSRLS").format(
                    sql.Identifier(LOGIN), PASSWORD
                )
            )
        with suppress(errors.InternalError_):  # "tuple concurrently updated": another process grants the same
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION_ROLE), sql.Identifier(LOGIN))
            )
    parts = urlsplit(superuser_url)
    place = parts.netloc.rpartition("@")[2]
    url = parts._replace(netloc=f"{LOGIN}:{quote(PASSWORD, safe='')}@{place}").geturl()
    with psycopg.connect(url, options=f"-c role={APPLICATION_ROLE}", autocommit=True) as connection:
        yield connection
