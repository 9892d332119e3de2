"""Recording values: revisions, refusals, and the scores that follow."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import TenantSession, writing
from equipoise.domain.calendar import Frequency
from equipoise.domain.missing import MissingData
from equipoise.domain.roles import Role
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind
from equipoise.kpis.entries import ValueItem
from equipoise.kpis.models import KpiValue, KpiValueRevision
from equipoise.kpis.record import Recorded, record_values
from equipoise.kpis.update import update_kpi
from equipoise.scores.models import StoredScore, StoredScoreRevision
from equipoise.scores.rebuild import rebuild
from tests.support.api import TestOrganisation
from tests.support.scorecards import Card, add_card, contribute


async def score(session: TenantSession, subject: UUID, month: int) -> StoredScore:
    found = await session.get(StoredScore, (session.tenant_id, subject, date(2026, month, 1)), populate_existing=True)
    assert found is not None
    return found


def item(kpi: UUID | str, month: int, value: object) -> ValueItem:
    return ValueItem(kpi, date(2026, month, 1), value)


async def test_a_value_is_scored_up_the_chain_in_the_same_transaction(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        outcome = await record_values(session, organisation.owner, [item(card.kpis[0], 10, "40")])
        assert outcome == Recorded(recorded=1, unchanged=0)
        assert (await score(session, card.kpis[0], 10)).score == 40
        for subject in (card.objectives[0], card.perspective_id, card.id):
            stored = await score(session, subject, 10)
            assert (stored.score, stored.scored_weight, stored.scored_count, stored.total_count) == (
                Decimal(40), Decimal("0.5"), 1, 2,
            )  # fmt: skip


async def test_the_same_value_again_changes_nothing_and_says_so(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        await record_values(session, organisation.owner, [item(card.kpis[0], 10, "40")])
        outcome = await record_values(session, organisation.owner, [item(card.kpis[0], 10, "40.00")])
        assert outcome == Recorded(recorded=0, unchanged=1)
        assert await session.scalar(select(func.count()).select_from(KpiValueRevision)) == 0
        assert await session.scalar(select(func.count()).select_from(StoredScoreRevision)) == 0


async def test_a_correction_makes_a_revision_and_keeps_the_old_value(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        await record_values(session, organisation.owner, [item(card.kpis[0], 10, "40")])
        await record_values(session, organisation.owner, [item(card.kpis[0], 10, "50")])
        current = (await session.scalars(select(KpiValue))).one()
        replaced = (await session.scalars(select(KpiValueRevision))).one()
        assert (current.value, current.revision) == (Decimal(50), 2)
        assert (replaced.value, replaced.revision) == (Decimal(40), 1)
        assert (await score(session, card.id, 10)).score == 50


async def test_all_or_nothing_records_nothing_and_names_every_refused_item(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        items = [item(card.kpis[0], 10, "40"), item(card.kpis[0], 9, "NaN"), item("no-such-key", 9, "1")]
        outcome = await record_values(session, organisation.owner, items)
        assert outcome.recorded == 0
        assert [(refusal.field, refusal.code) for refusal in outcome.refusals] == [
            ("values.1.value", "NOT_A_NUMBER"),
            ("values.2.kpi", "NOT_FOUND"),
        ]
        assert await session.scalar(select(func.count()).select_from(KpiValue)) == 0


async def test_item_by_item_keeps_the_good_ones(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        items = [item(card.kpis[0], 10, "40"), item(card.kpis[1], 10, "1" * 400), item(card.kpis[0], 10, "41")]
        outcome = await record_values(session, organisation.owner, items, all_or_nothing=False)
        assert outcome.recorded == 1
        assert [(refusal.field, refusal.code) for refusal in outcome.refusals] == [
            ("values.1.value", "NUMBER_TOO_LARGE"),
            ("values.2.periodStart", "DUPLICATE_VALUE"),
        ]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (date(2026, 10, 2), "NOT_A_PERIOD_START"),
        (date(2027, 1, 1), "OUTSIDE_CYCLE"),
        (date(1926, 1, 1), "OUTSIDE_CYCLE"),
    ],
)
async def test_a_date_that_is_no_period_of_the_cycle_is_refused(
    engine: AsyncEngine, organisation: TestOrganisation, start: date, code: str
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        outcome = await record_values(session, organisation.owner, [ValueItem(card.kpis[0], start, "1")])
        assert [(refusal.field, refusal.code) for refusal in outcome.refusals] == [("values.0.periodStart", code)]


async def test_a_contributor_records_only_what_is_theirs(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    owner = organisation.owner
    async with writing(engine, organisation.tenant_id) as session:
        mine = await add_card(session, organisation, kpi={"contributor_id": owner.person_id}, kpis=1)
        others = await add_card(session, organisation, kpis=1)
        contributor = Actor(owner.tenant_id, owner.person_id, Role.CONTRIBUTOR, PersonKind.HUMAN, owner.now)
        items = [item(mine.kpis[0], 10, "1"), item(others.kpis[0], 10, "1")]
        outcome = await record_values(session, contributor, items, all_or_nothing=False)
        assert (outcome.recorded, [refusal.code for refusal in outcome.refusals]) == (1, ["FORBIDDEN"])


async def _family(session: TenantSession, organisation: TestOrganisation) -> tuple[Card, Card, Card]:
    top = await add_card(session, organisation, objectives=2)
    middle = await add_card(session, organisation, parent=top, kpi={"missing_data": MissingData.ZERO})
    low = await add_card(
        session, organisation, parent=middle, kpi={"missing_data": MissingData.CARRIED_FORWARD, "carried_periods": 2}
    )
    await contribute(session, low.objectives[0], middle.objectives[0])
    await contribute(session, middle.objectives[0], top.objectives[1])
    return top, middle, low


async def test_a_score_flows_up_through_two_cascades(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        top, _, low = await _family(session, organisation)
        await record_values(session, organisation.owner, [item(low.kpis[0], 3, "80")])
        stored = await score(session, top.id, 3)
        assert (stored.score, stored.scored_count) == (Decimal(80), 1)
        assert (await score(session, top.id, 5)).score == 80, "carried forward for two periods"


async def test_rebuild_finds_nothing_to_change_whatever_the_order_of_recording(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        top, middle, low = await _family(session, organisation)
        steps = [
            [(low, 0, 3, "80"), (middle, 1, 8, "10")],
            [(top, 2, 11, "55"), (middle, 0, 2, "90")],
            [(low, 1, 1, "15.5")],
            [(low, 0, 3, "82"), (top, 0, 6, "7"), (middle, 1, 12, "33.3333333333")],
        ]
        for step in steps:
            items = [item(card.kpis[place], month, value) for card, place, month, value in step]
            assert (await record_values(session, organisation.owner, items)).refusals == []
            assert await rebuild(session, organisation.owner.now) == 0


@pytest.mark.parametrize("months", [(8, 1), (2, 12)], ids=["before", "after"])
async def test_a_period_apart_from_the_others_leaves_their_scores_alone(
    engine: AsyncEngine, organisation: TestOrganisation, months: tuple[int, int]
) -> None:
    """What lies between is scored as well, and has no data; a quarter's months are looked at all or not at all."""
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation, kpis=1, card={"frequency": Frequency.QUARTERLY})
        for month in months:
            await record_values(session, organisation.owner, [item(card.kpis[0], month, "40")])
        quarters = [
            await score(session, card.id, month) for month in (1, 4, 7, 10) if min(months) - 2 <= month <= max(months)
        ]
        assert [quarters[0].score, quarters[-1].score] == [Decimal(40), Decimal(40)]
        assert {quarter.score for quarter in quarters[1:-1]} == {None}
        assert await rebuild(session, organisation.owner.now) == 0


async def test_rebuild_mends_what_was_tampered_with(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        await record_values(session, organisation.owner, [item(card.kpis[0], 10, "40")])
        (await score(session, card.id, 10)).score = Decimal(99)
        await session.flush()
        assert await rebuild(session, organisation.owner.now) == 1
        assert (await score(session, card.id, 10)).score == 40


async def test_a_kpi_that_moves_takes_its_scores_to_a_scorecard_of_either_age(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        older = await add_card(session, organisation)
        newer = await add_card(session, organisation)
        for home, away in ((older, newer), (newer, older)):
            await record_values(session, organisation.owner, [item(home.kpis[0], 10, "40")])
            await update_kpi(session, organisation.owner, home.kpis[0], objective_id=away.objectives[0])
            assert (await score(session, home.kpis[0], 10)).scorecard_id == away.id
            assert await rebuild(session, organisation.owner.now) == 0
