"""Scores are read over the API, as they are and as they once stood."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.tenants.models import Organisation
from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import RETIRE, kpi_of, new_board, new_kpi, record

ALL_LEVELS = """
query Levels($id: ID!, $on: Date, $asOf: DateTime) {
  scorecard(id: $id) {
    score(on: $on, asOf: $asOf) { ...Score }
    perspectives { score(on: $on, asOf: $asOf) { ...Score }
      objectives { score(on: $on, asOf: $asOf) { ...Score }
        kpis { score(on: $on, asOf: $asOf) { ...Score attainment } }
      }
    }
  }
}
fragment Score on Score { value status scoredWeight scoredCount totalCount periodStart }
"""


async def test_every_level_has_its_score_with_what_it_stands_on(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=2)
    await record(api, board.kpis[0], ("2026-10-01", "120"))
    scorecard = (await api.data(ALL_LEVELS, id=board.scorecard, on="2026-10-31"))["scorecard"]
    (perspective,) = scorecard["perspectives"]
    (objective,) = perspective["objectives"]
    half = {
        "value": "100",
        "status": "GREEN",
        "scoredWeight": "0.5",
        "scoredCount": 1,
        "totalCount": 2,
        "periodStart": "2026-10-01",
    }
    assert [level["score"] for level in (scorecard, perspective, objective)] == [half] * 3
    scored, without = [kpi["score"] for kpi in objective["kpis"]]
    assert scored == {**half, "scoredWeight": "1", "totalCount": 1, "attainment": "120"}
    assert (without["value"], without["status"], without["scoredCount"]) == (None, "NO_DATA", 0)


async def test_nothing_known_is_a_score_of_its_own(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    found = await kpi_of(api, kpi, "score { value status scoredCount computedAt periodStart }")
    assert found["score"] == {
        "value": None,
        "status": "NO_DATA",
        "scoredCount": 0,
        "computedAt": None,
        "periodStart": "2026-11-01",
    }


async def test_today_is_what_the_organisations_clock_says(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        (await session.get_one(Organisation, organisation.tenant_id)).time_zone = "America/Los_Angeles"
    kpi = (await new_board(engine, organisation)).kpis[0]
    clock.now = datetime(2026, 11, 1, 6, 59, tzinfo=UTC)
    assert (await kpi_of(api, kpi, "score { periodStart }"))["score"]["periodStart"] == "2026-10-01"
    clock.now = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
    assert (await kpi_of(api, kpi, "score { periodStart }"))["score"]["periodStart"] == "2026-11-01"


async def test_a_score_can_be_asked_as_it_stood_at_a_moment(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    start = clock.now
    for hour, figure in enumerate(("10", "20", "30")):
        clock.now = start + timedelta(hours=hour)
        await record(api, board.kpis[0], ("2026-10-01", figure))

    async def stood(minutes: int) -> list[Any]:
        moment = (start + timedelta(minutes=minutes)).isoformat()
        scorecard = (await api.data(ALL_LEVELS, id=board.scorecard, on="2026-10-01", asOf=moment))["scorecard"]
        (perspective,) = scorecard["perspectives"]
        (objective,) = perspective["objectives"]
        levels = [scorecard, perspective, objective, *objective["kpis"]]
        return [level["score"]["value"] for level in levels]

    assert await stood(-1) == [None] * 4
    assert await stood(0) == ["10"] * 4
    assert await stood(59) == ["10"] * 4
    assert await stood(60) == ["20"] * 4
    assert await stood(500) == ["30"] * 4


async def test_a_retired_kpi_still_has_the_score_it_had(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0])
    await record(api, kpi, ("2026-11-01", "70"))
    before = clock.now
    clock.now += timedelta(days=1)
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Enough."})
    asked = (
        "query($id: ID!, $then: DateTime) { kpi(id: $id) { now: score { value } then: score(asOf: $then) { value } } }"
    )
    found = (await api.data(asked, id=kpi, then=before.isoformat()))["kpi"]
    assert found == {"now": {"value": None}, "then": {"value": "70"}}


async def test_the_day_of_the_moment_is_the_day_meant_unless_another_is_given(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, ("2026-11-01", "70"))
    then, clock.now = clock.now, clock.now + timedelta(days=60)
    asked = "query($id: ID!, $then: DateTime) { kpi(id: $id) { score(asOf: $then) { value periodStart } } }"
    found = (await api.data(asked, id=kpi, then=then.isoformat()))["kpi"]
    assert found == {"score": {"value": "70", "periodStart": "2026-11-01"}}


async def test_the_history_of_a_score_comes_oldest_first(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    await record(api, board.kpis[0], *((f"2026-{month:02}-01", str(month)) for month in range(1, 12)))
    before = clock.now
    clock.now += timedelta(hours=1)
    await record(api, board.kpis[0], ("2026-09-01", "99"))
    asked = """
    query($id: ID!, $then: DateTime) { scorecard(id: $id) {
      scores(last: 3) { periodStart value }
      until: scores(last: 2, on: "2026-04-15") { value }
      then: scores(last: 3, asOf: $then) { value }
    } }
    """
    found = (await api.data(asked, id=board.scorecard, then=before.isoformat()))["scorecard"]
    assert found["scores"] == [
        {"periodStart": "2026-09-01", "value": "99"},
        {"periodStart": "2026-10-01", "value": "10"},
        {"periodStart": "2026-11-01", "value": "11"},
    ]
    assert [score["value"] for score in found["until"]] == ["3", "4"]
    assert [score["value"] for score in found["then"]] == ["9", "10", "11"]


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ("scores(last: 0) { value }", "INVALID", "last"),
        ("scores(last: 401) { value }", "INVALID", "last"),
        ('score(on: "1850-01-01") { value }', "DATE_OUT_OF_RANGE", "on"),
    ],
)
async def test_a_question_without_an_answer_is_refused_by_name(
    organisation: TestOrganisation, engine: AsyncEngine, asked: str, code: str, field: str
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    body = await organisation.api.send(f"query($id: ID!) {{ kpi(id: $id) {{ {asked} }} }}", id=kpi)
    assert body["errors"][0]["extensions"] == {"code": code, "field": field}
