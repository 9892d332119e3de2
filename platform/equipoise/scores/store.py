"""Keep scores: what changed replaces what was there, and what was there is kept with its dates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from equipoise.db.hot import HotStatement, numbers
from equipoise.db.session import TenantSession
from equipoise.domain.scorecard import ScoreRow
from equipoise.scores.reach import NO_DAYS, Stretch

STORED: Final = """
    incoming_score AS (
        SELECT * FROM unnest(
            :score_cards ::uuid[], :score_kinds ::text[], :score_subjects ::uuid[], :score_starts ::date[],
            CAST(:scores ::text AS numeric[]), CAST(:score_attainments ::text AS numeric[]), :score_statuses ::text[],
            CAST(:score_weights ::text AS numeric[]), :scored_counts ::int[], :total_counts ::int[]
        ) AS row (scorecard_id, subject_kind, subject_id, period_start, score, attainment, status, scored_weight,
                  scored_count, total_count)
    ), known_score AS MATERIALIZED (
        SELECT new.*, old.was,
               (new.scorecard_id, new.score, new.attainment, new.status, new.scored_weight, new.scored_count,
                new.total_count)
               IS DISTINCT FROM
               ((old.was).scorecard_id, (old.was).score, (old.was).attainment, (old.was).status,
                (old.was).scored_weight, (old.was).scored_count, (old.was).total_count) AS differs
        FROM incoming_score AS new
        LEFT JOIN LATERAL (
            -- By the key for each row, and never joined again: a plan that was found while there were hardly any rows
            -- would compare each with each.
            SELECT kept AS was FROM score AS kept
            WHERE tenant_id = :tenant_id AND subject_id = new.subject_id AND period_start = new.period_start
            OFFSET 0
        ) AS old ON true
    ), replaced_score AS (
        INSERT INTO score_revision (tenant_id, subject_id, period_start, computed_at, subject_kind, scorecard_id,
                                    score, attainment, status, scored_weight, scored_count, total_count, replaced_at)
        SELECT (was).tenant_id, (was).subject_id, (was).period_start, (was).computed_at, (was).subject_kind,
               (was).scorecard_id, (was).score, (was).attainment, (was).status, (was).scored_weight,
               (was).scored_count, (was).total_count, :now
        FROM known_score WHERE differs AND (was).subject_id IS NOT NULL
        ON CONFLICT (tenant_id, subject_id, period_start, computed_at) DO NOTHING
    ), written_score AS (
        INSERT INTO score (tenant_id, subject_id, period_start, subject_kind, scorecard_id, score, attainment, status,
                           scored_weight, scored_count, total_count, computed_at)
        SELECT :tenant_id, subject_id, period_start, subject_kind, scorecard_id, score, attainment, status,
               scored_weight, scored_count, total_count, :now
        FROM known_score WHERE differs
        ON CONFLICT (tenant_id, subject_id, period_start) DO UPDATE
        SET subject_kind = EXCLUDED.subject_kind, scorecard_id = EXCLUDED.scorecard_id, score = EXCLUDED.score,
            attainment = EXCLUDED.attainment, status = EXCLUDED.status, scored_weight = EXCLUDED.scored_weight,
            scored_count = EXCLUDED.scored_count, total_count = EXCLUDED.total_count,
            computed_at = EXCLUDED.computed_at
    )
"""
"""What is different replaces what is stored, in CTEs of one statement. Callers hold the lock of the scorecards."""

_SUMMARY: Final = """
    SELECT scorecard_id, count(*) AS scores, min(period_start) AS first, max(period_start) AS last,
           array_agg(DISTINCT subject_id) FILTER (WHERE subject_kind = 'OBJECTIVE') AS objectives,
           min(period_start) FILTER (WHERE subject_kind = 'OBJECTIVE') AS objectives_first,
           max(period_start) FILTER (WHERE subject_kind = 'OBJECTIVE') AS objectives_last
