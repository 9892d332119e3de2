"""The measured organisations are copies of one that the product made, and as whole as that one."""

import asyncio

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import ForeignKeyConstraint, Table

from benchmarks.seeding.database import Cluster, Seeded, seeded
from equipoise.schema import metadata

TABLES = [table for table in metadata.sorted_tables if table.name != "tenant"]


def test_every_copy_has_as_many_rows_of_everything_as_the_template(more: Seeded) -> None:
    counts = sql.SQL(
        "SELECT count(t.tenant_id) FROM tenant LEFT JOIN {} t ON t.tenant_id = tenant.id GROUP BY tenant.id"
    )
    with psycopg.connect(more.url) as connection:
        found = {
            table.name: [row[0] for row in connection.execute(counts.format(sql.Identifier(table.name)))]
            for table in TABLES
        }
    assert {name: rows for name, rows in found.items() if len(rows) != more.count or len(set(rows)) > 1} == {}
    assert found["kpi_value"][0] == 60 * 36
    assert found["score"][0] > 60


def test_what_a_copy_refers_to_is_there(more: Seeded) -> None:
    # Foreign keys are not looked up while copies are made.
    with psycopg.connect(more.url) as connection:
        for table in TABLES:
            for key in table.foreign_key_constraints:
                assert connection.execute(_without_counterpart(table, key)).fetchone() == (0,), (
                    f"{table.name}: {key.name}"
                )


def test_the_ids_of_a_copy_are_known_without_looking(more: Seeded) -> None:
    last = more.organisation(3)
    with psycopg.connect(more.url) as connection:
        found = connection.execute(
            "SELECT id FROM kpi WHERE tenant_id = %s AND scorecard_id = %s ORDER BY position",
            [last.tenant_id, last.scorecard],
        ).fetchall()
    assert tuple(row[0] for row in found) == last.kpis


async def test_a_seeding_that_was_cut_off_is_completed(bench_cluster: Cluster) -> None:
    def cut_off(_done: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await asyncio.to_thread(seeded, bench_cluster, 3, cut_off)
    begun = await asyncio.to_thread(seeded, bench_cluster, 3)
    assert (await asyncio.to_thread(seeded, bench_cluster, 3)).template == begun.template
    with psycopg.connect(begun.url) as connection:
        assert connection.execute("SELECT count(*) FROM tenant").fetchone() == (3,)


def _without_counterpart(table: Table, key: ForeignKeyConstraint) -> sql.Composed:
    """How many rows name another one that is not there."""
    pairs = [(element.parent.name, element.column.name) for element in key.elements]
    return sql.SQL("SELECT count(*) FROM {} t WHERE {} AND NOT EXISTS (SELECT 1 FROM {} other WHERE {})").format(
        sql.Identifier(table.name),
        sql.SQL(" AND ").join(sql.SQL("t.{} IS NOT NULL").format(sql.Identifier(ours)) for ours, _ in pairs),
        sql.Identifier(key.referred_table.name),
        sql.SQL(" AND ").join(
            sql.SQL("other.{} = t.{}").format(sql.Identifier(theirs), sql.Identifier(ours)) for ours, theirs in pairs
        ),
    )
