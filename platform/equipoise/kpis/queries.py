"""Reading the values and targets of many KPIs at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from equipoise.db.session import ReadSession
from equipoise.domain.calendar import FIRST_DAY, LAST_DAY

Rows = list[Row[Any]]

_LAST_VALUES = text("""
    SELECT wanted.kpi_id, found.*
    FROM unnest(:kpi_ids ::uuid[]) AS wanted (kpi_id)
    CROSS JOIN LATERAL (
        SELECT period_start, value, numerator, denominator, label, note, source, revision, recorded_at, recorded_by,
               target, score, attainment, status
        FROM kpi_value
        WHERE tenant_id = :tenant_id AND kpi_id = wanted.kpi_id AND period_start BETWEEN :first_day AND :last_day
        ORDER BY period_start DESC
        LIMIT :last
    ) AS found
    ORDER BY wanted.kpi_id, found.period_start
""")
_REVISIONS = text("""
    SELECT old.kpi_id, old.period_start, old.revision, old.value, old.numerator, old.denominator, old.label, old.note,
           old.source, old.recorded_at, old.recorded_by, old.replaced_at
    FROM kpi_value_revision AS old
    JOIN unnest(:kpi_ids ::uuid[], :starts ::date[]) AS wanted (kpi_id, period_start)
      ON wanted.kpi_id = old.kpi_id AND wanted.period_start = old.period_start
    WHERE old.tenant_id = :tenant_id
    ORDER BY old.kpi_id, old.period_start, old.revision DESC
""")
_TARGETS = text("""
    SELECT target.kpi_id, target.period_start, target.value
    FROM kpi_target AS target
    JOIN unnest(:kpi_ids ::uuid[], :starts ::date[]) AS wanted (kpi_id, period_start)
      ON wanted.kpi_id = target.kpi_id AND wanted.period_start = target.period_start
    WHERE target.tenant_id = :tenant_id
""")


async def last_values(
    session: ReadSession,
    kpi_ids: Collection[UUID],
    last: int,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
) -> dict[UUID, Rows]:
    """The last values of each KPI in periods that begin between the two days, oldest first."""
    bound = {
        "tenant_id": session.tenant_id,
        "kpi_ids": list(kpi_ids),
        "first_day": first_day or FIRST_DAY,
        "last_day": last_day or LAST_DAY,
        "last": last,
    }
    found: defaultdict[UUID, Rows] = defaultdict(list)
    for row in await session.execute(_LAST_VALUES, bound):
        found[row.kpi_id].append(row)
    return found


async def replaced_values(
    session: ReadSession, periods: Collection[tuple[UUID, date]]
) -> dict[tuple[UUID, date], Rows]:
    """The revisions that corrections replaced, of KPIs in the periods that begin on these days, newest first."""
    found: defaultdict[tuple[UUID, date], Rows] = defaultdict(list)
    for row in await session.execute(_REVISIONS, _pairs(session, periods)):
        found[row.kpi_id, row.period_start].append(row)
    return found


async def targets_of(session: ReadSession, periods: Collection[tuple[UUID, date]]) -> dict[tuple[UUID, date], Decimal]:
    """The targets of KPIs in the periods that begin on these days; what has none is left out."""
    rows = await session.execute(_TARGETS, _pairs(session, periods))
    return {(kpi_id, start): value for kpi_id, start, value in rows}


def _pairs(session: ReadSession, periods: Iterable[tuple[UUID, date]]) -> dict[str, Any]:
    kpi_ids, starts = zip(*periods, strict=True)
    return {"tenant_id": session.tenant_id, "kpi_ids": list(kpi_ids), "starts": list(starts)}
