"""How `score(on)` is read in a compiled statement."""

from datetime import date
from typing import Any

from equipoise.domain.calendar import Frequency
from equipoise.domain.errors import Refusal
from equipoise.domain.scorecard import SubjectKind
from equipoise.scores.models import StoredScore
from equipoise_graphql.compiled.planner import CompiledField, Selected
from equipoise_graphql.compiled.statement import Moment, NotCompiled

_ROW = """(
    SELECT wanted.start AS period_start, stored.score, stored.attainment, coalesce(stored.status, 'NO_DATA') AS status,
           coalesce(stored.scored_weight, 0) AS scored_weight, coalesce(stored.scored_count, 0) AS scored_count,
           coalesce(stored.total_count, 0) AS total_count, stored.computed_at
    FROM (SELECT {start} AS start) AS wanted
    LEFT JOIN score AS stored
      ON stored.tenant_id = {tenant} AND stored.subject_id = {subject} AND stored.period_start = wanted.start
)"""


def compiled_score(kind: SubjectKind) -> CompiledField:
    """The stored score of the period that holds `on`; what stood at a moment (`asOf`) is left to the resolver."""

    def compiled(selected: Selected) -> str:
        if selected.has_argument("asOf"):
            raise NotCompiled("asOf")
        alias = selected.new_alias()
        body = selected.object_of(StoredScore, alias, {"value": "score"})
        row = _ROW.format(
            start=period_start(selected, _frequency(selected, kind), _day),
            tenant=selected.tenant,
            subject=f"{selected.alias}.id",
        )
        return f"(SELECT {body} FROM {row} AS {alias})"

    return compiled


def period_start(selected: Selected, frequency: str, day: Any) -> str:
    """The SQL of the first day of the period, of a frequency that only the row knows, that holds a day."""
    cases = " ".join(f"WHEN '{each}' THEN {selected.argument(_start(each, day), 'date')}" for each in Frequency)
    return f"CASE {frequency} {cases} END"


def _start(frequency: Frequency, day: Any) -> Any:
    def start(arguments: dict[str, Any], moment: Moment) -> date:
        try:
            return moment.time.calendar.holding(day(arguments, moment), frequency).start
        except Refusal:
            raise NotCompiled("a day outside the calendar, which the resolver refuses in words") from None

    return start


def _day(arguments: dict[str, Any], moment: Moment) -> date:
    asked: date | None = arguments.get("on")
    return asked or moment.today


def _frequency(selected: Selected, kind: SubjectKind) -> str:
    if kind is SubjectKind.SCORECARD:
        return f"{selected.alias}.frequency"
    card = selected.new_alias()
    return (
        f"(SELECT {card}.frequency FROM scorecard AS {card} "
        f"WHERE {card}.tenant_id = {selected.tenant} AND {card}.id = {selected.alias}.scorecard_id)"
    )
