"""Every statement that the application sends is checked: would a database sharded by tenant know where it belongs?

The planner is asked, with row-level security out of the way: of a statement that names its tenant, every scan of a
tenant table is restricted to one tenant_id, whatever the statement's form.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.schema import metadata
from tests.support.statements import let_watch, watching

TENANT_TABLES = set(metadata.tables) - {"tenant"}

Plan = dict[str, Any]

# What Citus refuses, or what lets a statement leave its tenant.
_REFUSED = {
    "MERGE": re.compile(r"\bMERGE\s+INTO\b", re.I),
    "COPY": re.compile(r"^\s*COPY\b", re.I),
    "SKIP LOCKED": re.compile(r"\bSKIP\s+LOCKED\b", re.I),
    "RETURNING now()": re.compile(r"\bRETURNING\b(?=.*\b(now\(\)|current_timestamp\b))", re.I | re.S),
    "set_config": re.compile(r"\bset_config\b", re.I),
    "SET": re.compile(r"^\s*(RE)?SET\b", re.I),
    "an update of tenant_id": re.compile(
        r"\bSET\s+(?:(?!\bWHERE\b|\bFROM\b|\bRETURNING\b).)*?\btenant_id\s*=", re.I | re.S
    ),
}
_PLANNED = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|VALUES)\b", re.I)
_PARAMETERS = re.compile(r"\$\d+(::\w+)?(, \$\d+(::\w+)?)*")
_OTHER_LITERAL = re.compile(r"'(?![0-9a-f-]{36}')(?:[^']|'')*'")
_TENANT_COLUMN, _VALUE = r"\(?(?:\w+\.)?tenant_id\)?", r"\(?(?:\$\d+|'[0-9a-f-]{36}')\)?(?:::\w+)*"
_ONE_TENANT = re.compile(f"{_TENANT_COLUMN} = {_VALUE}|{_VALUE} = {_TENANT_COLUMN}")
_ONE_ROW_OR_LISTED = ("Result", "Values Scan")


def complaints(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    """What a sharded database would have against a statement with `$1` parameters; the connection bypasses policies."""
    found = [f"it uses {what}" for what, pattern in _REFUSED.items() if pattern.search(statement)]
    if _PLANNED.match(statement):
        (explained,) = connection.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {statement}".encode()).fetchone() or (
            "",
        )
        for each in explained if isinstance(explained, list) else json.loads(explained):
            found.extend(_against(each["Plan"]))
    return found


def _against(plan: Plan) -> Iterator[str]:
    for node in _nodes(plan):
        if node.get("Relation Name") not in TENANT_TABLES:
            continue
        table = node["Relation Name"]
        if node["Node Type"] == "ModifyTable":
            below = node.get("Plans", [{"Node Type": "Result"}])[0]["Node Type"]
            if node["Operation"] == "Insert" and "Conflict Resolution" not in node and below not in _ONE_ROW_OR_LISTED:
                yield f"it inserts selected rows into {table} without ON CONFLICT"
        elif not any(_ONE_TENANT.fullmatch(part) for each in _conditions(node) for part in _conjuncts(each)):
            yield f"it reads {table} without tenant_id = <value>"


def _nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _conditions(scan: Plan) -> Iterator[str]:
    for key in ("Index Cond", "Recheck Cond", "Filter", "TID Cond"):
        if key in scan:
            yield scan[key]
    for below in scan.get("Plans", ()):
        if below["Node Type"].startswith("Bitmap"):
            yield from _conditions(below)


def _conjuncts(condition: str) -> Iterator[str]:
    """The parts that all have to hold, without the parentheses that the planner puts around each."""
    text = _OTHER_LITERAL.sub("''", condition)
    depth = start = 0
    parts = []
    inner = text[1:-1]
    for place, sign in enumerate(inner):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and inner.startswith(" AND ", place):
            parts.append(inner[start:place])
            start = place + len(" AND ")
    for part in [*parts, inner[start:]]:
        yield part[1:-1] if parts else part


class StatementLog:
    """The statements of this process; each form is looked at once, in the test that sends it first."""

    def __init__(self) -> None:
        self._superuser_url: str | None = None
        self._known: set[str] = set()
        self._new: dict[str, str] = {}

    @contextmanager
    def listening(self, engine: AsyncEngine, superuser_url: str) -> Iterator[None]:
        self._superuser_url = superuser_url

        def note(statement: str) -> None:
            form = _PARAMETERS.sub("$", statement)
            if form not in self._known:
                self._known.add(form)
                self._new[form] = statement

        let_watch(engine)
        with watching(engine, note):
            yield

    def taken(self) -> Iterable[str]:
        """What is wrong with the statements since the last time."""
        statements, self._new = self._new, {}
        if not statements or self._superuser_url is None:
            return
        with psycopg.connect(self._superuser_url, autocommit=True) as connection:
            for statement in statements.values():
                for complaint in complaints(connection, statement):
                    yield f"{complaint}:\n{statement}"


STATEMENTS = StatementLog()


@pytest.fixture(autouse=True)
def every_statement_names_its_tenant() -> Iterator[None]:
    """Fails the test that sent a statement which a sharded database could not route."""
    yield
    wrong = list(STATEMENTS.taken())
    assert not wrong, "a statement does not name its tenant, or cannot be sharded: " + "\n\n".join(wrong)
