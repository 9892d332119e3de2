"""How the use of a KPI is read in a compiled statement: the figures of `equipoise.usage.evidence`."""

from collections.abc import Collection
from dataclasses import dataclass

from equipoise.domain.kpi import MEASURED
from equipoise.domain.usage import COMMENTS, DECISIONS, VIEWS, Signal
from equipoise.usage.models import UsageDay
from equipoise_graphql.compiled.json_text import Json, quote, quoted_or_null, sql_text
from equipoise_graphql.compiled.roots import Condition
from equipoise_graphql.compiled.selected import Selected
from equipoise_graphql.tenants.compiled import policy_figure


def usage(selected: Selected) -> Json:
    """`usage`: what the organisation's policy counts, up to today."""
    alias, seen, last = (selected.new_alias() for _ in range(3))
    days = _Days.of(selected)
    body = selected.object_from(
        {
            "distinctPeople": (f"{alias}.people",),
            "views": (f"{alias}.views",),
            "comments": (f"{alias}.comments",),
            "decisions": (f"{alias}.decisions",),
            "weight": (f"{alias}.weight",),
            "lastUsedAt": quoted_or_null(f"{alias}.last_day"),
        }
    )
    # The last day apart from the window's figures, so that it is one look at the end of an index.
    source = (
        f"(SELECT count(DISTINCT {seen}.person_id) AS people, coalesce(sum({_weight(seen)}), 0) AS weight, "
        f"{_rows_of(seen, VIEWS)} AS views, {_rows_of(seen, COMMENTS)} AS comments, "
        f"{_rows_of(seen, DECISIONS)} AS decisions, "
        f"(SELECT max({last}.day) FROM {selected.rows(UsageDay, last)} AND {last}.kpi_id = {selected.alias}.id "
        f"AND {last}.day <= {days.today} AND {days.counts(last)}) AS last_day "
        f"FROM {selected.rows(UsageDay, seen)} AND {seen}.kpi_id = {selected.alias}.id "
        f"AND {days.in_window(seen)} AND {days.counts(seen)}) AS {alias}"
    )
    return (f"(SELECT {sql_text(body)} FROM {source})",)


def unused(selected: Selected) -> Condition:
    """The measured KPIs that the policy calls unused today, as `evidence.unused_condition` finds them."""
    seen = selected.new_alias()
    days = _Days.of(selected)
    grace, least_weight, least_people = (
        policy_figure(selected, name) for name in ("grace_days", "minimum_weight", "minimum_people")
    )
    used = (
        f"SELECT {seen}.kpi_id FROM {selected.rows(UsageDay, seen)} AND {days.in_window(seen)} AND {days.counts(seen)} "
        f"GROUP BY {seen}.kpi_id HAVING sum({_weight(seen)}) >= {least_weight}::int "
        f"AND count(DISTINCT {seen}.person_id) >= {least_people}::int"
    )
    grace_over = f"(({days.today} - ({grace}::int - 1))::timestamp AT TIME ZONE 'UTC')"
    measured = ", ".join(quote(state) for state in sorted(MEASURED))
    return lambda alias: (
        f"{alias}.state IN ({measured}) AND coalesce({alias}.activated_at, {alias}.created_at) < {grace_over} "
        f"AND {alias}.id NOT IN ({used})"
    )


@dataclass(frozen=True, slots=True)
class _Days:
    """Which days of use count. The policy's figures are looked up once a statement, whatever it is about."""

    today: str
    window: str
    listed: str

    @classmethod
    def of(cls, selected: Selected) -> "_Days":
        today = selected.of_moment(lambda moment: moment.actor.today, "date", "day of use")
        return cls(today, policy_figure(selected, "window_days"), policy_figure(selected, "listed_counts"))

    def in_window(self, alias: str) -> str:
        return f"{alias}.day BETWEEN {self.today} - ({self.window}::int - 1) AND {self.today}"

    def counts(self, alias: str) -> str:
        return f"({alias}.signal <> {quote(Signal.LISTED)} OR {self.listed}::boolean)"


def _weight(alias: str) -> str:
    weights = " ".join(f"WHEN '{signal}' THEN {signal.weight}" for signal in Signal)
    return f"CASE {alias}.signal {weights} END"


def _rows_of(alias: str, signals: Collection[Signal]) -> str:
    return f"count(*) FILTER (WHERE {alias}.signal IN ({', '.join(quote(signal) for signal in sorted(signals))}))"
