"""A compiled read leaves the evidence that the resolvers would leave."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.db.session import reading
from equipoise.usage.models import UsageDay
from equipoise_graphql.compiled import executor
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.kpis import new_board


async def test_a_page_lists_its_kpis_and_a_detail_is_opened(
    api: Api, app: Starlette, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation)
    executor._plans.clear()
    await api.data((QUERIES / "scorecard_page.graphql").read_text(), id=board.scorecard)
    await api.data((QUERIES / "kpi_detail.graphql").read_text(), id=board.kpis[0])
    assert all(plan is not None for _, plan in executor._plans.values()), "both are compiled"
    await app.state.usage.flush()
    async with reading(engine, organisation.tenant_id) as session:
        rows = (await session.scalars(select(UsageDay))).all()
    assert Counter((row.signal, row.times) for row in rows) == {
        ("LISTED", 1): len(board.kpis),
        ("DETAIL_OPENED", 1): 1,
    }
