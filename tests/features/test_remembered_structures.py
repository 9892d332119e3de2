"""What is remembered of a scorecard saves work, and is never taken for what it no longer is."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.domain.kpi import KpiState
from equipoise.kpis.entries import ValueItem
from equipoise.kpis.models import Kpi
from equipoise.kpis.record import Recorded, record_values
from equipoise.scores.find import load_structures
from equipoise.scores.models import StoredScore
from equipoise.scores.remembered import Remembered
from tests.support.api import TestOrganisation
from tests.support.scorecards import add_card
from tests.support.statements import statements_of

OCTOBER = date(2026, 10, 1)


def october(kpi: UUID | str, value: str) -> ValueItem:
    return ValueItem(kpi, OCTOBER, value)


async def test_a_structure_that_has_not_changed_is_the_very_same(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        first, second = [(await load_structures(session, [card.id]))[card.id] for _ in range(2)]
        assert first is second


async def test_a_change_that_nobody_announced_is_seen_by_the_next_value(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    """Straight in the database, past every use case."""
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation, kpis=2)
        for kpi, value in zip(card.kpis, ("10", "90"), strict=True):
            await record_values(session, organisation.owner, [october(kpi, value)])
        of_card = update(Kpi).where(Kpi.tenant_id == organisation.tenant_id, Kpi.id == card.kpis[0])
        await session.execute(of_card.values(weight=Decimal(3)))

        await record_values(session, organisation.owner, [october(card.kpis[0], "20")])
        stored = await session.get(StoredScore, (organisation.tenant_id, card.id, OCTOBER), populate_existing=True)
        assert stored is not None
        assert stored.score == Decimal("37.5")

        await session.execute(of_card.values(state=KpiState.RETIRED))
        outcome = await record_values(session, organisation.owner, [october(card.kpis[0], "30")])
        assert [refusal.code for refusal in outcome.refusals] == ["IMPOSSIBLE_STATE"]


async def test_a_kpi_that_was_added_since_takes_values(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation, kpis=1)
        await record_values(session, organisation.owner, [october(card.kpis[0], "10")])
        added = _kpi_like(await session.get_one(Kpi, (organisation.tenant_id, card.kpis[0])))
        session.add(added)
        items = [october(added.id, "20"), october(card.kpis[0], "30")]
        assert await record_values(session, organisation.owner, items) == Recorded(recorded=2)


async def test_a_value_takes_as_many_statements_on_a_large_scorecard_as_on_a_small_one(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    """Those that lock, find and write; the first on a scorecard finds its structure before."""
    counts = []
    for objectives in (1, 20):
        async with writing(engine, organisation.tenant_id) as session:
            card = await add_card(session, organisation, objectives=objectives, kpis=3)
            await record_values(session, organisation.owner, [october(kpi, "10") for kpi in card.kpis])
            for items in ([october(card.kpis[0], "20")], [october(kpi, "30") for kpi in card.kpis]):
                with statements_of(engine) as sent:
                    await record_values(session, organisation.owner, items)
                counts.append(len(sent))
    assert counts == [3, 3, 3, 3]


def test_what_is_remembered_is_bounded_and_the_least_used_goes_first() -> None:
    written = "\x1d".join(["\x1f".join(["MONTHLY", "AVERAGE", "2026-12-31", "", "1"]), "", "", "", ""])
    remembered = Remembered(most_characters=2 * len(written))
    ids = [new_id() for _ in range(3)]
    for each in (ids[0], ids[1], ids[0], ids[2]):
        remembered.read(each, written)
    assert [remembered.last(each) is not None for each in ids] == [True, False, True]


def _kpi_like(row: Kpi) -> Kpi:
    return Kpi(
        id=new_id(),
        scorecard_id=row.scorecard_id,
        objective_id=row.objective_id,
        key="another",
        name="Another",
        position=9,
        created_at=row.created_at,
        scoring=row.scoring,
        state=KpiState.ACTIVE,
    )
