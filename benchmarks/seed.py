"""A database of many organisations, made once and kept for the next measurement."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import sql
from rich.progress import track
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db import embedded
from equipoise.db.engine import application_engine
from equipoise.db.ids import new_id
from equipoise.db.migrate import migrate
from equipoise.db.session import TenantSession, writing
from equipoise.domain.kpi import KpiState
from equipoise.identity.tokens import create_token
from equipoise.kpis.models import Kpi
from equipoise.scores.recompute import recompute
from equipoise.scores.rescore import rescore_values
from equipoise.strategy.models import Objective, OrgUnit, Perspective, Scorecard, UnitKind
from equipoise.tenants.create import create_tenant

PERSPECTIVES = ("Financial", "Customer", "Internal Processes", "Learning & Growth")
OBJECTIVES, KPIS, MONTHS = 5, 3, 36
FIRST_MONTH = date(2023, 12, 1)
LAST_MONTH = date(2026, 11, 1)
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@dataclass(frozen=True)
class SeededOrganisation:
    """What requests to one organisation need."""

    tenant_id: str
    token: str
    scorecard: str
    kpis: list[str]


@dataclass(frozen=True)
class Seeded:
    """The database, and what is in it."""

    url: str
    home: str
    organisations: list[SeededOrganisation]


async def seeded(home: Path, organisations: int) -> Seeded:
    """The database with that many organisations; a matching one from before is used again."""
    server = embedded.start(home, settings={"shared_buffers": "512MB", "max_connections": "100"})
    name = f"bench_{organisations}"
    url, known = server.url("postgres", name), home / f"{name}.json"
    if not known.exists():
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        migrate(url)
        engine = application_engine(url)
        made = [
            await _organisation(engine, number) for number in track(range(organisations), description="Organisations")
        ]
        await engine.dispose()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        known.write_text(json.dumps([asdict(organisation) for organisation in made]))
    found = [SeededOrganisation(**row) for row in json.loads(known.read_text())]
    return Seeded(url, str(home), found)


async def _organisation(engine: AsyncEngine, number: int) -> SeededOrganisation:
    tenant_id = new_id()
    async with writing(engine, tenant_id) as session:
        owner = await create_tenant(
            session,
            slug=f"bench-{number}",
            name=f"Bench {number}",
            owner_name="Owner",
            owner_email="o@b.example",
            now=NOW,
        )
        token = await create_token(session, owner, person_id=owner.person_id, name="bench", lifetime=None)
        scorecard, kpis = await _strategy(session)
        await _values(session, kpis)
        await rescore_values(session, [scorecard])
        await recompute(session, NOW, [scorecard])
    return SeededOrganisation(str(tenant_id), token.secret, str(scorecard), [str(kpi) for kpi in kpis])


async def _strategy(session: TenantSession) -> tuple[UUID, list[UUID]]:
    unit = OrgUnit(id=new_id(), name="Company", kind=UnitKind.COMPANY)
    card = Scorecard(
        id=new_id(),
        org_unit_id=unit.id,
        name="Strategy",
        cycle_start=date(2026, 1, 1),
        cycle_end=date(2026, 12, 31),
        created_at=NOW,
    )
    session.add(unit)
    await session.flush()
    session.add(card)
    await session.flush()
    kpis: list[UUID] = []
    for place, name in enumerate(PERSPECTIVES):
        perspective = Perspective(id=new_id(), scorecard_id=card.id, name=name, position=place)
        session.add(perspective)
        await session.flush()
        for number in range(OBJECTIVES):
            objective = Objective(
                id=new_id(),
                scorecard_id=card.id,
                perspective_id=perspective.id,
                name=f"{name} objective {number}",
                position=number,
            )
            session.add(objective)
            await session.flush()
            for _ in range(KPIS):
                kpi = Kpi(
                    id=new_id(),
                    scorecard_id=card.id,
                    objective_id=objective.id,
                    key=f"kpi-{len(kpis)}",
                    name=f"{name} measure {len(kpis)}",
                    unit="%",
                    position=len(kpis),
                    purpose="To know whether the objective is being reached.",
                    good_range="Above 70 is good, below 40 is not.",
                    response_plan="The owner explains and proposes an action.",
                    behaviours="May tempt people to count what is easy.",
                    scoring={"method": "PROGRESS", "baseline": "0"},
                    state=KpiState.ACTIVE,
                    created_at=NOW,
                )
                session.add(kpi)
                kpis.append(kpi.id)
    await session.flush()
    return card.id, kpis


async def _values(session: TenantSession, kpis: list[UUID]) -> None:
    """Targets and values of three years, set-wise; the scores are worked out by the product afterwards."""
    bound = {"tenant_id": session.tenant_id, "kpis": kpis, "first": FIRST_MONTH, "last": LAST_MONTH, "now": NOW}
    months = "generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 month')"
    await session.execute(
        text(f"""
            INSERT INTO kpi_target (tenant_id, kpi_id, period_start, value)
            SELECT :tenant_id, kpi_id, month::date, 80 FROM unnest(:kpis ::uuid[]) AS kpi_id, {months} AS month
            ON CONFLICT DO NOTHING
        """),
        bound,
    )
    await session.execute(
        text(f"""
            INSERT INTO kpi_value (tenant_id, kpi_id, period_start, value, source, revision, recorded_at, status)
            SELECT :tenant_id, kpi_id, month::date,
                   round((40 + 30 * sin(extract(epoch FROM month) / 8e6) + 10 * random())::numeric, 2),
                   'seed', 1, :now, 'NO_DATA'
            FROM unnest(:kpis ::uuid[]) AS kpi_id, {months} AS month
            ON CONFLICT DO NOTHING
        """),
        bound,
    )
