"""Whatever is recorded and changed in whatever order, the stored scores are those that a rebuild works out."""

import random
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession, writing
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import KpiState
from equipoise.domain.missing import MissingData
from equipoise.kpis.entries import ValueItem
from equipoise.kpis.models import Kpi
from equipoise.kpis.record import record_values
from equipoise.kpis.retire import restore_kpi, retire_kpi
from equipoise.kpis.targets import set_target_plan
from equipoise.kpis.update import update_kpi
from equipoise.scores.rebuild import rebuild
from equipoise.strategy.objectives import update_objective
from tests.support.api import TestOrganisation
from tests.support.scorecards import ZERO_TO_HUNDRED, Card, add_card, contribute

STEPS = 15
STARTS = {
    Frequency.MONTHLY: [date(2026, month, 1) for month in range(1, 13)],
    Frequency.QUARTERLY: [date(2026, month, 1) for month in (1, 4, 7, 10)],
    Frequency.WEEKLY: [date(2026, 3, day) for day in (2, 9, 16, 23, 30)],
}


class Family:
    """Three scorecards, each contributing to the one above it, with KPIs of every kind; and what may happen to them."""

    def __init__(self, organisation: TestOrganisation, seed: int, policies: list[MissingData]) -> None:
        self._organisation = organisation
        self._owner = organisation.owner
        self._draw = random.Random(seed)
        self._policies = policies
        self._frequencies: dict[UUID, Frequency] = {}
        self._objectives: list[UUID] = []
        self._retired: set[UUID] = set()

    async def begin(self, session: TenantSession) -> None:
        cards: list[Card] = []
        for frequency in (Frequency.QUARTERLY, Frequency.MONTHLY, Frequency.MONTHLY):
            parent = cards[-1] if cards else None
            rhythm = {"frequency": frequency}
            card = await add_card(session, self._organisation, objectives=2, kpis=0, card=rhythm, parent=parent)
            cards.append(card)
            self._objectives += card.objectives
            session.add_all(self._kpi(card, place) for place in range(5))
            await session.flush()
        top, middle, low = cards
        await contribute(session, low.objectives[0], middle.objectives[1])
        await contribute(session, middle.objectives[0], top.objectives[0])

    def _kpi(self, card: Card, place: int) -> Kpi:
        draw = self._draw
        kpi_id = new_id()
        self._frequencies[kpi_id] = draw.choice(list(STARTS))
        return Kpi(
            id=kpi_id,
            scorecard_id=card.id,
            objective_id=draw.choice(card.objectives),
            key=f"k-{kpi_id.hex}",
            name=f"KPI {place}",
            position=place,
            created_at=self._owner.now,
            state=KpiState.ACTIVE,
            frequency=self._frequencies[kpi_id],
            scoring=draw.choice([ZERO_TO_HUNDRED, {"method": "PROGRESS", "baseline": "0"}, {"method": "UNSCORED"}]),
            weight=Decimal(draw.randint(0, 4)),
            aggregation=draw.choice([Aggregation.SUM, Aggregation.AVERAGE, Aggregation.LAST]),
            missing_data=draw.choice(self._policies),
            carried_periods=draw.randint(1, 2),
        )

    async def step(self, session: TenantSession) -> None:
        rare = [self._weigh, self._weigh_objective, self._retire_or_restore, self._aim]
        await self._draw.choice([self._record] * 8 + rare)(session)

    async def _record(self, session: TenantSession) -> None:
        cells = [(kpi, start) for kpi in self._standing() for start in STARTS[self._frequencies[kpi]]]
        chosen = self._draw.sample(cells, min(len(cells), self._draw.choice([1, 1, 1, 2, 8, 20])))
        items = [ValueItem(kpi, start, str(self._draw.randint(-20, 130))) for kpi, start in chosen]
        assert (await record_values(session, self._owner, items)).refusals == []

    async def _weigh(self, session: TenantSession) -> None:
        await update_kpi(session, self._owner, self._draw.choice(self._standing()), weight=self._draw.randint(0, 4))

    async def _weigh_objective(self, session: TenantSession) -> None:
        weight = Decimal(self._draw.randint(0, 4))
        await update_objective(session, self._owner, self._draw.choice(self._objectives), weight=weight)

    async def _retire_or_restore(self, session: TenantSession) -> None:
        if self._retired:
            await restore_kpi(session, self._owner, self._retired.pop())
        else:
            kpi = self._draw.choice(self._standing())
            self._retired.add(kpi)
            await retire_kpi(session, self._owner, kpi, "Enough of it.")

    async def _aim(self, session: TenantSession) -> None:
        plan = {"kind": "CONSTANT", "target": str(self._draw.randint(1, 90))}
        year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
        await set_target_plan(session, self._owner, self._draw.choice(self._standing()), **year, plan=plan)

    def _standing(self) -> list[UUID]:
        return [kpi for kpi in self._frequencies if kpi not in self._retired]


WITHOUT_ZEROS = [MissingData.EXCLUDED, MissingData.CARRIED_FORWARD]


@pytest.mark.parametrize("policies", [WITHOUT_ZEROS, list(MissingData)], ids=["without zeros", "with zeros"])
@pytest.mark.parametrize("seed", range(5))
async def test_scores_are_after_each_step_what_a_rebuild_makes_them(
    engine: AsyncEngine, organisation: TestOrganisation, seed: int, policies: list[MissingData]
) -> None:
    family = Family(organisation, seed, policies)
    async with writing(engine, organisation.tenant_id) as session:
        await family.begin(session)
        for number in range(STEPS):
            await family.step(session)
            assert await rebuild(session, organisation.owner.now) == 0, f"wrong after step {number}"
