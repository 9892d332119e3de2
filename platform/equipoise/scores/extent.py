"""How far the figures of a scorecard reach."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from equipoise.db.hot import HotStatement
from equipoise.db.session import ReadSession
from equipoise.domain.missing import MissingData
from equipoise.domain.scorecard import KpiSnapshot, ScorecardSnapshot
from equipoise.scores.reach import Stretch, reach
from equipoise.scores.structure import Structure
from equipoise.scores.task import carried

_SPANS = HotStatement("""
    SELECT kpi_id AS id, min(period_start) AS first, max(period_start) AS last FROM kpi_value
    WHERE tenant_id = :tenant_id AND kpi_id = ANY(:kpis ::uuid[]) GROUP BY kpi_id
    UNION ALL
    SELECT subject_id AS id, min(period_start) AS first, max(period_start) AS last FROM score
    WHERE tenant_id = :tenant_id AND subject_id = ANY(:children ::uuid[]) GROUP BY subject_id
""")


async def whole_reach(session: ReadSession, structure: Structure) -> tuple[ScorecardSnapshot, Stretch | None]:
    """All periods of the scorecard in which any figure counts, and the snapshot with its missing zeros bounded.

    A missing value counts as zero from the KPI's first value on, up to the latest value of any KPI: nothing is
    held against a KPI before it began or before the others have reported, and time alone changes no score.
    """
    snapshot = structure.snapshot
    kpis = [kpi.id for kpi in snapshot.kpis]
    children = [link.child_objective_id for link in snapshot.contributions]
    rows = await _SPANS.rows(session, {"kpis": kpis, "children": children})
    spans: dict[UUID, tuple[date, date]] = {row["id"]: (row["first"], row["last"]) for row in rows}

    whole: Stretch | None = None
    for kpi in snapshot.kpis:
        for start in spans.get(kpi.id, ()):
            whole = reach(structure.calendar, structure.frequency, start, kpi.frequency, carried(kpi)).with_(whole)
    for link in snapshot.contributions:
        for start in spans.get(link.child_objective_id, ()):
            whole = reach(structure.calendar, structure.frequency, start, link.frequency).with_(whole)

    recorded = {kpi_id: spans[kpi_id] for kpi_id in kpis if kpi_id in spans}
    latest = max((last for _, last in recorded.values()), default=None)
    return replace(snapshot, kpis=tuple(_bounded(kpi, recorded.get(kpi.id), latest) for kpi in snapshot.kpis)), whole


def _bounded(kpi: KpiSnapshot, recorded: tuple[date, date] | None, latest: date | None) -> KpiSnapshot:
    if kpi.missing_data is not MissingData.ZERO:
        return kpi
    if recorded is None:
        return replace(kpi, missing_data=MissingData.EXCLUDED)
    return replace(kpi, due_from=recorded[0], due_until=latest)
