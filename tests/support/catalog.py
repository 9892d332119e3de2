"""What a database consists of, as its own catalog tells it."""

from typing import Any

import psycopg

# The queue's tables and alembic's are not models of ours.
_OURS = """
    class.relnamespace = 'public'::regnamespace
    AND class.relname NOT LIKE 'procrastinate\\_%'
    AND class.relname <> 'alembic_version'
"""
_PARTS = {
    "table": f"""
        SELECT relname, relkind::text, relpersistence::text FROM pg_class AS class
        WHERE {_OURS} AND relkind NOT IN ('i', 'I')
    """,
    "column": f"""
        SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text, attgenerated::text,
               attcollation, pg_get_expr(adbin, adrelid)
        FROM pg_attribute AS attribute
        JOIN pg_class AS class ON class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE {_OURS} AND relkind NOT IN ('i', 'I') AND attnum > 0 AND NOT attisdropped
    """,
    "constraint": f"""
        SELECT relname, conname, contype::text, convalidated, pg_get_constraintdef(c.oid)
        FROM pg_constraint AS c JOIN pg_class AS class ON class.oid = conrelid
        WHERE {_OURS}
    """,
    "index": f"""
        SELECT class.relname, index.relname, indisunique, indisvalid, pg_get_indexdef(indexrelid)
        FROM pg_index
        JOIN pg_class AS class ON class.oid = indrelid
        JOIN pg_class AS index ON index.oid = indexrelid
        WHERE {_OURS}
    """,
    "type": """
        SELECT typname, typtype::text FROM pg_type AS type
        WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
          AND typname NOT LIKE 'procrastinate\\_%'
    """,
}


def catalog(connection: psycopg.Connection[Any]) -> set[tuple[Any, ...]]:
    """Every table, column, constraint, index and type of ours with its definition."""
    return {(part, *row) for part, query in _PARTS.items() for row in connection.execute(query.encode())}


def catalog_of(url: str) -> set[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return catalog(connection)
