"""What `equipoise demo` shows: every scorecard with its scores, and what the next review will ask, with why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import ReadSession, reading
from equipoise.domain.calendar import Period
from equipoise.domain.kpi import MEASURED
from equipoise.domain.status import Status
from equipoise.kpis.models import Kpi
from equipoise.kpis.queries import last_values
from equipoise.reviews.unused import unused_findings
from equipoise.scores.queries import ScoreOfPeriod, scores_of_periods
from equipoise.strategy.models import Objective, OrgUnit, Perspective, Scorecard, ScorecardStatus
from equipoise.tenants.calendar import OrganisationTime, organisation_time


@dataclass(frozen=True, slots=True)
class Standing:
    """A score (0..100, None without data) with its colour and what it stands on: `scored` of `total` KPIs."""

    score: Decimal | None
    status: Status
    scored: int
    total: int


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI with its last value up to the period; `word` is set where the value is a judgement in words."""

    key: str
    name: str
    unit: str | None
    value: Decimal | None
    word: str | None
    target: Decimal | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    name: str
    standing: Standing
    kpis: tuple[KpiLine, ...]


@dataclass(frozen=True, slots=True)
class PerspectiveLine:
    name: str
    standing: Standing
    objectives: tuple[ObjectiveLine, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A KPI that the next review will question, and why."""

    key: str
    name: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class ScorecardReport:
    """One scorecard in one period; `level` is 0 for the top one, 1 for those cascaded from it, and so on."""

    name: str
    unit: str
    level: int
    period: str
    standing: Standing
    perspectives: tuple[PerspectiveLine, ...]
    questions: tuple[Question, ...]


Part = TypeVar("Part", Perspective, Objective, Kpi)

_UNKNOWN = Standing(None, Status.NO_DATA, 0, 0)


async def report(engine: AsyncEngine, tenant_id: UUID, now: datetime) -> list[ScorecardReport]:
    """Every scorecard in force, parents first, in the last period that is over: the present one has hardly begun."""
    async with reading(engine, tenant_id) as session:
        time = await organisation_time(session)
        levels = _levels(await _scorecards(session))
        return [await _report(session, time, scorecard, level, time.day_of(now)) for scorecard, level in levels]


async def _scorecards(session: ReadSession) -> Sequence[Scorecard]:
    statement = select(Scorecard).where(
        Scorecard.tenant_id == session.tenant_id, Scorecard.status == ScorecardStatus.ACTIVE
    )
    return (await session.scalars(statement.order_by(Scorecard.id))).all()


def _levels(scorecards: Iterable[Scorecard]) -> list[tuple[Scorecard, int]]:
    """Each below its parent, and how deep."""
    below: defaultdict[UUID | None, list[Scorecard]] = defaultdict(list)
    known = {scorecard.id for scorecard in scorecards}
    for scorecard in scorecards:
        below[scorecard.parent_id if scorecard.parent_id in known else None].append(scorecard)
    found: list[tuple[Scorecard, int]] = []
    waiting = [(scorecard, 0) for scorecard in reversed(below[None])]
    while waiting:
        scorecard, level = waiting.pop()
        found.append((scorecard, level))
        waiting += [(child, level + 1) for child in reversed(below[scorecard.id])]
    return found


async def _report(
    session: ReadSession, time: OrganisationTime, scorecard: Scorecard, level: int, today: date
) -> ScorecardReport:
    calendar = time.calendar
    period = calendar.previous(calendar.holding(today, scorecard.frequency))
    perspectives = await _parts(session, Perspective, scorecard)
    standing_ones = [each for each in await _parts(session, Objective, scorecard) if each.retired_at is None]
    objectives = [each for view in perspectives for each in standing_ones if each.perspective_id == view.id]
    measured = [each for each in await _parts(session, Kpi, scorecard) if each.state in MEASURED]
    kpis = [each for objective in objectives for each in measured if each.objective_id == objective.id]
    subjects = [scorecard.id, *(each.id for each in (*perspectives, *objectives, *kpis))]
    scores = await scores_of_periods(session, [(subject, period.start) for subject in subjects], None)
    standing = {subject: _standing(scores.get((subject, period.start))) for subject in subjects}
    lines = await _kpi_lines(session, kpis, period, standing)
    unit = select(OrgUnit.name).where(OrgUnit.tenant_id == session.tenant_id, OrgUnit.id == scorecard.org_unit_id)
    found = await unused_findings(session, today, scorecard.id)
    return ScorecardReport(
        name=scorecard.name,
        unit=(await session.scalars(unit)).one(),
        level=level,
        period=calendar.label(period),
        standing=standing[scorecard.id],
        perspectives=tuple(
            PerspectiveLine(
                view.name,
                standing[view.id],
                tuple(
                    ObjectiveLine(
                        objective.name,
                        standing[objective.id],
                        tuple(lines[kpi.id] for kpi in kpis if kpi.objective_id == objective.id),
                    )
                    for objective in objectives
                    if objective.perspective_id == view.id
                ),
            )
            for view in perspectives
        ),
        questions=tuple(
            Question(kpi.key, kpi.name, found[kpi.id].rule, found[kpi.id].message) for kpi in kpis if kpi.id in found
        ),
    )


async def _parts(session: ReadSession, part: type[Part], scorecard: Scorecard) -> Sequence[Part]:
    """In their order on the scorecard."""
    statement = select(part).where(part.tenant_id == session.tenant_id, part.scorecard_id == scorecard.id)
    return (await session.scalars(statement.order_by(part.position, part.id))).all()


async def _kpi_lines(
    session: ReadSession, kpis: Sequence[Kpi], period: Period, standing: Mapping[UUID, Standing]
) -> dict[UUID, KpiLine]:
    values = await last_values(session, [kpi.id for kpi in kpis], 1, last_day=period.end)
    lines = {}
    for kpi in kpis:
        latest = next(iter(values.get(kpi.id, ())), None)
        lines[kpi.id] = KpiLine(
            key=kpi.key,
            name=kpi.name,
            unit=kpi.unit,
            value=None if latest is None else latest.value,
            word=None if latest is None else latest.label,
            target=None if latest is None else latest.target,
            standing=standing[kpi.id],
        )
    return lines


def _standing(score: ScoreOfPeriod | None) -> Standing:
    if score is None:
        return _UNKNOWN
    return Standing(score.value, score.status, score.scored_count, score.total_count)
