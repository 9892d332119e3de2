"""Copies of the template organisation, made by the database: a thousand in the time of a few made one by one.

The ids of copy `n` are those of the template, `n` seconds later: UUIDv7 stay UUIDv7, and nothing has to be looked up
to know the ids of any copy.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Table, Uuid

from benchmarks.seeding.template import Organisation
from equipoise.schema import metadata

STEP_MS = 1_000
BATCH = 100
"""Organisations of one transaction; an interrupted seeding goes on where its last batch ended."""

MOVED = """
CREATE OR REPLACE FUNCTION bench.moved(id uuid, copy integer) RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
RETURN (lpad(to_hex(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint + copy * 1000), 12, '0')
        || substr(replace(id::text, '-', ''), 13))::uuid
"""


def copy_of(template: Organisation, number: int) -> Organisation:
    """The ids of one copy; number 0 is the template."""
    return replace(
        template,
        tenant_id=_moved(template.tenant_id, number),
        scorecard=_moved(template.scorecard, number),
        kpis=tuple(_moved(kpi, number) for kpi in template.kpis),
    )


def _moved(row_id: UUID, number: int) -> UUID:
    return UUID(int=row_id.int + (number * STEP_MS << 80))


def make_copies(url: str, template: Organisation, wanted: int, progress: Callable[[int], None]) -> None:
    """Copy until there are as many organisations as wanted, going on from whatever is there."""
    with psycopg.connect(url) as connection:
        # Foreign keys stay in place, but are not looked up again for copies of rows that have passed them.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET work_mem = '256MB'")
        found = connection.execute("SELECT count(*) FROM tenant").fetchone()
        done = found[0] if found else 0
        statements = list(_statements())
        connection.commit()
        while done < wanted:
            last = min(done + BATCH, wanted) - 1
            for statement in statements:
                connection.execute(statement, {"tenant": template.tenant_id, "first": done, "last": last})
            connection.commit()
            done = last + 1
            progress(done)


def _statements() -> Iterator[sql.Composed]:
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if column.computed is None]
        yield sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t, "
            "generate_series(%(first)s::integer, %(last)s::integer) copy WHERE t.{owner} = %(tenant)s ORDER BY copy"
        ).format(
            table=sql.Identifier(table.name),
            columns=sql.SQL(", ").join(sql.Identifier(column.name) for column in columns),
            values=sql.SQL(", ").join(_value(table, column.name, column.type) for column in columns),
            owner=sql.Identifier("id" if table.name == "tenant" else "tenant_id"),
        )


def _value(table: Table, column: str, kind: object) -> sql.Composed:
    if isinstance(kind, Uuid):
        return sql.SQL("bench.moved(t.{}, copy)").format(sql.Identifier(column))
    if (table.name, column) == ("tenant", "slug"):  # the only text that is unique beyond its tenant
        return sql.SQL("t.{} || '-' || copy").format(sql.Identifier(column))
    return sql.Composed([sql.SQL("t."), sql.Identifier(column)])
