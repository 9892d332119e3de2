"""How the use of a KPI is read in a compiled statement: the figures of `equipoise.usage.evidence`."""

from collections.abc import Collection

from equipoise.domain.usage import COMMENTS, DECISIONS, VIEWS, Signal
from equipoise_graphql.compiled.json_text import literal, or_null
from equipoise_graphql.compiled.planner import Selected


def usage(selected: Selected) -> str:
    """`usage`: what the organisation's policy counts, up to today."""
    alias, policy, seen, last = (selected.new_alias() for _ in range(4))
    today = selected.parameter(lambda moment: moment.now.date(), "date")
    counts = f"({{0}}.signal <> 'LISTED' OR ({policy}.usage_policy ->> 'listed_counts')::boolean)"
    weights = " ".join(f"WHEN '{signal}' THEN {signal.weight}" for signal in Signal)
    body = selected.object_from(
        {
            "distinctPeople": f"{alias}.people::text",
            "views": f"{alias}.views::text",
            "comments": f"{alias}.comments::text",
            "decisions": f"{alias}.decisions::text",
            "weight": f"{alias}.weight::text",
            "lastUsedAt": or_null(f"""'"' || {alias}.last_day || '"'"""),
        }
    )
    return f"""(SELECT {body} FROM (
        SELECT count(DISTINCT {seen}.person_id) AS people,
               {_rows_of(seen, VIEWS)} AS views, {_rows_of(seen, COMMENTS)} AS comments,
               {_rows_of(seen, DECISIONS)} AS decisions,
               coalesce(sum(CASE {seen}.signal {weights} END), 0) AS weight,
               (SELECT max({last}.day) FROM usage_day AS {last}
                WHERE {last}.tenant_id = {selected.tenant} AND {last}.kpi_id = {selected.alias}.id
                  AND {last}.day <= {today} AND {counts.format(last)}) AS last_day
        FROM organisation AS {policy}
        LEFT JOIN usage_day AS {seen}
          ON {seen}.tenant_id = {policy}.tenant_id AND {seen}.kpi_id = {selected.alias}.id
         AND {seen}.day > {today} - ({policy}.usage_policy ->> 'window_days')::int AND {seen}.day <= {today}
         AND {counts.format(seen)}
        WHERE {policy}.tenant_id = {selected.tenant}
        GROUP BY {policy}.tenant_id, {policy}.usage_policy
    ) AS {alias})"""


def _rows_of(alias: str, signals: Collection[Signal]) -> str:
    return f"count(*) FILTER (WHERE {alias}.signal IN ({', '.join(literal(signal) for signal in sorted(signals))}))"
