"""The rows that strategy maps are made of: a fixed number of statements, however many maps are asked for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import ReadSession
from equipoise.domain.calendar import Period
from equipoise.domain.kpi import MEASURED

SCORECARDS = text("""
    SELECT id, name, frequency FROM scorecard WHERE tenant_id = :tenant_id AND id = ANY(:ids)
""")
_PERSPECTIVES = text("""
    SELECT scorecard_id AS of, id, name, weight FROM perspective
    WHERE tenant_id = :tenant_id AND scorecard_id = ANY(:ids) ORDER BY position, id
""")
_OBJECTIVES = text("""
    SELECT objective.scorecard_id AS of, objective.id, objective.name, perspective_id, weight, theme,
           person.display_name AS owner
    FROM objective
    LEFT JOIN person ON person.tenant_id = objective.tenant_id AND person.id = objective.owner_id
    WHERE objective.tenant_id = :tenant_id AND objective.scorecard_id = ANY(:ids) AND retired_at IS NULL
    ORDER BY objective.position, objective.id
""")
_LINKS = text("""
    SELECT link.scorecard_id AS of, link.id, cause_id, effect_id, rationale
    FROM cause_effect_link AS link
    JOIN objective AS cause ON cause.tenant_id = link.tenant_id AND cause.id = cause_id
    JOIN objective AS effect ON effect.tenant_id = link.tenant_id AND effect.id = effect_id
    WHERE link.tenant_id = :tenant_id AND link.scorecard_id = ANY(:ids)
      AND cause.retired_at IS NULL AND effect.retired_at IS NULL
    ORDER BY link.id
""")
_SCORES = text("""
    SELECT score.subject_id AS of, score.status, score.score, scored_weight, scored_count, total_count
    FROM score
    JOIN unnest(:ids ::uuid[], :starts ::date[]) AS wanted (scorecard_id, start)
      ON wanted.scorecard_id = score.scorecard_id AND wanted.start = score.period_start
    WHERE score.tenant_id = :tenant_id AND score.subject_kind = 'OBJECTIVE'
""")
# The latest value of the period or before, against the target it had. Some scales say themselves what is good.
_KPIS = text("""
    SELECT kpi.objective_id AS of, kpi.id, kpi.name, indicator, data_kind, owner_id IS NOT NULL AS has_owner,
           COALESCE(CASE direction WHEN 'HIGHER_IS_BETTER' THEN latest.value < latest.target
                                   WHEN 'LOWER_IS_BETTER' THEN latest.value > latest.target
                                   ELSE latest.score < 100 END, false) AS below_target,
           EXISTS (SELECT FROM target_plan AS plan WHERE plan.tenant_id = :tenant_id AND plan.kpi_id = kpi.id
                   AND plan.starts_on <= wanted.last AND plan.ends_on >= wanted.start)
               OR scoring ->> 'method' IN ('STAY_IN_RANGE', 'CHOICE') OR scoring ? 'target' OR scoring ? 'goal'
           AS has_target,
           data_source <> '' OR owner_id IS NOT NULL OR contributor_id IS NOT NULL OR EXISTS (
               SELECT FROM measure_mapping AS mapping WHERE mapping.tenant_id = :tenant_id AND mapping.kpi_id = kpi.id
           ) AS has_source
    FROM kpi
    JOIN unnest(:ids ::uuid[], :starts ::date[], :lasts ::date[]) AS wanted (scorecard_id, start, last)
      ON wanted.scorecard_id = kpi.scorecard_id
    LEFT JOIN LATERAL (
        SELECT value.value, value.target, value.score FROM kpi_value AS value
        WHERE value.tenant_id = :tenant_id AND value.kpi_id = kpi.id AND value.period_start <= wanted.last
        ORDER BY value.period_start DESC LIMIT 1
    ) AS latest ON true
    WHERE kpi.tenant_id = :tenant_id AND kpi.state = ANY(:measured)
    ORDER BY kpi.position, kpi.id
""")
_INITIATIVES = text("""
    SELECT objective_id AS of, count(*) FILTER (WHERE initiative.status <> 'CANCELLED') AS planned,
           count(*) FILTER (WHERE initiative.status = 'IN_PROGRESS') AS running
    FROM initiative
    JOIN objective ON objective.tenant_id = initiative.tenant_id AND objective.id = objective_id
    WHERE initiative.tenant_id = :tenant_id AND objective.scorecard_id = ANY(:ids)
    GROUP BY objective_id
""")
_MEASURED_BELOW = text("""
    SELECT DISTINCT link.parent_id AS of
    FROM cascade_link AS link
    JOIN objective AS above ON above.tenant_id = link.tenant_id AND above.id = link.parent_id
    JOIN objective AS child ON child.tenant_id = link.tenant_id AND child.id = link.child_id
    JOIN kpi ON kpi.tenant_id = link.tenant_id AND kpi.objective_id = child.id
    WHERE link.tenant_id = :tenant_id AND above.scorecard_id = ANY(:ids)
      AND child.retired_at IS NULL AND kpi.state = ANY(:measured)
""")

Rows = dict[UUID, list[Any]]
Columns = dict[UUID, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class MapRows:
    """Perspectives, objectives and links by scorecard; the rest by objective."""

    perspectives: Rows
    objectives: Rows
    links: Rows
    kpis: Rows
    scores: Columns
    """Status, score and coverage."""
    initiatives: Columns
    """How many, and how many of them are under way."""
    measured_below: Collection[UUID]
    """Objectives of which a child objective has a KPI."""


async def map_rows(session: ReadSession, periods: Mapping[UUID, Period]) -> MapRows:
    """The rows of these scorecards, each in its period."""
    ids = {"tenant_id": session.tenant_id, "ids": list(periods)}
    starts = {"starts": [period.start for period in periods.values()]}
    lasts = {"lasts": [period.end for period in periods.values()]}
    measured = {"measured": sorted(MEASURED)}

    async def rows(statement: Any, bound: dict[str, Any]) -> Rows:
        grouped: Rows = defaultdict(list)
        for row in await session.execute(statement, bound):
            grouped[row.of].append(row)
        return grouped

    async def columns(statement: Any, bound: dict[str, Any]) -> Columns:
        return {row[0]: tuple(row[1:]) for row in await session.execute(statement, bound)}

    return MapRows(
        perspectives=await rows(_PERSPECTIVES, ids),
        objectives=await rows(_OBJECTIVES, ids),
        links=await rows(_LINKS, ids),
        kpis=await rows(_KPIS, ids | starts | lasts | measured),
        scores=await columns(_SCORES, ids | starts),
        initiatives=await columns(_INITIATIVES, ids),
        measured_below=await columns(_MEASURED_BELOW, ids | measured),
    )
