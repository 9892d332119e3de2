"""The organisation that all others are copies of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.seeding.months import months_after
from equipoise.db.engine import application_engine
from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession, writing
from equipoise.domain.kpi import KpiState
from equipoise.identity.tokens import create_token
from equipoise.kpis.models import Kpi
from equipoise.scores.recompute import recompute
from equipoise.scores.rescore import rescore_values
from equipoise.strategy.models import Objective, OrgUnit, Perspective, Scorecard, UnitKind
from equipoise.tenants.create import create_tenant

PERSPECTIVES = ("Financial", "Customer", "Internal Processes", "Learning & Growth")
OBJECTIVES, KPIS = 5, 3
VALUES = 36
"""Months with a value, the last of them the current one."""
TARGETS_AHEAD = 12
"""Months to come that have a target already; for so long the data stay usable."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """What requests to one organisation need."""

    tenant_id: UUID
    secret: str
    """The part of the access token that follows the tenant."""
    scorecard: UUID
    kpis: tuple[UUID, ...]
    last_month: date

    @property
    def token(self) -> str:
        return f"eqp_{self.tenant_id.hex}_{self.secret}"


async def make_template(url: str) -> Organisation:
    """4 perspectives, 20 objectives, 60 KPIs, 36 months of values with their scores, and a token of its owner."""
    engine = application_engine(url)
    try:
        return await _organisation(engine, datetime.now(UTC))
    finally:
        await engine.dispose()


async def _organisation(engine: AsyncEngine, now: datetime) -> Organisation:
    tenant_id, last_month = new_id(), now.date().replace(day=1)
    async with writing(engine, tenant_id) as session:
        owner = await create_tenant(
            session, slug="bench", name="Bench", owner_name="Owner", owner_email="owner@bench.example", now=now
        )
        token = await create_token(session, owner, person_id=owner.person_id, name="bench", lifetime=None)
        scorecard, kpis = await _strategy(session, now)
        await _figures(session, kpis, last_month, now)
        await rescore_values(session, [scorecard])
        await recompute(session, now, [scorecard])
    secret = token.secret.removeprefix(f"eqp_{tenant_id.hex}_")
    return Organisation(tenant_id, secret, scorecard, tuple(kpis), last_month)


async def _strategy(session: TenantSession, now: datetime) -> tuple[UUID, list[UUID]]:
    unit = OrgUnit(id=new_id(), name="Company", kind=UnitKind.COMPANY)
    card = Scorecard(
        id=new_id(),
        org_unit_id=unit.id,
        name="Strategy",
        cycle_start=date(now.year, 1, 1),
        cycle_end=date(now.year, 12, 31),
        created_at=now,
    )
    perspectives = [
        Perspective(id=new_id(), scorecard_id=card.id, name=name, position=place)
        for place, name in enumerate(PERSPECTIVES)
    ]
    objectives = [
        Objective(
            id=new_id(),
            scorecard_id=card.id,
            perspective_id=perspective.id,
            name=f"{perspective.name} objective {place}",
            position=place,
        )
        for perspective in perspectives
        for place in range(OBJECTIVES)
    ]
    kpis = [_kpi(objective, number, now) for number, objective in enumerate(o for o in objectives for _ in range(KPIS))]
    for level in ([unit], [card], perspectives, objectives, kpis):
        session.add_all(level)
        await session.flush()
    return card.id, [kpi.id for kpi in kpis]


def _kpi(objective: Objective, number: int, now: datetime) -> Kpi:
    return Kpi(
        id=new_id(),
        scorecard_id=objective.scorecard_id,
        objective_id=objective.id,
        key=f"kpi-{number}",
        name=f"{objective.name}, measure {number}",
        unit="%",
        position=number,
        purpose="To know whether the objective is being reached.",
        good_range="Above 70 is good, below 40 is not.",
        response_plan="The owner explains and proposes an action.",
        behaviours="May tempt people to count what is easy.",
        scoring={"method": "PROGRESS", "baseline": "0"},
        state=KpiState.ACTIVE,
        created_at=now,
    )


async def _figures(session: TenantSession, kpis: list[UUID], last_month: date, now: datetime) -> None:
    """Targets and values, set-wise; the scores are worked out by the product afterwards."""
    bound = {
        "tenant_id": session.tenant_id,
        "kpis": kpis,
        "first": months_after(last_month, 1 - VALUES),
        "last": last_month,
        "ahead": months_after(last_month, TARGETS_AHEAD),
        "now": now,
    }
    await session.execute(_TARGETS, bound)
    await session.execute(_VALUES, bound)


_TARGETS = text("""
    INSERT INTO kpi_target (tenant_id, kpi_id, period_start, value)
    SELECT :tenant_id, kpi_id, month::date, 80
    FROM unnest(CAST(:kpis AS uuid[])) AS kpi_id,
         generate_series(CAST(:first AS date), CAST(:ahead AS date), interval '1 month') AS month
    ON CONFLICT DO NOTHING
""")
_VALUES = text("""
    INSERT INTO kpi_value (tenant_id, kpi_id, period_start, value, source, revision, recorded_at, status)
    SELECT :tenant_id, kpi_id, month::date,
           round((40 + 30 * sin(extract(epoch FROM month) / 8e6) + 10 * random())::numeric, 2),
           'seed', 1, CAST(:now AS timestamptz), 'NO_DATA'
    FROM unnest(CAST(:kpis AS uuid[])) AS kpi_id,
         generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 month') AS month
    ON CONFLICT DO NOTHING
""")
