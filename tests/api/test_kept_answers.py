"""Answers that have not changed are not read again, and are never older than the moment."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.identity.models import Person
from equipoise_graphql.kept import KeptAnswers
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.kpis import Board, new_board, record

PAGE = (QUERIES / "scorecard_page.graphql").read_text()
DETAIL = (QUERIES / "kpi_detail.graphql").read_text()
NAME = "query Name($id: ID!) { scorecard(id: $id) { name } }"


@pytest.fixture
async def board(engine: AsyncEngine, organisation: TestOrganisation) -> Board:
    return await new_board(engine, organisation)


def _rename_behind_its_back(url: str, board: Board) -> None:
    """As nobody does: past the product, so that no change is counted."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "UPDATE scorecard SET name = 'Renamed' WHERE id = %s", [board.scorecard.removeprefix("scorecard_")]
        )


async def test_what_nobody_changed_is_not_read_again_until_somebody_does(
    api: Api, board: Board, database_url: str
) -> None:
    before = await api.data(NAME, id=board.scorecard)
    _rename_behind_its_back(database_url, board)
    assert await api.data(NAME, id=board.scorecard) == before
    await record(api, board.kpis[0], ("2026-10-01", "12"))
    assert (await api.data(NAME, id=board.scorecard))["scorecard"]["name"] == "Renamed"


async def test_every_change_is_seen_at_once(api: Api, board: Board) -> None:
    for value in ("1", "2", "3"):
        await record(api, board.kpis[0], ("2026-10-01", value))
        for _ in range(2):
            page = await api.data(PAGE, id=board.scorecard)
            shown = [
                value["value"]
                for perspective in page["scorecard"]["perspectives"]
                for objective in perspective["objectives"]
                for kpi in objective["kpis"]
                if kpi["id"] == board.kpis[0]
                for value in kpi["values"]
                if value["periodStart"] == "2026-10-01"
            ]
            assert shown == [value]


async def test_evidence_of_use_is_seen_once_it_is_written(api: Api, app: Starlette, board: Board) -> None:
    for seen in (0, 1):
        detail = await api.data(DETAIL, id=board.kpis[0])
        assert detail["kpi"]["usage"]["views"] == seen
        await app.state.usage.flush()


async def test_a_kept_answer_is_a_view_like_any_other(api: Api, app: Starlette, board: Board, clock: Clock) -> None:
    for _ in range(3):
        await api.data(DETAIL, id=board.kpis[0])
        await app.state.usage.flush()
        clock.now += timedelta(days=1)
    assert (await api.data(DETAIL, id=board.kpis[0]))["kpi"]["usage"]["views"] == 3


async def test_what_depends_on_the_day_is_read_on_the_next_one(api: Api, board: Board, clock: Clock) -> None:
    score = "query Score($id: ID!) { scorecard(id: $id) { score { periodStart } } }"
    await api.data(score, id=board.scorecard)
    clock.now += timedelta(days=31)
    later = await api.data(score, id=board.scorecard)
    assert later["scorecard"]["score"]["periodStart"] == "2026-12-01"


async def test_who_lost_access_is_shown_nothing_that_was_kept(
    api: Api, organisation: TestOrganisation, signed_in: NewPerson, board: Board, engine: AsyncEngine
) -> None:
    viewer = await signed_in(organisation, Role.VIEWER)
    await viewer.data(NAME, id=board.scorecard)
    me = "{ viewer { person { id } } }"
    person = (await viewer.data(me))["viewer"]["person"]["id"].removeprefix("person_")
    async with writing(engine, organisation.tenant_id) as session:
        row = await session.get(Person, (organisation.tenant_id, person))
        assert row is not None
        row.left_at = organisation.owner.now
    refused = await viewer.post({"query": NAME, "variables": {"id": board.scorecard}})
    assert refused.status_code == 401


async def test_another_organisation_never_gets_what_was_kept(
    api: Api, board: Board, new_organisation: NewOrganisation
) -> None:
    await api.data(NAME, id=board.scorecard)
    other = await new_organisation()
    assert await other.api.data(NAME, id=board.scorecard) == {"scorecard": None}


def test_the_memory_of_answers_is_bounded_and_the_least_used_go_first() -> None:
    kept = KeptAnswers(100_000)
    for number in range(100):
        kept.keep(number, 1, f"answer {number}", 4_500)
        kept.get(0)
    assert len(kept) == 20
    assert kept.get(0) is not None
    assert kept.get(1) is None
    kept.keep("large", 1, "too large for one", 50_000)
    assert kept.get("large") is None


def test_an_older_answer_does_not_replace_a_newer_one() -> None:
    kept = KeptAnswers(100_000)
    kept.keep("question", 2, "newer", 10)
    kept.keep("question", 1, "older", 10)
    found = kept.get("question")
    assert found is not None
    assert found.answer == "newer"
