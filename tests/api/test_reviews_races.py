"""Two people at once in a review."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.domain.review_cycle import AlreadyDecided, Outcome, Stance, WrongStage
from equipoise.identity.actor import Actor
from equipoise.reviews.close import close_review
from equipoise.reviews.decide import decide
from equipoise.reviews.decision import Decision
from equipoise.reviews.flags import raise_flags
from equipoise.reviews.models import ReviewCycle, ReviewItem
from equipoise.reviews.opinions import give_opinion
from equipoise_graphql.ids import decode
from tests.conftest import Clock
from tests.support.api import TestOrganisation
from tests.support.kpis import kpi_of
from tests.support.races import somebody_waits
from tests.support.reviews import RAISE, actions_on, deciding, items_of, kpi_by_key, unused_board


async def test_the_second_of_two_deciders_is_told_what_the_first_decided(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    _, item = await _deciding(engine, organisation, clock)
    actor = replace(organisation.owner, now=clock.now)
    keep = Decision(Outcome.KEEP, "the board asks for it")

    async with writing(engine, organisation.tenant_id) as first:
        await decide(first, actor, item, keep)
        second = asyncio.create_task(_retire(engine, actor, item))
        await somebody_waits(engine)
    with pytest.raises(AlreadyDecided, match="KEEP, because “the board asks for it”"):
        await second
    kpi = await kpi_by_key(organisation.api, "complaints")
    assert await kpi_of(organisation.api, kpi, "state") == {"state": "ACTIVE"}
    assert (await actions_on(organisation.api, kpi)).count("kpi.retired") == 0


async def test_of_two_deciders_one_wins(engine: AsyncEngine, organisation: TestOrganisation, clock: Clock) -> None:
    _, item = await _deciding(engine, organisation, clock)
    actor = replace(organisation.owner, now=clock.now)
    outcomes = await asyncio.gather(*(_retire(engine, actor, item) for _ in range(4)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDecided"] * 3 + ["NoneType"]


async def test_nobody_decides_in_a_review_that_is_being_closed(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    cycle, item = await _deciding(engine, organisation, clock)
    actor = replace(organisation.owner, now=clock.now)
    async with writing(engine, organisation.tenant_id) as first:
        await decide(first, actor, item, Decision(Outcome.KEEP, "needed"))
        await close_review(first, actor, cycle)
        opinion = asyncio.create_task(_agree(engine, actor, item))
        await somebody_waits(engine)
    with pytest.raises(WrongStage):
        await opinion


async def test_two_evaluations_at_once_raise_each_flag_once(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    await unused_board(engine, organisation, clock, "complaints", "churn")
    actor = replace(organisation.owner, now=clock.now)
    async with writing(engine, organisation.tenant_id) as first:
        assert (await raise_flags(first, actor)).raised == 2
        second = asyncio.create_task(organisation.api.mutate(RAISE, input={}))
        await somebody_waits(engine)
    assert (await second)["raised"] == 0


async def _deciding(engine: AsyncEngine, organisation: TestOrganisation, clock: Clock) -> tuple[UUID, UUID]:
    """A review at its last stage, and its one item."""
    api = organisation.api
    cycle = await deciding(api, await unused_board(engine, organisation, clock))
    (item,) = await items_of(api, cycle)
    return decode(cycle, ReviewCycle), decode(item["id"], ReviewItem)


async def _retire(engine: AsyncEngine, actor: Actor, item: UUID) -> None:
    async with writing(engine, actor.tenant_id) as session:
        await decide(session, actor, item, Decision(Outcome.RETIRE, "nobody looked at it"))


async def _agree(engine: AsyncEngine, actor: Actor, item: UUID) -> None:
    async with writing(engine, actor.tenant_id) as session:
        await give_opinion(session, actor, item, Stance.AGREE)
