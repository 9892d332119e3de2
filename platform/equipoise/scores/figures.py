"""The figures that the scores of a scorecard are worked out from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import ReadSession
from equipoise.domain.aggregation import Reading
from equipoise.domain.missing import MissingData
from equipoise.domain.rollup import Coverage
from equipoise.domain.scorecard import ContributedScore, Figures, KpiSnapshot, ScorecardSnapshot
from equipoise.scores.reach import Stretch, look_back, reach
from equipoise.scores.structure import Structure

_READINGS = text("""
    SELECT kpi_id, period_start, value, numerator, denominator FROM kpi_value
    WHERE tenant_id = :tenant_id AND kpi_id = ANY(:ids) AND period_start BETWEEN :first AND :last
""")
_TARGETS = text("""
    SELECT kpi_id, period_start, value FROM kpi_target
    WHERE tenant_id = :tenant_id AND kpi_id = ANY(:ids) AND period_start BETWEEN :first AND :last
""")
_CONTRIBUTED = text("""
    SELECT subject_id, period_start, score, scored_weight, scored_count, total_count FROM score
    WHERE tenant_id = :tenant_id AND subject_id = ANY(:ids) AND period_start BETWEEN :first AND :last
""")
_VALUES_FROM_TO = text("""
    SELECT kpi_id AS id, min(period_start) AS first, max(period_start) AS last FROM kpi_value
    WHERE tenant_id = :tenant_id AND kpi_id = ANY(:ids) GROUP BY kpi_id
""")
_SCORES_FROM_TO = text("""
    SELECT subject_id AS id, min(period_start) AS first, max(period_start) AS last FROM score
    WHERE tenant_id = :tenant_id AND subject_id = ANY(:ids) GROUP BY subject_id
""")


async def load_figures(session: ReadSession, structure: Structure, stretch: Stretch) -> Figures:
    """Readings, targets and contributed scores that count in the stretch."""
    snapshot, calendar = structure.snapshot, structure.calendar
    kpi_ids = [kpi.id for kpi in snapshot.kpis]
    first = min(
        (look_back(calendar, stretch.first, kpi.frequency, _carried(kpi)) for kpi in snapshot.kpis),
        default=stretch.first,
    )
    readings: defaultdict[UUID, dict[date, Reading]] = defaultdict(dict)
    for row in await _rows(session, _READINGS, kpi_ids, min(first, stretch.first), stretch.last):
        readings[row[0]][row[1]] = Reading(*row[1:])
    targets: defaultdict[UUID, dict[date, Decimal]] = defaultdict(dict)
    for kpi_id, start, value in await _rows(session, _TARGETS, kpi_ids, min(first, stretch.first), stretch.last):
        targets[kpi_id][start] = value

    children = [link.child_objective_id for link in snapshot.contributions]
    first_child = min(
        (look_back(calendar, stretch.first, link.frequency, 0) for link in snapshot.contributions),
        default=stretch.first,
    )
    contributed: defaultdict[UUID, dict[date, ContributedScore]] = defaultdict(dict)
    if children:
        for row in await _rows(session, _CONTRIBUTED, children, min(first_child, stretch.first), stretch.last):
            subject_id, start, score, *coverage = row
            contributed[subject_id][start] = ContributedScore(score, Coverage(*coverage))
    return Figures(readings, targets, contributed)


async def whole_reach(session: ReadSession, structure: Structure) -> tuple[ScorecardSnapshot, Stretch | None]:
    """All periods of the scorecard in which any figure counts, and the snapshot with its missing zeros bounded.

    A missing value counts as zero from the KPI's first value on, up to the latest value of any KPI: nothing is
    held against a KPI before it began or before the others have reported, and time alone changes no score.
    """
    snapshot = structure.snapshot
    recorded = await _from_to(session, _VALUES_FROM_TO, [kpi.id for kpi in snapshot.kpis])
    children = await _from_to(session, _SCORES_FROM_TO, [link.child_objective_id for link in snapshot.contributions])

    whole: Stretch | None = None
    for kpi in snapshot.kpis:
        for start in recorded.get(kpi.id, ()):
            whole = reach(structure.calendar, structure.frequency, start, kpi.frequency, _carried(kpi)).with_(whole)
    for link in snapshot.contributions:
        for start in children.get(link.child_objective_id, ()):
            whole = reach(structure.calendar, structure.frequency, start, link.frequency).with_(whole)

    latest = max((last for _, last in recorded.values()), default=None)
    return replace(snapshot, kpis=tuple(_bounded(kpi, recorded.get(kpi.id), latest) for kpi in snapshot.kpis)), whole


def _bounded(kpi: KpiSnapshot, recorded: tuple[date, date] | None, latest: date | None) -> KpiSnapshot:
    if kpi.missing_data is not MissingData.ZERO:
        return kpi
    if recorded is None:
        return replace(kpi, missing_data=MissingData.EXCLUDED)
    return replace(kpi, due_from=recorded[0], due_until=latest)


def _carried(kpi: KpiSnapshot) -> int:
    return kpi.carried_periods if kpi.missing_data is MissingData.CARRIED_FORWARD else 0


async def _rows(session: ReadSession, statement: Any, ids: list[UUID], first: date, last: date) -> Iterable[Any]:
    bound = {"tenant_id": session.tenant_id, "ids": ids, "first": first, "last": last}
    return (await session.execute(statement, bound)).all()


async def _from_to(session: ReadSession, statement: Any, ids: list[UUID]) -> dict[UUID, tuple[date, date]]:
    if not ids:
        return {}
    rows = await session.execute(statement, {"tenant_id": session.tenant_id, "ids": ids})
    return {row.id: (row.first, row.last) for row in rows}
