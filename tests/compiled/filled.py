"""An organisation with many rows in every table: chosen at random, but the same every time, and awkward on purpose."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from psycopg import errors

from equipoise.db.ids import new_id
from tests.support.every_table import TENANT_TABLES, Row, Rows, insert

ROWS_EACH = 14
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
"""What the clock of the tests shows."""

TEXTS = (
    "plain",
    'quo"ted',
    "back\\slash",
    "two\nlines\ttab",
    "Ümlaut — ☃ 🚲",
    "</script>",
    "",
    " 100 % _sure_ ",
    "\u2028",
)
MOMENTS = [
    (NOW - timedelta(hours=7 * number)).replace(microsecond=microsecond)
    for number in range(1_000)
    for microsecond in (0, 1, 120_000, 999_999)
]
MONTHS = [date(2025 + number // 12, number % 12 + 1, 1) for number in range(24)]
SCALES = (
    {"method": "PERFORMANCE", "direction": "HIGHER_IS_BETTER", "minimum": "0", "maximum": "100"},
    {"method": "PROGRESS", "baseline": "1.5", "target": "10"},
    {"method": "PROGRESS", "baseline": "-1.5"},
    {"method": "GOAL_AND_RED_FLAG", "redFlag": "20", "goal": "5"},
    {"method": "ALL_OR_NOTHING", "direction": "LOWER_IS_BETTER"},
    {"method": "STAY_IN_RANGE", "outerLow": "0", "low": "1", "high": "2", "outerHigh": "3"},
    {"method": "CHOICE", "labels": [{"label": 'so "so"', "score": "50"}, {"label": "Größe", "score": "100"}]},
    {"method": "UNSCORED"},
)
RULE = {"operand": "VALUE", "comparison": "AT_LEAST", "bound": "0.9", "boundKind": "FACTOR_OF_TARGET"}
COLOURS = (
    None,
    {"rules": [], "otherwise": "RED"},
    {
        "rules": [{"status": "GREEN", **RULE, "label": "Fine"}, {"status": "AMBER", **RULE}],
        "otherwise": "RED",
        "otherwiseLabel": "Off",
    },
)
PLANS = (
    {"kind": "CONSTANT", "target": "12.5"},
    {"kind": "LINEAR", "baseline": "0", "target": "100"},
    {"kind": "STEPPED", "steps": [{"since": "2026-01-01", "target": "1"}, {"since": "2026-07-01", "target": "2"}]},
)


_FREE: tuple[tuple[Any, Callable[[str], Sequence[Any]]], ...] = (
    (sa.Uuid, lambda _: [new_id()]),
    (sa.LargeBinary, lambda text: [text.encode()]),
    (sa.String, lambda text: [text]),
    (sa.Boolean, lambda _: [True, False]),
    (sa.Integer, lambda _: range(5)),
    (sa.Numeric, lambda _: [Decimal(text) for text in ("0", "1.50", "100", "99.999999", "33.333333333", "-7")]),
    (sa.DateTime, lambda _: MOMENTS),
    (sa.Date, lambda _: [NOW.date() + timedelta(days=days) for days in range(-400, 200)]),
    (sa.JSON, lambda text: [{"mark": text, "figures": [1, 2.5, None, True], "empty": {}}]),
    (sa.ARRAY, lambda _: ["{}", "{kpi,values}"]),
)
"""What goes into a column of a type, apart from those that say it themselves."""


class Filling:
    """Fills the tables in the order of their references."""

    def __init__(self, connection: psycopg.Connection[Any], tenant_id: UUID, seed: int) -> None:
        self._connection = connection
        self._tenant_id = tenant_id
        self._chance = random.Random(seed)
        self.rows: Rows = {}
        choose = self._chance.choice
        self._given: dict[tuple[str, str], Callable[[int], Any]] = {
            ("kpi", "scoring"): lambda _: choose(SCALES),
            ("kpi", "status_rules"): lambda _: choose(COLOURS),
            ("target_plan", "plan"): lambda _: choose(PLANS),
            # Without a reference, and yet somebody.
            ("target_plan", "set_by"): lambda _: choose(self.rows["person"])["id"],
            ("run_row_error", "ordinal"): lambda number: number + 1,
            ("person", "left_at"): lambda number: None if number % 4 else NOW,
            ("objective", "retired_at"): lambda number: None if number % 4 else NOW,
            ("score", "subject_id"): lambda number: self._scored(number)[0],
            ("score", "period_start"): lambda number: self._scored(number)[1],
            ("score", "computed_at"): lambda _: NOW - timedelta(days=choose(range(20)), microseconds=120_000),
            # What stood before what stands, never two at once.
            ("score_revision", "subject_id"): lambda number: self._scored(number)[0],
            ("score_revision", "period_start"): lambda number: self._scored(number)[1],
            ("score_revision", "computed_at"): lambda _: NOW - timedelta(days=choose(range(100, 200))),
            ("score_revision", "replaced_at"): lambda _: NOW - timedelta(days=choose(range(25, 90))),
            ("usage_day", "day"): lambda _: NOW.date() - timedelta(days=choose(range(120))),
        }

    def fill(self) -> Rows:
        """The rows by table."""
        # Scores name what they are scores of without a reference, so they come last.
        for table in sorted(TENANT_TABLES, key=lambda table: table.name in ("score", "score_revision")):
            # Rows that hang on others make the answers: there are more of them.
            several = 8 if table.name in ("score", "score_revision", "kpi_value", "kpi_target", "usage_day") else 1
            made: list[Row] = self.rows.setdefault(table.name, [])
            if len(table.primary_key.columns) > 1:  # else the organisation has its one row already
                for number in range(ROWS_EACH * several):
                    row = self._inserted(table, number)
                    if row is not None:
                        made.append(row)
                assert made, f"no row fits the checks of {table.name}: give its columns here"
        return self.rows

    def _inserted(self, table: sa.Table, number: int) -> Row | None:
        for _ in range(10):
            row = {column.name: self._value(table, column, number) for column in table.columns}
            try:
                with self._connection.transaction():
                    insert(self._connection, table.name, row)
            except (errors.IntegrityError, errors.NumericValueOutOfRange):
                continue
            return row
        return None

    def _value(self, table: sa.Table, column: sa.Column[Any], number: int) -> Any:
        given = self._given.get((table.name, column.name))
        if given is not None:
            return given(number)
        if column.name == "tenant_id":
            return self._tenant_id
        if column.nullable and self._chance.random() < 0.25:
            return None
        referred = [key.column for key in column.foreign_keys if key.column.name != "tenant_id"]
        if referred:
            candidates = self.rows[referred[0].table.name]
            return self._chance.choice(candidates)[referred[0].name] if candidates else None
        if column.name == "period_start":
            return self._chance.choice(MONTHS)
        return self._free(column.type, f"{column.name} {number} {self._chance.choice(TEXTS)}")

    def _free(self, kind: sa.types.TypeEngine[Any], text: str) -> Any:
        if isinstance(kind, sa.Enum):
            return self._chance.choice(kind.enums)
        return next(self._chance.choice(made(text)) for type_, made in _FREE if isinstance(kind, type_))

    def _scored(self, number: int) -> tuple[UUID, date]:
        """Whose score it is, in which period: each number another pair."""
        subjects = [row["id"] for kind in ("scorecard", "perspective", "objective", "kpi") for row in self.rows[kind]]
        return subjects[number % len(subjects)], MONTHS[-2 - number // len(subjects)]
