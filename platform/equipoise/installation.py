"""Where this installation's database is, and how to have it ready."""

import asyncio
import atexit
import fcntl
import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from equipoise.db import embedded
from equipoise.db.engine import APPLICATION_ROLE, libpq_url
from equipoise.settings import Settings

log = logging.getLogger(__name__)

DATABASE = "equipoise"
OWNER = "equipoise_owner"


@dataclass(frozen=True, slots=True)
class Installation:
    """Addresses of the database: for run time, and for whoever may change the schema."""

    settings: Settings
    application_url: str
    owner_url: str
    embedded: bool


def open_installation(settings: Settings) -> Installation:
    """The database that the settings name, or the embedded one, started and healed as far as needed.

    Raises: EmbeddedServerFailed.
    """
    if settings.database_url is not None:
        url = libpq_url(settings.database_url.get_secret_value())
        owner = settings.owner_database_url
        return Installation(settings, url, libpq_url(owner.get_secret_value()) if owner else url, embedded=False)
    _stop_with_the_last_user(settings.home)
    server = embedded.start(settings.home)
    _prepare(server)
    return Installation(settings, server.url(APPLICATION_ROLE, DATABASE), server.url(OWNER, DATABASE), embedded=True)


async def keep_running(home: Path, *, seconds: float = 1.0) -> None:
    """Bring the embedded server back whenever it is gone, for as long as this runs."""
    while True:
        await asyncio.sleep(seconds)
        try:
            if await asyncio.to_thread(embedded.running, home) is None:
                log.warning("the embedded database is gone; it is started again")
                await asyncio.to_thread(embedded.start, home)
        except embedded.EmbeddedServerFailed as failure:
            log.warning("the embedded database does not start: %s", failure.message)


def _stop_with_the_last_user(home: Path) -> None:
    """Every process that uses the embedded server shares a lock; who is alone with it at the end stops the server.

    The lock of a killed process is gone with it, so a killed user is no user.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    users = (home / "users.lock").open("w")
    fcntl.flock(users, fcntl.LOCK_SH)

    def leave() -> None:
        with users, suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            embedded.stop(home)

    atexit.register(leave)


def _prepare(server: embedded.EmbeddedServer) -> None:
    """Two logins and a database: what an operator does once on a server of their own. Repeating it does nothing."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(8731530115)")
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (APPLICATION_ROLE, OWNER):
            if role not in roles:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS").format(
                        sql.Identifier(role)
                    )
                )
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION_ROLE), sql.Identifier(OWNER)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
