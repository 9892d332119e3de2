"""Moves of scorecards that happen at the same time."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import TenantSession, writing
from equipoise.domain.errors import Cycle
from equipoise.strategy.models import Scorecard
from equipoise.strategy.scorecard_tree import move_scorecard
from equipoise_graphql.ids import decode
from tests.support.api import TestOrganisation
from tests.support.races import somebody_waits
from tests.support.strategy import new_scorecard


async def test_two_moves_that_would_close_a_circle_together_take_turns(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    a, b = [decode((await new_scorecard(organisation.api, name))["id"], Scorecard) for name in "AB"]

    async def second_move() -> None:
        async with writing(engine, organisation.tenant_id) as session:
            await move_scorecard(session, organisation.owner, b, a)

    async with TenantSession(engine, organisation.tenant_id) as first, first.begin():
        await move_scorecard(first, organisation.owner, a, b)
        await first.flush()
        second = asyncio.create_task(second_move())
        await somebody_waits(engine)
    with pytest.raises(Cycle):
        await second


async def test_a_move_that_is_taken_back_leaves_the_way_free(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    a, b = [decode((await new_scorecard(organisation.api, name))["id"], Scorecard) for name in "AB"]

    async def second_move() -> None:
        async with writing(engine, organisation.tenant_id) as session:
            moved = await move_scorecard(session, organisation.owner, b, a)
            assert moved.parent_id == a

    async with TenantSession(engine, organisation.tenant_id) as first:
        await move_scorecard(first, organisation.owner, a, b)
        await first.flush()
        second = asyncio.create_task(second_move())
        await somebody_waits(engine)
        await first.rollback()
    await second
