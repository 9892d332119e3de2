"""How the values and targets of a KPI are read in a compiled statement."""

from collections.abc import Sequence

from equipoise.domain import text
from equipoise.domain.kpi import KpiState
from equipoise.domain.usage import Signal
from equipoise.identity.models import Person
from equipoise.kpis.models import Kpi, KpiTarget, KpiValue, KpiValueRevision
from equipoise.strategy.models import Objective, Scorecard
from equipoise_graphql.compiled.arguments import Argument
from equipoise_graphql.compiled.filters import filtered, has_part, is_one_of, names_row
from equipoise_graphql.compiled.json_text import Json, columns_used, json_list, json_row, or_null, quote, quoted
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import one_row, row_by_id
from equipoise_graphql.compiled.selected import Selected
from equipoise_graphql.compiled.statement import NotCompiled
from equipoise_graphql.scores.compiled import TODAY, period_start
from equipoise_graphql.usage.compiled import unused

MOST = 400
USUAL = 12


def kpi_by_key(selected: Selected) -> Json:
    """`kpiByKey(key)`, which is a person's view as well."""
    key = selected.parameter(selected.argument("key"), "text", lambda raw: text.name(raw, "key"))
    return one_row(selected, Kpi, lambda alias: f"{alias}.key = {key}", signal=Signal.DETAIL_OPENED)


kpi = row_by_id(Kpi, signal=Signal.DETAIL_OPENED)
kpis = page(
    Kpi,
    filtered(
        {
            "states": is_one_of("state"),
            "scorecard": names_row("scorecard_id", Scorecard),
            "objective": names_row("objective_id", Objective),
            "owner": names_row("owner_id", Person),
            "search": has_part("name", "key"),
        },
        lambda selected: None if selected.argument("filter.states").given else _not_retired,
        lambda selected: unused(selected) if selected.argument("filter.unused").known else None,
    ),
)


def _not_retired(alias: str) -> str:
    return f"{alias}.state <> {quote(KpiState.RETIRED)}"


def values(selected: Selected) -> Json:
    """`values(last, from, to)`: the last ones, oldest first."""
    alias = selected.new_alias()
    body = selected.object_of(KpiValue, alias)
    columns = columns_used(alias, *body, f"{alias}.period_start")
    rows = _rows(selected, _count(selected.argument("last"), selected.argument("from"), selected), columns)
    return json_list(body, f"({rows}) AS {alias}", f"{alias}.period_start")


def latest(selected: Selected) -> Json:
    """`latest`: the value of the latest period."""
    alias = selected.new_alias()
    body = selected.object_of(KpiValue, alias)
    columns = columns_used(alias, *body, f"{alias}.period_start")
    return json_row(body, f"({_rows(selected, '1', columns)}) AS {alias}")


def current_target(selected: Selected) -> Json:
    """`currentTarget`: the target of the period that holds today."""
    alias = selected.new_alias()
    start = period_start(selected, f"{selected.alias}.frequency", TODAY)
    return or_null(
        f"""(SELECT '"' || trim_scale({alias}.value) || '"' FROM {selected.rows(KpiTarget, alias)} """
        f"AND {alias}.kpi_id = {selected.alias}.id AND {alias}.period_start = {start})"
    )


def revisions(selected: Selected) -> Json:
    """`revisions` of a value: those that corrections replaced, newest first."""
    alias, value = selected.new_alias(), selected.alias
    body = selected.object_of(KpiValueRevision, alias)
    source = (
        f"{selected.rows(KpiValueRevision, alias)} AND {alias}.kpi_id = {value}.kpi_id "
        f"AND {alias}.period_start = {value}.period_start"
    )
    return json_list(body, source, f"{alias}.revision DESC")


def period_label(selected: Selected) -> Json:
    """`periodLabel` of a value: what `FiscalCalendar.label` writes."""
    start, row = f"{selected.alias}.period_start", selected.new_alias()
    selected.planner.statement.needs_time = True
    first_month = selected.of_moment(lambda moment: moment.time.calendar.first_month, "int", "first month")
    # The fiscal year has the number of the year in which it ends.
    year = (
        f"(extract(year FROM {start}) + CASE WHEN {first_month} > 1 AND extract(month FROM {start}) >= {first_month} "
        f"THEN 1 ELSE 0 END)"
    )
    quarter = f"((extract(month FROM {start})::int - {first_month} + 12) % 12 / 3 + 1)"
    frequency = f"(SELECT {row}.frequency FROM {selected.rows(Kpi, row)} AND {row}.id = {selected.alias}.kpi_id)"
    return quoted(
        f"""CASE {frequency} WHEN 'DAILY' THEN {start}::text WHEN 'WEEKLY' THEN to_char({start}, 'IYYY"-W"IW') """
        f"WHEN 'MONTHLY' THEN to_char({start}, 'YYYY-MM') WHEN 'YEARLY' THEN 'FY' || {year} "
        f"ELSE 'FY' || {year} || ' Q' || {quarter} END"
    )


def _rows(selected: Selected, last: str, columns: Sequence[str]) -> str:
    alias = selected.new_alias()
    between = ""
    for name, comparison in (("from", ">="), ("to", "<=")):
        day = selected.arguments.get(name)
        if day is not None and day.given:
            between += f" AND {alias}.period_start {comparison} {selected.parameter(day, 'date')}"
    return (
        f"SELECT {', '.join(columns)} FROM {selected.rows(KpiValue, alias)} "
        f"AND {alias}.kpi_id = {selected.alias}.id{between} "
        f"ORDER BY {alias}.period_start DESC LIMIT {last}"
    )


def _count(last: Argument, since: Argument, selected: Selected) -> str:
    if last.given:
        return selected.parameter(last, "int", _in_bounds)
    return str(MOST if since.given else USUAL)


def _in_bounds(count: int) -> int:
    if not 1 <= count <= MOST:
        raise NotCompiled("a number of values that the resolver refuses in words")
    return count
