"""Keep scores: what changed replaces what was there, and what was there is kept with its dates."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import TenantSession
from equipoise.domain.scorecard import ScoreRow
from equipoise.scores.reach import Stretch

_STORE = text("""
    WITH incoming AS (
        SELECT * FROM unnest(
            :kinds ::text[], :subjects ::uuid[], :starts ::date[], :scores ::numeric[], :attainments ::numeric[],
            :statuses ::text[], :weights ::numeric[], :scored ::int[], :totals ::int[]
        ) AS row (subject_kind, subject_id, period_start, score, attainment, status,
                  scored_weight, scored_count, total_count)
    ), replaced AS (
        INSERT INTO score_revision (tenant_id, subject_id, period_start, computed_at, subject_kind, scorecard_id,
                                    score, attainment, status, scored_weight, scored_count, total_count, replaced_at)
        SELECT old.tenant_id, old.subject_id, old.period_start, old.computed_at, old.subject_kind, old.scorecard_id,
               old.score, old.attainment, old.status, old.scored_weight, old.scored_count, old.total_count, :now
        FROM incoming AS new
        CROSS JOIN LATERAL (
            -- By the key for each row: without statistics, as in a first import, the planner would scan the table.
            SELECT * FROM score
            WHERE tenant_id = :tenant_id AND subject_id = new.subject_id AND period_start = new.period_start
            OFFSET 0
        ) AS old
        WHERE (old.scorecard_id, old.score, old.attainment, old.status, old.scored_weight, old.scored_count,
               old.total_count)
              IS DISTINCT FROM
              (CAST(:scorecard_id AS uuid), new.score, new.attainment, new.status, new.scored_weight,
               new.scored_count, new.total_count)
        ON CONFLICT (tenant_id, subject_id, period_start, computed_at) DO NOTHING
    )
    INSERT INTO score AS old (tenant_id, subject_id, period_start, subject_kind, scorecard_id, score, attainment,
                              status, scored_weight, scored_count, total_count, computed_at)
    SELECT :tenant_id, subject_id, period_start, subject_kind, :scorecard_id, score, attainment,
           status, scored_weight, scored_count, total_count, :now
    FROM incoming
    ON CONFLICT (tenant_id, subject_id, period_start) DO UPDATE
    SET subject_kind = EXCLUDED.subject_kind, scorecard_id = EXCLUDED.scorecard_id, score = EXCLUDED.score,
        attainment = EXCLUDED.attainment, status = EXCLUDED.status, scored_weight = EXCLUDED.scored_weight,
        scored_count = EXCLUDED.scored_count, total_count = EXCLUDED.total_count, computed_at = EXCLUDED.computed_at
    WHERE (old.scorecard_id, old.score, old.attainment, old.status, old.scored_weight, old.scored_count,
           old.total_count)
          IS DISTINCT FROM
          (EXCLUDED.scorecard_id, EXCLUDED.score, EXCLUDED.attainment, EXCLUDED.status, EXCLUDED.scored_weight,
           EXCLUDED.scored_count, EXCLUDED.total_count)
    RETURNING subject_kind, period_start
""")
_DROP = text("""
    WITH dropped AS (
        DELETE FROM score
        WHERE tenant_id = :tenant_id AND scorecard_id = :scorecard_id
          AND (NOT subject_id = ANY(:subjects) OR period_start < :first OR period_start > :last)
        RETURNING *
    ), kept AS (
        INSERT INTO score_revision (tenant_id, subject_id, period_start, computed_at, subject_kind, scorecard_id,
                                    score, attainment, status, scored_weight, scored_count, total_count, replaced_at)
        SELECT tenant_id, subject_id, period_start, computed_at, subject_kind, scorecard_id, score, attainment,
               status, scored_weight, scored_count, total_count, :now
        FROM dropped
        ON CONFLICT (tenant_id, subject_id, period_start, computed_at) DO NOTHING
    )
    SELECT subject_kind, period_start FROM dropped
""")

Changed = list[tuple[str, date]]
"""Subject kind and first day of period of every score that is not what it was."""


async def store(session: TenantSession, scorecard_id: UUID, rows: Sequence[ScoreRow], now: datetime) -> Changed:
    """Write the scores that differ from what is stored."""
    if not rows:
        return []
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    names = ("kinds", "subjects", "starts", "scores", "attainments", "statuses", "weights", "scored", "totals")
    bound = dict(zip(names, columns, strict=True))
    result = await session.execute(
        _STORE,
        {**bound, "tenant_id": session.tenant_id, "scorecard_id": scorecard_id, "now": now},
    )
    return [(kind, start) for kind, start in result]


async def drop_others(
    session: TenantSession, scorecard_id: UUID, subjects: Sequence[UUID], whole: Stretch | None, now: datetime
) -> Changed:
    """Remove scores of what is measured no more, and of periods in which nothing counts any more."""
    nothing = Stretch(date.max, date.min)
    stretch = whole or nothing
    result = await session.execute(
        _DROP,
        {
            "tenant_id": session.tenant_id,
            "scorecard_id": scorecard_id,
            "subjects": list(subjects),
            "first": stretch.first,
            "last": stretch.last,
            "now": now,
        },
    )
    return [(kind, start) for kind, start in result]
