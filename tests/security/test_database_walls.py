"""Attacks from the application's own role, in the session of organisation B, on every table of organisation A."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import String, Text

from equipoise.audit.models import AuditEntry
from equipoise.db.engine import APPLICATION_ROLE
from equipoise.db.ids import new_id
from equipoise.events.models import EventEntry
from equipoise.kpis.models import KpiValueRevision
from equipoise.schema import metadata
from equipoise.webhooks.models import WebhookAttempt
from tests.security.conftest import Neighbours
from tests.support.every_table import TENANT_TABLES, Row, insert, key_of, literal, references
from tests.support.login import logged_in_as_application

APPEND_ONLY = {AuditEntry.__tablename__, KpiValueRevision.__tablename__}
NEVER_ALTERED = {EventEntry.__tablename__, WebhookAttempt.__tablename__}
TABLES = [table.name for table in TENANT_TABLES]
every_table = pytest.mark.parametrize("table", TABLES)


def rows(connection: psycopg.Connection[Any], query: str, table: str, **values: object) -> list[Any]:
    return connection.execute(sql.SQL(query).format(table=sql.Identifier(table)), values).fetchall()


def touched(connection: psycopg.Connection[Any], query: str, table: str, **values: object) -> int:
    return connection.execute(sql.SQL(query).format(table=sql.Identifier(table)), values).rowcount


def refused(connection: psycopg.Connection[Any], act: Callable[..., object], *given: Any) -> psycopg.Error:
    """The error of an act that has to be refused; the transaction goes on."""
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        act(*given)
    return caught.value


def described(error: psycopg.Error, *known: object) -> tuple[str | None, str]:
    """What the error says, without what the attacker sent."""
    told = f"{error.diag.message_primary} {error.diag.message_detail} {error.diag.constraint_name}"
    for value in known:
        told = told.replace(str(value), "…")
    return error.sqlstate, told


@every_table
def test_both_organisations_have_rows(neighbours: Neighbours, table: str) -> None:
    for tenant in (neighbours.a, neighbours.b):
        assert rows(neighbours.superuser, "SELECT count(*) FROM {table} WHERE tenant_id = %(t)s", table, t=tenant) > [
            (0,)
        ]


@every_table
def test_only_its_own_rows_can_be_read_or_counted(neighbours: Neighbours, table: str) -> None:
    neighbours.enter(neighbours.b)
    db = neighbours.application
    own = len(neighbours.rows_of_b[table])
    assert rows(db, "SELECT count(*), count(DISTINCT tenant_id) FROM {table}", table) == [(own, 1)]
    assert rows(db, "SELECT * FROM {table} WHERE tenant_id = %(a)s", table, a=neighbours.a) == []
    assert rows(db, "SELECT * FROM {table} WHERE ctid IS NOT NULL AND tenant_id <> %(b)s", table, b=neighbours.b) == []
    assert "secret of A" not in str(rows(db, "SELECT {table}::text FROM {table}", table))
    for row in neighbours.rows_of_a[table]:
        for column, value in key_of(table, row).items():
            query = sql.SQL("SELECT count(*) FROM {} WHERE {} = %s AND tenant_id <> %s").format(
                sql.Identifier(table), sql.Identifier(column)
            )
            assert db.execute(query, [value, neighbours.b]).fetchall() == [(0,)]


@every_table
def test_nothing_of_another_organisation_can_be_changed_or_removed(neighbours: Neighbours, table: str) -> None:
    neighbours.enter(neighbours.b)
    db, own = neighbours.application, len(neighbours.rows_of_b[table])
    column = next(each.name for each in metadata.tables[table].columns if each.name != "tenant_id")
    update = f"UPDATE {{table}} SET {column} = {column}"
    delete = "DELETE FROM {table}"
    if table in APPEND_ONLY | NEVER_ALTERED:
        for attempt in (update, delete) if table in APPEND_ONLY else (update,):
            error = refused(db, touched, db, attempt, table)
            assert isinstance(error, errors.InsufficientPrivilege)
    else:
        assert touched(db, update, table) == own
        assert touched(db, update + " WHERE tenant_id = %(a)s", table, a=neighbours.a) == 0
    if table not in APPEND_ONLY:
        assert touched(db, delete + " WHERE tenant_id = %(a)s", table, a=neighbours.a) == 0


@every_table
def test_no_row_can_be_written_for_or_moved_to_another_organisation(neighbours: Neighbours, table: str) -> None:
    neighbours.enter(neighbours.b)
    db = neighbours.application
    theirs = neighbours.rows_of_a[table][0]
    fresh = _fresh(table, theirs)
    for row in (theirs, fresh):
        error = refused(db, insert, db, table, row)
        assert described(error, table) == (
            "42501",
            'new row violates row-level security policy for table "…" None None',
        )
    if table not in APPEND_ONLY:
        move = "UPDATE {table} SET tenant_id = %(a)s"
        assert isinstance(refused(db, lambda: touched(db, move, table, a=neighbours.a)), errors.InsufficientPrivilege)


@every_table
def test_an_upsert_says_nothing_about_what_another_organisation_has(neighbours: Neighbours, table: str) -> None:
    neighbours.enter(neighbours.b)
    db = neighbours.application

    def upsert(row: Row) -> None:
        db.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, row)),
                sql.SQL(", ").join(map(literal, row.values())),
            )
        )

    theirs = neighbours.rows_of_a[table][0]
    told = [described(refused(db, upsert, row), *row.values()) for row in (theirs, _fresh(table, theirs))]
    assert told[0] == told[1]


@pytest.mark.parametrize(("table", "column", "parent"), [(t, c, p) for t in TABLES for c, p in references(t)])
def test_a_foreign_parent_is_refused_like_one_that_never_was(
    neighbours: Neighbours, table: str, column: str, parent: str
) -> None:
    neighbours.enter(neighbours.b)
    db = neighbours.application
    own = neighbours.rows_of_b[table][0]
    with suppress(errors.ForeignKeyViolation, errors.InsufficientPrivilege), db.transaction():
        delete = sql.SQL(" AND ").join(
            sql.SQL("{} = {}").format(sql.Identifier(c), v) for c, v in key_of(table, own).items()
        )
        db.execute(sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(table), delete))
    others = {c: None for c, _ in references(table) if c != column and metadata.tables[table].c[c].nullable}
    told = [
        _told_about_parent(db, table, _fresh(table, own) | {column: parent_id}, others)
        for parent_id in (neighbours.rows_of_a[parent][0]["id"], new_id())
    ]
    assert told[0] == told[1]
    assert told[0][0] == errors.ForeignKeyViolation.sqlstate, told


def _told_about_parent(db: psycopg.Connection[Any], table: str, row: Row, others: Row) -> tuple[str | None, str]:
    def attempt(given: Row) -> None:
        insert(db, table, given)
        db.execute("SET CONSTRAINTS ALL IMMEDIATE")

    error = refused(db, attempt, row)
    if isinstance(error, errors.CheckViolation):
        error = refused(db, attempt, row | others)
    return described(error, *row.values())


def test_a_grant_hands_on_nothing(neighbours: Neighbours) -> None:
    db = neighbours.application
    before = rows(db, "SELECT relacl::text FROM pg_class WHERE oid = 'kpi'::regclass", "kpi")
    db.execute("GRANT SELECT ON kpi TO PUBLIC")
    assert rows(db, "SELECT relacl::text FROM pg_class WHERE oid = 'kpi'::regclass", "kpi") == before


def test_unique_keys_of_one_organisation_are_free_in_another(neighbours: Neighbours) -> None:
    neighbours.enter(neighbours.c)
    for table in TABLES:
        for row in neighbours.rows_of_a[table]:
            insert(neighbours.application, table, row | {"tenant_id": neighbours.c})
    copied = rows(neighbours.application, "SELECT count(*) FROM {table}", "kpi")
    assert copied == [(len(neighbours.rows_of_a["kpi"]),)]


@every_table
def test_copy_shows_and_takes_no_more_than_a_query(neighbours: Neighbours, table: str) -> None:
    neighbours.enter(neighbours.b)
    db = neighbours.application
    with db.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        lines = [bytes(line) for line in copy]
    assert len(lines) == len(neighbours.rows_of_b[table])
    assert b"secret of A" not in b"".join(lines)

    def copy_in() -> None:
        with db.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))):
            pass

    assert isinstance(refused(db, copy_in), errors.FeatureNotSupported)
    to_file = sql.SQL("COPY {} TO '/dev/null'").format(sql.Identifier(table))
    assert isinstance(refused(db, db.execute, to_file), errors.InsufficientPrivilege)


@every_table
def test_with_no_tenant_set_nothing_is_readable_or_writable(neighbours: Neighbours, table: str) -> None:
    db = neighbours.application
    db.execute("SET LOCAL app.tenant_id = ''")  # what a connection keeps once a transaction with a tenant is over
    assert rows(db, "SELECT count(*) FROM {table}", table) == [(0,)]
    for row in (neighbours.rows_of_a[table][0], _fresh(table, neighbours.rows_of_b[table][0])):
        assert isinstance(refused(db, insert, db, table, row), errors.InsufficientPrivilege)
    if table not in APPEND_ONLY | NEVER_ALTERED:
        assert touched(db, "UPDATE {table} SET tenant_id = tenant_id", table) == 0
    if table not in APPEND_ONLY:
        assert touched(db, "DELETE FROM {table}", table) == 0


def test_a_connection_that_never_had_a_tenant_reads_nothing(filled: Neighbours, migrated_url: str) -> None:
    with logged_in_as_application(migrated_url) as fresh:
        assert fresh.execute("SELECT current_setting('app.tenant_id', true)").fetchone() == (None,)
        for table in TABLES:
            assert rows(fresh, "SELECT count(*) FROM {table}", table) == [(0,)]


@pytest.mark.parametrize("setting", ["x", "' OR true --", "01a1ff72-0098-756f-8b22"])
def test_a_malformed_tenant_is_an_error_and_shows_nothing(neighbours: Neighbours, setting: str) -> None:
    db = neighbours.application
    neighbours.enter(setting)
    for table in TABLES:
        error = refused(db, rows, db, "SELECT * FROM {table}", table)
        assert isinstance(error, errors.InvalidTextRepresentation)
        assert "secret" not in str(error)


@every_table
def test_conditions_that_talk_see_only_its_own_rows(neighbours: Neighbours, table: str) -> None:
    # A condition that fails or prints must not run on a row that the policy hides.
    neighbours.enter(neighbours.b)
    db = neighbours.application
    heard: list[str] = []
    db.add_notice_handler(lambda notice: heard.append(notice.message_primary or ""))
    db.execute(
        "CREATE FUNCTION pg_temp.listen(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 "
        "AS $$ BEGIN RAISE NOTICE 'heard %', $1; RETURN true; END $$"
    )
    rows(db, "SELECT 1 FROM {table} WHERE pg_temp.listen({table}::text)", table)
    assert len(heard) == len(neighbours.rows_of_b[table])
    assert "secret of A" not in "".join(heard)
    error = refused(db, lambda: rows(db, "SELECT 1 FROM {table} WHERE ({table}::text)::int IS NOT NULL", table))
    assert "secret of A" not in str(error)


@every_table
def test_statistics_tell_no_values(neighbours: Neighbours, table: str) -> None:
    neighbours.enter(neighbours.b)
    collected = neighbours.superuser.execute("SELECT count(*) FROM pg_stats WHERE tablename = %s", [table]).fetchone()
    assert collected is not None
    assert collected[0] > 0, "the attack would find nothing to read"
    db = neighbours.application
    assert db.execute("SELECT * FROM pg_stats WHERE tablename = %s", [table]).fetchall() == []
    assert db.execute("SELECT * FROM pg_stats_ext WHERE tablename = %s", [table]).fetchall() == []
    assert isinstance(refused(db, db.execute, "SELECT * FROM pg_statistic"), errors.InsufficientPrivilege)


@every_table
def test_every_plan_carries_the_policy(neighbours: Neighbours, table: str) -> None:
    neighbours.enter(neighbours.b)
    plan = rows(neighbours.application, "EXPLAIN (VERBOSE) SELECT * FROM {table}", table)
    assert any("current_setting('app.tenant_id'" in line for (line,) in plan)


@pytest.mark.parametrize(
    "attempt",
    [
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
        "SET row_security = off; SELECT * FROM kpi",
        "ALTER TABLE kpi DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE kpi NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON kpi",
        "CREATE POLICY everybody ON kpi USING (true)",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "CREATE ROLE somebody",
        "TRUNCATE kpi",
        "CREATE TABLE public.mine (id int)",
        "CREATE VIEW public.mine AS SELECT * FROM kpi",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "CREATE TRIGGER mine BEFORE UPDATE ON kpi FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE TEMP TABLE mine (tenant_id uuid, id uuid, FOREIGN KEY (tenant_id, id) REFERENCES kpi (tenant_id, id))",
        "CREATE RULE mine AS ON SELECT TO kpi DO INSTEAD SELECT 1",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT lo_import('/etc/passwd')",
        "COPY kpi TO PROGRAM 'cat'",
        "SELECT * FROM pg_authid",
        "DO $$ BEGIN EXECUTE 'SET ROLE postgres'; END $$",
    ],
)  # fmt: skip
def test_the_application_cannot_take_rights_that_it_does_not_have(neighbours: Neighbours, attempt: str) -> None:
    db = neighbours.application
    neighbours.enter(neighbours.b)
    error = refused(db, db.execute, attempt.encode())
    assert error.sqlstate in ("42501", "42P16", "42809"), error


@pytest.mark.parametrize("way", ["RESET ROLE", "SET ROLE NONE", "RESET ALL", "SET SESSION AUTHORIZATION DEFAULT"])
def test_laying_down_the_role_opens_nothing(neighbours: Neighbours, way: str) -> None:
    db = neighbours.application
    neighbours.enter(neighbours.b)
    db.execute(way.encode())
    neighbours.enter(neighbours.b)
    found = db.execute("SELECT current_user, count(*), count(DISTINCT tenant_id) FROM kpi GROUP BY 1").fetchone()
    assert found is not None
    if way != "SET ROLE NONE":
        assert found[0] == APPLICATION_ROLE, "a reset leads back to where the connection began"
    assert found[1:] == (len(neighbours.rows_of_b["kpi"]), 1)
    db.execute(b"SET ROLE " + APPLICATION_ROLE.encode())


def test_no_sequence_can_be_read(neighbours: Neighbours) -> None:
    db = neighbours.application
    sequences = db.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S'").fetchall()
    for (name,) in sequences:
        query = sql.SQL("SELECT last_value FROM {}").format(sql.Identifier(name))
        assert isinstance(refused(db, db.execute, query), errors.InsufficientPrivilege)


def test_of_the_directory_only_its_own_entry_can_be_changed(neighbours: Neighbours) -> None:
    db = neighbours.application
    neighbours.enter(neighbours.b)
    assert touched(db, "UPDATE {table} SET state = 'SUSPENDED' WHERE id = %(a)s", "tenant", a=neighbours.a) == 0
    assert touched(db, "DELETE FROM {table} WHERE id = %(a)s", "tenant", a=neighbours.a) == 0
    foreign: UUID = new_id()
    entry = {"id": foreign, "slug": f"taken-{foreign}", "state": "ACTIVE", "created_at": "2026-01-01"}
    assert isinstance(refused(db, lambda: insert(db, "tenant", entry)), errors.InsufficientPrivilege)
    assert touched(db, "DELETE FROM {table}", "tenant") == 1
    for table in TABLES:
        left = rows(db, "SELECT count(*) FROM {table}", table)
        assert left == [(0,)], "an organisation leaves nothing behind"
    for table in TABLES:
        kept = rows(neighbours.superuser, "SELECT count(*) FROM {table} WHERE tenant_id = %(a)s", table, a=neighbours.a)
        assert kept == [(len(neighbours.rows_of_a[table]),)]


def _fresh(table: str, row: Row) -> Row:
    """The row with an id and texts that nobody has."""
    columns = metadata.tables[table].columns
    texts = {c: f"{row[c]} again" for c in row if type(columns[c].type) in (Text, String) and row[c] is not None}
    return row | texts | ({"id": new_id()} if "id" in row else {})
