"""The server: its version, its clock, and whether the application can log in."""

from datetime import UTC, datetime
from typing import Any

import psycopg

from equipoise.db.engine import APPLICATION_ROLE
from equipoise.diagnosis.finding import Finding, bad, good, warning

OLDEST, NEWEST = 15, 18
TOLERANCE_SECONDS = 5


def version(connection: psycopg.Connection[Any]) -> Finding:
    """Supported are PostgreSQL 15 to 18."""
    major = connection.info.server_version // 10_000
    if major < OLDEST:
        return bad("version", f"PostgreSQL {major}", f"Upgrade to PostgreSQL {OLDEST} or newer.")
    if major > NEWEST:
        return warning("version", f"PostgreSQL {major}", f"Tested up to {NEWEST}; look for a newer Equipoise.")
    return good("version", f"PostgreSQL {major}")


def clock(connection: psycopg.Connection[Any]) -> Finding:
    """Deadlines and token lifetimes compare the clocks of server and database."""
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    off = abs((datetime.now(UTC) - row[0]).total_seconds()) if row else 0.0
    if off > TOLERANCE_SECONDS:
        return bad(
            "clock", f"{off:.0f} s apart from the database's", "Synchronise both machines (chrony, systemd-timesyncd)."
        )
    return good("clock", "agrees with the database's")


def application_login(url: str) -> Finding:
    """The login of run time has to be able to act as the application role, and should be nothing more."""
    try:
        with psycopg.connect(url, connect_timeout=10, options=f"-c role={APPLICATION_ROLE}") as connection:
            row = connection.execute(
                "SELECT session_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        found = str(error).strip().splitlines()[0]
        return bad("application login", found, f"GRANT {APPLICATION_ROLE} TO the login, or run `equipoise migrate`.")
    if row and row[1]:
        return warning(
            "application login",
            f"{row[0]} could bypass row-level security if it stopped acting as {APPLICATION_ROLE}",
            f"Give EQUIPOISE_DATABASE_URL a login that is only a member of {APPLICATION_ROLE}.",
        )
    return good("application login", f"{row[0] if row else '?'} acts as {APPLICATION_ROLE}")
