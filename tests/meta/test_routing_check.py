"""The check that every test runs under tells statements that can be sharded from those that cannot."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.support.routing import complaints


@pytest.fixture(scope="module")
def connection(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "SELECT slug FROM tenant",
        "SELECT name FROM kpi WHERE tenant_id = $1::uuid AND id IN ($2, $3)",
        "SELECT name FROM kpi WHERE $1 = kpi.tenant_id FOR UPDATE",
        "SELECT k.name, o.name FROM kpi k JOIN objective o ON o.tenant_id = k.tenant_id AND o.id = k.objective_id "
        "WHERE k.tenant_id = $1",
        "SELECT k.name, v.value FROM kpi k LEFT JOIN kpi_value v ON v.tenant_id = k.tenant_id AND v.kpi_id = k.id "
        "WHERE k.tenant_id = $1",
        "SELECT name FROM kpi k WHERE tenant_id = $1 AND EXISTS "
        "(SELECT FROM comment c WHERE c.tenant_id = k.tenant_id AND c.kpi_id = k.id)",
        "SELECT name FROM kpi JOIN unnest($2::uuid[]) AS wanted (id) USING (id) WHERE tenant_id = $1",
        "SELECT name FROM kpi, LATERAL (SELECT value FROM kpi_value v WHERE v.tenant_id = $1 AND v.kpi_id = kpi.id "
        "ORDER BY period_start DESC LIMIT 1) AS last WHERE kpi.tenant_id = $1",
        "WITH RECURSIVE below AS (SELECT id FROM org_unit WHERE tenant_id = $1 AND id = $2 UNION ALL "
        "SELECT u.id FROM org_unit u JOIN below ON u.parent_id = below.id WHERE u.tenant_id = $1) SELECT id FROM below",
        "UPDATE kpi SET name = $3 WHERE tenant_id = $1 AND id = $2",
        "DELETE FROM kpi WHERE tenant_id = $1",
        "INSERT INTO usage_day (tenant_id, kpi_id, day, signal, person_id, times) VALUES ($1, $2, $3, $4, $5, 1)",
        "INSERT INTO usage_day (tenant_id, kpi_id, day, signal, person_id, times) "
        "SELECT $1, id, $2, $3, $4, 1 FROM unnest($5::uuid[]) AS id "
        "ON CONFLICT (tenant_id, kpi_id, day, signal, person_id) DO UPDATE SET times = usage_day.times + 1",
    ],
)
def test_a_statement_that_names_its_tenant_passes(connection: psycopg.Connection[Any], statement: str) -> None:
    assert complaints(connection, statement) == []


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("SELECT name FROM kpi", "reads kpi"),
        ("SELECT name FROM kpi WHERE id = $1", "reads kpi"),
        ("SELECT name FROM kpi WHERE tenant_id = $1 OR id = $2", "reads kpi"),
        ("SELECT name FROM kpi WHERE tenant_id IN ($1, $2)", "reads kpi"),
        ("SELECT name FROM kpi WHERE tenant_id <> $1", "reads kpi"),
        ("SELECT name FROM kpi WHERE tenant_id = current_setting('app.tenant_id', true)::uuid", "reads kpi"),
        ("SELECT k.name FROM kpi k JOIN objective o ON o.id = k.objective_id WHERE k.tenant_id = $1",
         "reads objective"),
        ("SELECT name FROM kpi WHERE name = 'x AND (tenant_id = $1)' AND key = '(' ", "reads kpi"),
        ("SELECT k.name FROM kpi k JOIN objective o USING (tenant_id)", "reads kpi"),
        ("SELECT (SELECT text FROM comment c WHERE c.kpi_id = k.id LIMIT 1) FROM kpi k WHERE k.tenant_id = $1",
         "reads comment"),
        ("SELECT (SELECT text FROM comment c WHERE c.tenant_id = k.tenant_id AND c.kpi_id = k.id LIMIT 1) "
         "FROM kpi k WHERE k.tenant_id = $1", "reads comment"),
        ("WITH RECURSIVE below AS (SELECT id FROM org_unit WHERE tenant_id = $1 AND id = $2 UNION ALL SELECT u.id "
         "FROM org_unit u JOIN below ON u.parent_id = below.id) SELECT id FROM below", "reads org_unit"),
        ("UPDATE kpi SET name = $2 WHERE id = $1", "reads kpi"),
        ("DELETE FROM kpi", "reads kpi"),
        ("UPDATE kpi SET name = $3, tenant_id = $2 WHERE tenant_id = $1", "update of tenant_id"),
        ("INSERT INTO usage_day (tenant_id, kpi_id, day, signal, person_id, times) "
         "SELECT $1, id, $2, $3, $4, 1 FROM unnest($5::uuid[]) AS id", "without ON CONFLICT"),
        ("MERGE INTO kpi USING (SELECT 1) AS s ON kpi.tenant_id = $1 WHEN MATCHED THEN DELETE", "MERGE"),
        ("SELECT id FROM kpi WHERE tenant_id = $1 FOR UPDATE SKIP LOCKED", "SKIP LOCKED"),
        ("UPDATE kpi SET name = '' WHERE tenant_id = $1 RETURNING id, now()", "RETURNING now()"),
        ("SELECT set_config('app.tenant_id', $1, true)", "set_config"),
        ("COPY kpi FROM STDIN", "COPY"),
        ("SET app.tenant_id = '01a1ff72-0098-756f-8b22-362cf11d727f'", "SET"),
    ],
)  # fmt: skip
def test_a_statement_that_cannot_be_routed_is_named(
    connection: psycopg.Connection[Any], statement: str, complaint: str
) -> None:
    assert any(complaint in each for each in complaints(connection, statement))
