"""A request that fails half-way gives back everything that it took."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from tests.support.api import Api, TestOrganisation
from tests.support.kpis import new_board

HALF = """
query Half($first: Int, $scorecard: ID!) {
  strategyMap(scorecard: $scorecard) { nodes { objective { kpis { usage { views } scorecard { orgUnit { name } } } } } }
  kpis(first: $first) { totalCount }
}
"""


async def test_resolvers_that_are_left_behind_keep_no_connection(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation)
    pool = engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)
    await api.data("{ viewer { role } }")
    before = pool.checkedout()
    for _ in range(pool.size() + 5):
        body = await api.send(HALF, first=None, scorecard=board.scorecard)
        assert body["data"] is None
        assert body["errors"]
    await asyncio.sleep(0.1)
    assert pool.checkedout() == before
