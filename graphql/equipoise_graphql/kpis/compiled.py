"""How the values and targets of a KPI are read in a compiled statement."""

from datetime import date
from typing import Any

from equipoise.domain.calendar import FIRST_DAY, LAST_DAY
from equipoise.kpis.models import KpiValue
from equipoise_graphql.compiled.json_text import json_list, or_null
from equipoise_graphql.compiled.planner import Selected
from equipoise_graphql.compiled.statement import Moment, NotCompiled
from equipoise_graphql.scores.compiled import period_start

MOST = 400
USUAL = 12


def values(selected: Selected) -> str:
    """`values(last, from, to)`: the last ones, oldest first."""
    alias = selected.new_alias()
    body = selected.object_of(KpiValue, alias)
    rows = _rows(selected, selected.argument(_count, "int"))
    return json_list(body, f"({rows}) AS {alias}", f"{alias}.period_start")


def latest(selected: Selected) -> str:
    """`latest`: the value of the latest period."""
    alias = selected.new_alias()
    body = selected.object_of(KpiValue, alias)
    return or_null(f"(SELECT {body} FROM ({_rows(selected, '1')}) AS {alias})")


def current_target(selected: Selected) -> str:
    """`currentTarget`: the target of the period that holds today."""
    alias = selected.new_alias()
    start = period_start(selected, f"{selected.alias}.frequency", lambda _arguments, moment: moment.today)
    return or_null(
        f"""(SELECT '"' || trim_scale({alias}.value) || '"' FROM kpi_target AS {alias} """
        f"WHERE {alias}.tenant_id = {selected.tenant} AND {alias}.kpi_id = {selected.alias}.id "
        f"AND {alias}.period_start = {start})"
    )


def _rows(selected: Selected, last: str) -> str:
    alias = selected.new_alias()
    between = ""
    if selected.has_argument("from") or selected.has_argument("to"):
        first_day = selected.argument(lambda arguments, _: arguments.get("from") or FIRST_DAY, "date")
        last_day = selected.argument(lambda arguments, _: arguments.get("to") or LAST_DAY, "date")
        between = f" AND {alias}.period_start BETWEEN {first_day} AND {last_day}"
    return (
        f"SELECT {alias}.* FROM kpi_value AS {alias} "
        f"WHERE {alias}.tenant_id = {selected.tenant} AND {alias}.kpi_id = {selected.alias}.id{between} "
        f"ORDER BY {alias}.period_start DESC LIMIT {last}"
    )


def _count(arguments: dict[str, Any], _moment: Moment) -> int:
    asked: int | None = arguments.get("last")
    since: date | None = arguments.get("from")
    count = asked if asked is not None else USUAL if since is None else MOST
    if not 1 <= count <= MOST:
        raise NotCompiled("a number of values that the resolver refuses in words")
    return count
