"""How scores are read in a compiled statement."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.errors import Refusal
from equipoise.domain.scorecard import SubjectKind
from equipoise.scores.models import StoredScore, StoredScoreRevision
from equipoise.strategy.models import Scorecard
from equipoise_graphql.compiled.json_text import Json, json_list, sql_text
from equipoise_graphql.compiled.selected import CompiledField, Selected
from equipoise_graphql.compiled.statement import Moment, NotCompiled

MOST = 400
"""Most periods of one history."""

_SHOWN = "period_start, score, attainment, status, scored_weight, scored_count, total_count, computed_at"
_ONE = """(
    SELECT wanted.start AS period_start, stored.score, stored.attainment, coalesce(stored.status, 'NO_DATA') AS status,
           coalesce(stored.scored_weight, 0) AS scored_weight, coalesce(stored.scored_count, 0) AS scored_count,
           coalesce(stored.total_count, 0) AS total_count, stored.computed_at
    FROM (SELECT {start} AS start) AS wanted
    LEFT JOIN LATERAL (SELECT * FROM ({known}) AS known WHERE known.period_start = wanted.start) AS stored ON true
)"""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is known when the plan runs, as `key` calls it."""

    key: Hashable
    of: Callable[[Moment], date]


TODAY = Day("today", lambda moment: moment.today)


def score(kind: SubjectKind) -> CompiledField:
    """`score(on, asOf)`: the score of the period that holds a day, as stored or as it stood at a moment."""

    def compiled(selected: Selected) -> Json:
        alias = selected.new_alias()
        body = selected.object_of(StoredScore, alias, {"value": "score"})
        start = period_start(selected, _frequency(selected, kind), _day(selected))
        return (f"(SELECT {sql_text(body)} FROM {_ONE.format(start=start, known=_known(selected))} AS {alias})",)

    return compiled


def scores(selected: Selected) -> Json:
    """`scores(last, on, asOf)`: the last ones by a day, oldest first."""
    alias, known = selected.new_alias(), selected.new_alias()
    body = selected.object_of(StoredScore, alias, {"value": "score"})
    day = _day(selected)
    until = selected.of_moment(day.of, "date", day.key)
    last = selected.parameter(selected.argument("last"), "int", _in_bounds)
    rows = (
        f"SELECT * FROM ({_known(selected)}) AS {known} WHERE {known}.period_start <= {until} "
        f"ORDER BY {known}.period_start DESC LIMIT {last}"
    )
    return json_list(body, f"({rows}) AS {alias}", f"{alias}.period_start")


def period_start(selected: Selected, frequency: str, day: Day) -> str:
    """The SQL of the first day of the period, of a frequency that only the row knows, that holds a day."""
    starts = {each: selected.of_moment(_start(each, day), "date", (day.key, each)) for each in Frequency}
    cases = " ".join(f"WHEN '{each}' THEN {start}" for each, start in starts.items())
    selected.planner.statement.needs_time = True
    return f"CASE {frequency} {cases} END"


def _start(frequency: Frequency, day: Day) -> Callable[[Moment], date]:
    def start(moment: Moment) -> date:
        try:
            return _period_start(moment.time.calendar, day.of(moment), frequency)
        except Refusal:
            raise NotCompiled("a day outside the calendar, which the resolver refuses in words") from None

    return start


@lru_cache(maxsize=10_000)
def _period_start(calendar: FiscalCalendar, day: date, frequency: Frequency) -> date:
    """Most statements ask for five of them, and most requests of a day for the same ones."""
    return calendar.holding(day, frequency).start


def _day(selected: Selected) -> Day:
    """The day meant: `on`, else that of `asOf`, else today."""
    on, as_of = selected.argument("on"), selected.argument("asOf")
    if on.given:
        return Day(("day", on.key), on.read)
    selected.planner.statement.needs_time = True
    if as_of.given:
        return Day(("day of", as_of.key), lambda moment: moment.time.day_of(as_of.read(moment)))
    return TODAY


def _known(selected: Selected) -> str:
    """The scores of the row, as they are or as they stood at `asOf`."""
    stored, replaced = selected.new_alias(), selected.new_alias()
    now = f"SELECT {_SHOWN} FROM {selected.rows(StoredScore, stored)} AND {stored}.subject_id = {selected.alias}.id"
    as_of = selected.argument("asOf")
    if not as_of.given:
        return now
    moment = selected.parameter(as_of, "timestamptz")
    return (
        f"{now} AND {stored}.computed_at <= {moment} UNION ALL "
        f"SELECT {_SHOWN} FROM {selected.rows(StoredScoreRevision, replaced)} "
        f"AND {replaced}.subject_id = {selected.alias}.id "
        f"AND {replaced}.computed_at <= {moment} AND {moment} < {replaced}.replaced_at"
    )


def _frequency(selected: Selected, kind: SubjectKind) -> str:
    if kind is SubjectKind.SCORECARD:
        return f"{selected.alias}.frequency"
    card = selected.new_alias()
    return (
        f"(SELECT {card}.frequency FROM {selected.rows(Scorecard, card)} AND {card}.id = {selected.alias}.scorecard_id)"
    )


def _in_bounds(last: Any) -> int:
    if not 1 <= last <= MOST:
        raise NotCompiled("a number of periods that the resolver refuses in words")
    return int(last)
