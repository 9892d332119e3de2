"""The application works on what was migrated, on every server: it writes, scores, reads and draws."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.engine import application_engine
from tests.conftest import Clock
from tests.support.api import QUERIES
from tests.support.kpis import new_board, record
from tests.support.serving import served, signed_up


@pytest.fixture
async def engine(migrated_url: str) -> AsyncIterator[AsyncEngine]:
    engine = application_engine(migrated_url)
    yield engine
    await engine.dispose()


async def test_what_frontends_ask_is_answered_on_every_server(
    engine: AsyncEngine, tmp_path: Path, clock: Clock
) -> None:
    async with served(engine, tmp_path, clock) as client:
        organisation = await signed_up(engine, client, clock.now)
        board = await new_board(engine, organisation)
        await record(organisation.api, board.kpis[0], ("2026-09-01", "40.5"), ("2026-10-01", "60"))
        await record(organisation.api, board.kpis[0], ("2026-09-01", "41"))
        for document, variables in (
            ("scorecard_page", {"id": board.scorecard}),
            ("scorecard_scores", {"id": board.scorecard, "on": "2026-10-31"}),
            ("kpi_detail", {"id": board.kpis[0]}),
            ("unused_kpis", {"first": 10}),
        ):
            query = (QUERIES / f"{document}.graphql").read_text(encoding="utf-8")
            answer = await organisation.api.data(query, **variables)
            assert all(answer.values()), document
        headers = {"Authorization": f"Bearer {organisation.api.token}"}
        picture = await client.get(f"/scorecards/{board.scorecard}/map.svg", headers=headers)
        assert picture.status_code == 200
