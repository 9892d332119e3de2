"""A whole scorecard page: perspectives, objectives, KPIs and values, as many of each as a test wants."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.model import Entity
from equipoise.db.session import TenantSession, writing
from equipoise.domain.kpi import KpiState
from equipoise.kpis.entries import ValueItem
from equipoise.kpis.models import Kpi
from equipoise.kpis.record import record_values
from equipoise.kpis.targets import set_target_plan
from equipoise.strategy.models import Objective, OrgUnit, Perspective, Scorecard, UnitKind
from equipoise_graphql.ids import encode
from tests.support.api import TestOrganisation
from tests.support.scorecards import ZERO_TO_HUNDRED

CONSTANT = {"kind": "CONSTANT", "target": "50"}


async def new_page(
    engine: AsyncEngine, organisation: TestOrganisation, *, perspectives: int, objectives: int, kpis: int, values: int
) -> str:
    """The id of a scorecard with so many perspectives, objectives in each, KPIs in each, and monthly values of each.

    The values run up to October 2026 and are the number of their month; the target of 2026 is 50 throughout. The
    owner of the organisation answers for everything.
    """
    owner = organisation.owner
    unit = OrgUnit(id=new_id(), name="Sales", kind=UnitKind.DIVISION)
    card = Scorecard(
        id=new_id(),
        org_unit_id=unit.id,
        name="Sales 2026",
        cycle_start=date(2026, 1, 1),
        cycle_end=date(2026, 12, 31),
        created_at=owner.now,
    )
    views = [
        Perspective(id=new_id(), scorecard_id=card.id, name=f"View {place}", position=place)
        for place in range(perspectives)
    ]
    wanted = [
        Objective(
            id=new_id(),
            scorecard_id=card.id,
            perspective_id=view.id,
            owner_id=owner.person_id,
            name=f"Objective {place}",
            position=place,
        )
        for view in views
        for place in range(objectives)
    ]
    measured = [_kpi(objective, place, organisation) for objective in wanted for place in range(kpis)]
    async with writing(engine, organisation.tenant_id) as session:
        await _add(session, [unit], [card], views, wanted, measured)
        for kpi in measured:
            await set_target_plan(
                session, owner, kpi.id, starts_on=card.cycle_start, ends_on=card.cycle_end, plan=CONSTANT
            )
        await _record(session, organisation, [kpi.id for kpi in measured], values)
    return encode(Scorecard, card.id)


def _kpi(objective: Objective, place: int, organisation: TestOrganisation) -> Kpi:
    kpi_id = new_id()
    return Kpi(
        id=kpi_id,
        scorecard_id=objective.scorecard_id,
        objective_id=objective.id,
        owner_id=organisation.owner.person_id,
        key=f"k-{kpi_id.hex}",
        name=f"KPI {place}",
        position=place,
        scoring=ZERO_TO_HUNDRED,
        state=KpiState.ACTIVE,
        created_at=organisation.owner.now,
        activated_at=organisation.owner.now,
    )


async def _add(session: TenantSession, *levels: Iterable[Entity]) -> None:
    for rows in levels:
        session.add_all(rows)
        await session.flush()


async def _record(session: TenantSession, organisation: TestOrganisation, kpi_ids: list[UUID], values: int) -> None:
    months = [date(2026 - back // 12, 12 - back % 12, 1) for back in range(2, values + 2)]
    items = [ValueItem(kpi_id, month, value=str(month.month)) for kpi_id in kpi_ids for month in months]
    done = await record_values(session, organisation.owner, items)
    assert done.recorded == len(items)
