"""The score that each value earns in its own period, worked out again after its rules or targets changed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import TenantSession
from equipoise.domain.aggregation import Reading
from equipoise.domain.scorecard import score_reading
from equipoise.scores.find import load_structures

_VALUES = text("""
    SELECT value.kpi_id, value.period_start, value.value, value.numerator, value.denominator, target.value,
           value.target, value.score, value.attainment, value.status
    FROM kpi_value AS value
    LEFT JOIN kpi_target AS target ON target.tenant_id = value.tenant_id AND target.kpi_id = value.kpi_id
                                  AND target.period_start = value.period_start
    WHERE value.tenant_id = :tenant_id AND value.kpi_id = ANY(:ids)
""")
_RESCORE = text("""
    UPDATE kpi_value AS old
    SET target = new.target, score = new.score, attainment = new.attainment, status = new.status
    FROM unnest(:ids ::uuid[], :starts ::date[], :targets ::numeric[], :scores ::numeric[], :attainments ::numeric[],
                :statuses ::text[]) AS new (kpi_id, period_start, target, score, attainment, status)
    WHERE old.tenant_id = :tenant_id AND old.kpi_id = new.kpi_id AND old.period_start = new.period_start
""")


async def rescore_values(
    session: TenantSession, scorecard_ids: Collection[UUID], kpi_ids: Collection[UUID] | None = None
) -> int:
    """Rescore the values of these scorecards' KPIs, or of some of them; returns how many changed.

    Takes no lock: call it in a transaction that holds the scorecards (`lock_scorecards`).
    """
    structures = await load_structures(session, scorecard_ids)
    rules = {kpi_id: facts.rules for structure in structures.values() for kpi_id, facts in structure.kpis.items()}
    wanted = [kpi_id for kpi_id in rules if kpi_ids is None or kpi_id in kpi_ids]
    rows = await session.execute(_VALUES, {"tenant_id": session.tenant_id, "ids": wanted})
    changed: list[tuple[Any, ...]] = []
    for kpi_id, start, value, numerator, denominator, target, *stored in rows:
        scored = score_reading(rules[kpi_id], Reading(start, value, numerator, denominator), target)
        if [target, *scored] != stored:
            changed.append((kpi_id, start, target, *scored))
    if changed:
        names = ("ids", "starts", "targets", "scores", "attainments", "statuses")
        columns = [list(column) for column in zip(*changed, strict=True)]
        await session.execute(_RESCORE, {"tenant_id": session.tenant_id, **dict(zip(names, columns, strict=True))})
    return len(changed)
