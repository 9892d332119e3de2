"""Reading stored scores, as they are or as they stood at a moment."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text

from equipoise.db.session import ReadSession
from equipoise.domain.status import Status


class ScoreOfPeriod(NamedTuple):
    """A stored score, without what it is the score of."""

    period_start: date
    value: Decimal | None
    attainment: Decimal | None
    status: Status
    scored_weight: Decimal
    scored_count: int
    total_count: int
    computed_at: datetime | None


_STORED = """
    SELECT period_start, score, attainment, status, scored_weight, scored_count, total_count, computed_at
    FROM score WHERE tenant_id = :tenant_id AND subject_id = wanted.subject_id
"""
_STOOD = """
    SELECT period_start, score, attainment, status, scored_weight, scored_count, total_count, computed_at
    FROM score WHERE tenant_id = :tenant_id AND subject_id = wanted.subject_id AND computed_at <= :as_of
    UNION ALL
    SELECT period_start, score, attainment, status, scored_weight, scored_count, total_count, computed_at
    FROM score_revision WHERE tenant_id = :tenant_id AND subject_id = wanted.subject_id
                          AND computed_at <= :as_of AND :as_of < replaced_at
"""
_OF_PERIODS = """
    SELECT wanted.subject_id, found.*
    FROM unnest(:subject_ids ::uuid[], :starts ::date[]) AS wanted (subject_id, start)
    CROSS JOIN LATERAL (SELECT * FROM ({known}) AS known WHERE period_start = wanted.start) AS found
"""
_HISTORY = """
    SELECT wanted.subject_id, found.*
    FROM unnest(:subject_ids ::uuid[]) AS wanted (subject_id)
    CROSS JOIN LATERAL (
        SELECT * FROM ({known}) AS known WHERE period_start <= :until ORDER BY period_start DESC LIMIT :last
    ) AS found
    ORDER BY wanted.subject_id, found.period_start
"""
_PERIODS_NOW = text(_OF_PERIODS.format(known=_STORED))  # composed SQL: of the constants above
_PERIODS_THEN = text(_OF_PERIODS.format(known=_STOOD))  # composed SQL: of the constants above
_HISTORY_NOW = text(_HISTORY.format(known=_STORED))  # composed SQL: of the constants above
_HISTORY_THEN = text(_HISTORY.format(known=_STOOD))  # composed SQL: of the constants above


async def scores_of_periods(
    session: ReadSession, wanted: Collection[tuple[UUID, date]], as_of: datetime | None
) -> dict[tuple[UUID, date], ScoreOfPeriod]:
    """The scores of these subjects in the periods that begin on these days; what has none is left out."""
    bound = {
        "tenant_id": session.tenant_id,
        "subject_ids": [subject_id for subject_id, _ in wanted],
        "starts": [start for _, start in wanted],
    }
    if as_of is None:
        rows = await session.execute(_PERIODS_NOW, bound)
    else:
        rows = await session.execute(_PERIODS_THEN, {**bound, "as_of": as_of})
    return {(row.subject_id, row.period_start): _score(row) for row in rows}


async def score_history(
    session: ReadSession, subject_ids: Collection[UUID], *, until: date, last: int, as_of: datetime | None
) -> dict[UUID, list[ScoreOfPeriod]]:
    """The last scores of each subject in periods that begin by `until`, oldest first."""
    bound = {"tenant_id": session.tenant_id, "subject_ids": list(subject_ids), "until": until, "last": last}
    if as_of is None:
        rows = await session.execute(_HISTORY_NOW, bound)
    else:
        rows = await session.execute(_HISTORY_THEN, {**bound, "as_of": as_of})
    found: defaultdict[UUID, list[ScoreOfPeriod]] = defaultdict(list)
    for row in rows:
        found[row.subject_id].append(_score(row))
    return found


def _score(row: Row[Any]) -> ScoreOfPeriod:
    return ScoreOfPeriod(
        period_start=row.period_start,
        value=row.score,
        attainment=row.attainment,
        status=Status(row.status),
        scored_weight=row.scored_weight,
        scored_count=row.scored_count,
        total_count=row.total_count,
        computed_at=row.computed_at,
    )
