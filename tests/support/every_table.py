"""Rows in every tenant table, made from the models alone: a new table is filled without being told of."""

import itertools
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from psycopg import errors, sql
from psycopg.types.json import Jsonb

from equipoise.db.ids import new_id
from equipoise.schema import metadata

Row = dict[str, Any]
Rows = dict[str, list[Row]]

TENANT_TABLES = [table for table in metadata.sorted_tables if table.name != "tenant"]
ROWS_EACH = 2
"""Two, because some columns have to name two different rows of one table."""


def fill(
    connection: psycopg.Connection[Any],
    tenant_id: UUID,
    mark: str,
    given: Mapping[str, Mapping[str, Any]] | None = None,
    without: Collection[str] = (),
) -> Rows:
    """Put rows into every tenant table, with `mark` in every text, and return them by table.

    `given` overrides columns of a table where their form matters to a reader; `without` names tables that have
    their rows already. Another table that cannot be filled
    raises, so that none is left out in silence.
    """
    made: Rows = {}
    for table in TENANT_TABLES:
        made[table.name] = []
        for number in range(0 if table.name in without else ROWS_EACH):
            row = _row(table, tenant_id, f"{mark} {number}", number, made) | dict((given or {}).get(table.name, {}))
            try:
                made[table.name].append(_inserted(connection, table, row))
            except errors.UniqueViolation:
                if number == 0:
                    raise
    return made


def insert(connection: psycopg.Connection[Any], table: str, row: Row) -> None:
    """One INSERT, its columns as they are in `row`."""
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(map(literal, row.values())),
        )
    )


def literal(value: object) -> sql.Literal:
    return sql.Literal(Jsonb(value, dumps=_dumps) if isinstance(value, dict | list) else value)


def key_of(table: str, row: Row) -> Row:
    return {column.name: row[column.name] for column in metadata.tables[table].primary_key.columns}


def _inserted(connection: psycopg.Connection[Any], table: sa.Table, row: Row) -> Row:
    """The row, with as few optional references left out as the table's checks demand."""
    optional = [column.name for column in table.columns if column.nullable and column.foreign_keys]
    for left_out in itertools.chain([()], *(itertools.combinations(optional, n) for n in range(1, len(optional) + 1))):
        attempt = row | dict.fromkeys(left_out)
        try:
            with connection.transaction():
                insert(connection, table.name, attempt)
        except errors.CheckViolation:
            continue
        return attempt
    raise AssertionError(f"no row fits the checks of {table.name}; give its columns in `given`")


def _row(table: sa.Table, tenant_id: UUID, mark: str, number: int, made: Rows) -> Row:
    return {
        column.name: tenant_id if column.name == "tenant_id" else _value(column, mark, number, place, made)
        for place, column in enumerate(table.columns)
    }


def _value(column: sa.Column[Any], mark: str, number: int, place: int, made: Rows) -> Any:
    referred = [key.column for key in column.foreign_keys]
    if referred:
        candidates = made[referred[0].table.name]
        return candidates[(number + place) % len(candidates)][referred[0].name] if candidates else None
    if isinstance(column.type, sa.Enum):
        return column.type.enums[number % len(column.type.enums)]
    later = timedelta(days=place + 100 * number)
    values: dict[type[sa.types.TypeEngine[Any]], Any] = {
        sa.Uuid: new_id(),
        sa.String: f"{mark} {column.name}",
        sa.LargeBinary: f"{mark} {column.name}".encode(),
        sa.Boolean: False,
        sa.Integer: 1 + number,
        sa.Numeric: Decimal(1 + number),
        sa.DateTime: datetime(2026, 1, 1, tzinfo=UTC) + later,
        sa.Date: date(2026, 1, 1) + later,
        sa.JSON: {"mark": mark},
        sa.ARRAY: "{}",
    }
    return next(value for kind, value in values.items() if isinstance(column.type, kind))


def _dumps(value: Any) -> str:
    return json.dumps(value, default=str)


def references(table: str) -> Iterator[tuple[str, str]]:
    """Columns that point into another row of the tenant, with the table they point at."""
    for key in sorted(metadata.tables[table].foreign_key_constraints, key=lambda each: str(each.name)):
        for element in key.elements:
            if element.parent.name != "tenant_id":
                yield element.parent.name, key.referred_table.name
