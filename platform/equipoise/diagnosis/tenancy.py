"""Whether the walls between tenants stand."""

from collections.abc import Iterator
from typing import Any

import psycopg

from equipoise.db.engine import APPLICATION_ROLE
from equipoise.diagnosis.finding import Finding, bad, good

_ROLE = """
    SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s
"""
_OWNED = """
    SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = %s)
"""
_UNPROTECTED = """
    SELECT class.relname FROM pg_class AS class
    JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attname = 'tenant_id'
    WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'p')
      AND NOT (class.relrowsecurity AND class.relforcerowsecurity
               AND EXISTS (SELECT FROM pg_policy WHERE polrelid = class.oid))
    ORDER BY class.relname
"""


def application_role(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """It owns nothing and may bypass nothing."""
    row = connection.execute(_ROLE, [APPLICATION_ROLE]).fetchone()
    if row is None:
        yield bad("application role", f"{APPLICATION_ROLE} is missing", "Run `equipoise migrate`.")
        return
    if any(row):
        yield bad(
            "application role",
            f"{APPLICATION_ROLE} has rights it must not have",
            f"ALTER ROLE {APPLICATION_ROLE} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;",
        )
        return
    owned = connection.execute(_OWNED, [APPLICATION_ROLE]).fetchone()
    if owned and owned[0]:
        yield bad(
            "application role",
            f"{APPLICATION_ROLE} owns {owned[0]} relation(s)",
            f"REASSIGN OWNED BY {APPLICATION_ROLE} TO the owner of the schema.",
        )
        return
    yield good("application role", "owns nothing, bypasses nothing")


def row_level_security(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Every table with a tenant has a policy that holds for its owner too."""
    open_tables = [name for (name,) in connection.execute(_UNPROTECTED)]
    if open_tables:
        yield bad(
            "row-level security",
            f"not enforced on {', '.join(open_tables[:5])}",
            "Somebody changed the schema by hand: ALTER TABLE … FORCE ROW LEVEL SECURITY, and restore its policy.",
        )
    else:
        yield good("row-level security", "forced on every table of tenants")