"""
CHANGED_SCORES: Final = _SUMMARY + " FROM known_score WHERE differs GROUP BY scorecard_id"
"""What of `STORED` has changed, as `changes_in` takes it."""

_STORE = HotStatement("WITH {stored} {changed}", writes=True, stored=STORED, changed=CHANGED_SCORES)
_DROP = HotStatement(
    """
    WITH dropped AS (
        DELETE FROM score
        WHERE tenant_id = :tenant_id AND scorecard_id = :scorecard_id
          AND (NOT subject_id = ANY(:subjects ::uuid[]) OR period_start < :first OR period_start > :last)
        RETURNING *
    ), kept AS (
        INSERT INTO score_revision (tenant_id, subject_id, period_start, computed_at, subject_kind, scorecard_id,
                                    score, attainment, status, scored_weight, scored_count, total_count, replaced_at)
        SELECT tenant_id, subject_id, period_start, computed_at, subject_kind, scorecard_id, score, attainment,
               status, scored_weight, scored_count, total_count, :now
        FROM dropped
        ON CONFLICT (tenant_id, subject_id, period_start, computed_at) DO NOTHING
    )
    {summary} FROM dropped GROUP BY scorecard_id
    """,
    writes=True,
    summary=_SUMMARY,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Which scores of one scorecard are not what they were."""

    scores: int
    stretch: Stretch
    """From the first day of the first period to that of the last."""
    objectives: frozenset[UUID]
    objectives_stretch: Stretch

    def and_(self, other: "Changed") -> "Changed":
        return Changed(
            self.scores + other.scores,
            self.stretch.with_(other.stretch),
            self.objectives | other.objectives,
            self.objectives_stretch.with_(other.objectives_stretch),
        )


NOTHING_CHANGED: Final = Changed(0, NO_DAYS, frozenset(), NO_DAYS)


async def store(session: TenantSession, scorecard_id: UUID, rows: Sequence[ScoreRow], now: datetime) -> Changed:
    """Write the scores that differ from what is stored."""
    if not rows:
        return NOTHING_CHANGED
    found = await _STORE.rows(session, {**score_columns({scorecard_id: rows}), "now": now})
    return changes_in(found).get(scorecard_id, NOTHING_CHANGED)


async def drop_others(
    session: TenantSession, scorecard_id: UUID, subjects: Sequence[UUID], whole: Stretch | None, now: datetime
) -> Changed:
    """Remove scores of what is measured no more, and of periods in which nothing counts any more."""
    stretch = whole or NO_DAYS
    bound = {
        "scorecard_id": scorecard_id,
        "subjects": list(subjects),
        "first": stretch.first,
        "last": stretch.last,
        "now": now,
    }
    return changes_in(await _DROP.rows(session, bound)).get(scorecard_id, NOTHING_CHANGED)


def score_columns(scores: Mapping[UUID, Collection[ScoreRow]]) -> dict[str, Any]:
    """The parameters of `STORED` for the scores of these scorecards."""
    rows = [row for of_card in scores.values() for row in of_card]
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(ScoreRow._fields)
    kinds, subjects, starts, points, attainments, statuses, weights, scored, totals = columns
    return {
        "score_cards": [card for card, of_card in scores.items() for _ in of_card],
        "score_kinds": kinds,
        "score_subjects": subjects,
        "score_starts": starts,
        "scores": numbers(points),
        "score_attainments": numbers(attainments),
        "score_statuses": statuses,
        "score_weights": numbers(weights),
        "scored_counts": scored,
        "total_counts": totals,
    }


def changes_in(summaries: Sequence[Any]) -> dict[UUID, Changed]:
    """What has changed, by scorecard."""
    return {
        row["scorecard_id"]: Changed(
            row["scores"],
            Stretch(row["first"], row["last"]),
            frozenset(row["objectives"] or ()),
            Stretch(row["objectives_first"], row["objectives_last"]) if row["objectives"] else NO_DAYS,
        )
        for row in summaries
    }
