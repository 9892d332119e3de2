"""SQL is written out, not put together; and what is written out is valid and names its tenant."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import TextClause, create_mock_engine

from tests.meta.sources import PRODUCT, content, python_files, tree
from tests.support.routing import complaints

DIALECT = create_mock_engine("postgresql+asyncpg://", lambda *_: None)
WRITTEN_OUT_ONLY = {"text", "literal_column", "exec_driver_sql", "HotStatement"}
TAKES_SQL = WRITTEN_OUT_ONLY | {"execute", "executemany", "fetch", "fetchrow", "fetchval"}
ESCAPE = re.compile(r"#.*\bcomposed SQL: \w+")
"""`# composed SQL: why nothing from outside can get into it`, on a line of the call."""


@pytest.mark.parametrize("path", python_files(*PRODUCT), ids=str)
def test_no_sql_is_put_together_without_a_reason(path: Path) -> None:
    lines = content(path).splitlines()
    for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and node.args):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "text" and not _is_sqlalchemys(call.func, path):
            continue
        if name in TAKES_SQL and _is_composed(call.args[0], strict=name in WRITTEN_OUT_ONLY):
            escaped = any(ESCAPE.search(line) for line in lines[call.lineno - 1 : call.end_lineno])
            assert escaped, (
                f"{path}:{call.lineno} puts SQL together: write it out and bind its values, "
                "or say `# composed SQL: <why nothing from outside gets into it>`"
            )


def _is_sqlalchemys(called: ast.expr, path: Path) -> bool:
    """Whether `text` is the one of SQLAlchemy."""
    if isinstance(called, ast.Attribute):
        return isinstance(called.value, ast.Name) and called.value.id in ("sa", "sqlalchemy")
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "sqlalchemy"
        and "text" in {each.name for each in node.names}
        for node in ast.walk(tree(path))
    )


def _is_composed(argument: ast.expr, *, strict: bool) -> bool:
    if strict:
        return not isinstance(argument, ast.Constant)
    match argument:
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Mod()):
            return any(isinstance(side, ast.Constant | ast.JoinedStr) for side in (left, right))
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="format" | "join" | "replace")):
            return True
    return False


def _texts() -> Iterator[Any]:
    """Every text clause that a module of the product keeps."""
    for path in python_files("platform/", "graphql/"):
        if re.search(r"^from sqlalchemy import .*\btext\b", content(path), re.M):
            module = importlib.import_module(".".join(path.with_suffix("").parts[1:]))
            for name, value in vars(module).items():
                if isinstance(value, TextClause):
                    yield pytest.param(value, id=f"{module.__name__}.{name}")


@pytest.fixture(scope="module")
def connection(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("clause", list(_texts()))
def test_every_sql_text_is_valid_and_names_its_tenant(connection: psycopg.Connection[Any], clause: TextClause) -> None:
    statement = str(clause.compile(DIALECT))
    assert complaints(connection, statement) == []


def test_every_server_understands_every_sql_text(migrated_url: str) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        for number, parameter in enumerate(_texts()):
            (clause,) = parameter.values
            connection.execute(f"PREPARE text_{number} AS {clause.compile(DIALECT)}".encode())
