"""The walls between tenants as the database has them: policies, rights, and nothing that goes around them."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from equipoise.audit.models import AuditEntry
from equipoise.db.engine import APPLICATION_ROLE
from equipoise.events.models import EventEntry
from equipoise.jobs import job_queue
from equipoise.kpis.models import KpiValueRevision
from equipoise.schema import metadata
from equipoise.webhooks.models import WebhookAttempt

DIRECTORY = "tenant"
TENANT_TABLES = set(metadata.tables) - {DIRECTORY}
APPEND_ONLY = {AuditEntry.__tablename__, KpiValueRevision.__tablename__}
NEVER_ALTERED = {EventEntry.__tablename__, WebhookAttempt.__tablename__}

WITHOUT_POLICY = {
    "alembic_version": "names the schema's revision and nothing else; who serves may only read it",
    **dict.fromkeys(job_queue.TABLES, "belongs to no tenant: a worker has to see jobs before it knows whose they are"),
}

TENANT = "(NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid"


@pytest.fixture(scope="module")
def connection(migrated_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(migrated_url) as connection:
        yield connection


def column(connection: psycopg.Connection[Any], query: str, *parameters: object) -> set[Any]:
    return {row[0] for row in connection.execute(query.encode(), parameters or None)}


def test_every_table_is_a_tenants_or_is_listed_with_a_reason(connection: psycopg.Connection[Any]) -> None:
    found = column(connection, "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
                               "AND relnamespace = 'public'::regnamespace")  # fmt: skip
    assert found == TENANT_TABLES | {DIRECTORY} | set(WITHOUT_POLICY)


def test_policies_are_exactly_as_designed(connection: psycopg.Connection[Any]) -> None:
    own, its = f"(tenant_id = {TENANT})", f"(id = {TENANT})"
    found = set(
        connection.execute(
            "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
        )
    )
    assert found == {
        *((table, "tenant", "PERMISSIVE", "{public}", "ALL", own, own) for table in TENANT_TABLES),
        (DIRECTORY, "directory", "PERMISSIVE", "{public}", "SELECT", "true", None),
        (DIRECTORY, "own_insert", "PERMISSIVE", "{public}", "INSERT", None, its),
        (DIRECTORY, "own_update", "PERMISSIVE", "{public}", "UPDATE", its, its),
        (DIRECTORY, "own_delete", "PERMISSIVE", "{public}", "DELETE", its, None),
    }


def test_policies_hold_for_the_owner_of_the_tables_too(connection: psycopg.Connection[Any]) -> None:
    forced = column(connection, "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert forced == TENANT_TABLES | {DIRECTORY}


def test_the_application_has_the_rights_it_needs_and_no_other(connection: psycopg.Connection[Any]) -> None:
    rights: dict[str, set[str]] = {}
    for table, grantee, right, grantable in connection.execute("""
        SELECT relname, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, privilege_type, is_grantable
        FROM pg_class CROSS JOIN aclexplode(relacl)
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND grantee <> relowner
    """):
        assert (grantee, grantable) == (APPLICATION_ROLE, False), f"{right} on {table} for {grantee}"
        rights.setdefault(table, set()).add(right)
    assert rights.pop("alembic_version") == {"SELECT"}
    assert rights == {
        table: {"SELECT", "INSERT"}
        | ({"DELETE"} if table not in APPEND_ONLY else set())
        | ({"UPDATE"} if table not in APPEND_ONLY | NEVER_ALTERED else set())
        for table in TENANT_TABLES | {DIRECTORY} | set(job_queue.TABLES)
    }
    assert (
        column(connection, "SELECT attname FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid >= 16384") == set()
    )


def test_the_application_role_owns_nothing_and_is_nobody_else(connection: psycopg.Connection[Any]) -> None:
    role = f"'{APPLICATION_ROLE}'::regrole"
    attributes = connection.execute(
        f"SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE oid = {role}"
    ).fetchone()
    assert attributes == (False,) * 5
    assert column(connection, f"SELECT roleid::regrole FROM pg_auth_members WHERE member = {role}") == set()
    assert column(
        connection, f"SELECT classid::regclass FROM pg_shdepend WHERE refobjid = {role} AND deptype = 'o'"
    ) == (set())
    assert column(
        connection, f"SELECT nspname FROM pg_namespace WHERE has_schema_privilege({role}, oid, 'CREATE')"
    ) == (set())
    assert column(
        connection, f"SELECT has_database_privilege({role}, current_database(), 'CREATE')"
    ) == {False}  # fmt: skip


def test_nothing_runs_or_reads_with_the_rights_of_its_owner(connection: psycopg.Connection[Any]) -> None:
    assert column(connection, "SELECT proname FROM pg_proc WHERE prosecdef") == set()
    assert column(connection, "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') "
                              "AND relnamespace = 'public'::regnamespace") == set()  # fmt: skip


def test_tenant_tables_have_no_trigger_and_no_rule(connection: psycopg.Connection[Any]) -> None:
    triggered = column(connection, "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    ruled = column(connection, "SELECT tablename FROM pg_rules WHERE schemaname = 'public'")
    assert not (triggered | ruled) & (TENANT_TABLES | {DIRECTORY})


def test_no_sequence_serves_a_tenant_table(connection: psycopg.Connection[Any]) -> None:
    assert column(
        connection,
        """
        SELECT sequence.relname FROM pg_class AS sequence
        LEFT JOIN pg_depend ON objid = sequence.oid AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
        WHERE sequence.relkind = 'S'
          AND (refobjid IS NULL OR refobjid::regclass::text NOT LIKE 'procrastinate\\_%')
        """,
    ) == set()  # fmt: skip


def test_every_unique_index_and_every_foreign_key_carries_the_tenant(connection: psycopg.Connection[Any]) -> None:
    # As the database has them, whatever the models say.
    assert column(
        connection,
        """
        SELECT indexrelid::regclass::text FROM pg_index
        JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid::regclass::text = ANY (%s) AND attname <> 'tenant_id'
        """,
        sorted(TENANT_TABLES),
    ) == set()  # fmt: skip
    assert column(
        connection,
        """
        SELECT conname FROM pg_constraint
        JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = conkey[1]
        JOIN pg_attribute AS their ON their.attrelid = confrelid AND their.attnum = confkey[1]
        WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s) AND confrelid <> 'tenant'::regclass
          AND (own.attname <> 'tenant_id' OR their.attname <> 'tenant_id')
        """,
        sorted(TENANT_TABLES),
    ) == set()  # fmt: skip
