"""A review from its day on the calendar to its end."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import Clock
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.kpis import new_board, new_kpi
from tests.support.reviews import (
    ADVANCE,
    CANCEL,
    CLOSE,
    OPEN,
    OPINION,
    RAISE,
    SCHEDULE,
    decided,
    deciding,
    items_of,
    opened,
    scheduled,
    unused_board,
)
from tests.support.statements import statements_of

REVIEW = (QUERIES / "review.graphql").read_text(encoding="utf-8")
PROGRESS = "query P($id: ID!) { reviewCycle(id: $id) { state progress { items decided overdue } } }"
CYCLES = """
query C($filter: ReviewCycleFilter) { reviewCycles(filter: $filter) { totalCount nodes { id name state } } }
"""


async def test_a_review_goes_through_its_stages_one_by_one(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation)
    cycle = await scheduled(api, board)
    states = [
        (await api.mutate(step, input={"id": cycle}))["reviewCycle"]["state"]
        for step in (OPEN, ADVANCE, ADVANCE, CLOSE)
    ]
    assert states == ["COLLECTING", "CONSULTING", "DECIDING", "CLOSED"]


@pytest.mark.parametrize("step", [ADVANCE, CLOSE], ids=["advance", "close"])
async def test_a_review_that_waits_can_only_be_opened_or_cancelled(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, step: str
) -> None:
    cycle = await scheduled(api, await new_board(engine, organisation))
    assert (await api.refusal(step, input={"id": cycle}))["code"] == "WRONG_STAGE"


async def test_a_review_is_opened_once(engine: AsyncEngine, api: Api, organisation: TestOrganisation) -> None:
    cycle = await opened(api, await new_board(engine, organisation))
    assert (await api.refusal(OPEN, input={"id": cycle}))["code"] == "WRONG_STAGE"


async def test_two_who_open_a_review_at_once_make_its_items_once(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await scheduled(api, await unused_board(engine, organisation, clock, "complaints", "churn"))
    answers = await asyncio.gather(*(api.data(OPEN, input={"id": cycle}) for _ in range(2)))
    codes = sorted(error["code"] for answer in answers for error in answer["openReview"]["userErrors"])
    assert codes == ["WRONG_STAGE"]
    assert len(await items_of(api, cycle)) == 2


async def test_a_scorecard_is_under_one_review_at_a_time(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation)
    first, second = await opened(api, board), await scheduled(api, board)
    assert (await api.refusal(OPEN, input={"id": second}))["code"] == "ANOTHER_REVIEW_OPEN"
    await api.mutate(CANCEL, input={"id": first, "reason": "postponed"})
    assert (await api.mutate(OPEN, input={"id": second}))["reviewCycle"]["state"] == "COLLECTING"


async def test_an_objective_without_kpi_is_recommended_one(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    (item,) = await items_of(api, await opened(api, board))
    assert (
        item
        | {
            "rule": "BLIND",
            "recommendation": "ADD",
            "kpi": None,
            "objective": {"id": board.objectives[0]},
            "message": "“Objective 0” is blind: neither it nor an objective cascaded from it has a KPI.",
            "evidence": {"kpis": 0, "asOf": "2026-11-16"},
        }
        == item
    )


async def test_a_kpi_that_is_only_proposed_leaves_its_objective_blind(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    await new_kpi(api, board.objectives[0], active=False)
    assert [item["rule"] for item in await items_of(api, await opened(api, board))] == ["BLIND"]


async def test_evidence_is_frozen_on_the_day_the_review_opens(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await opened(api, await unused_board(engine, organisation, clock))
    (before,) = await items_of(api, cycle)
    clock.now = clock.now.replace(day=28)
    await api.mutate(RAISE, input={})
    assert await items_of(api, cycle) == [before]
    assert before["evidence"]["asOf"] == "2027-02-24"


async def test_a_review_with_undecided_items_is_not_closed(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await deciding(api, await unused_board(engine, organisation, clock, "complaints", "churn"))
    items = await items_of(api, cycle)
    await decided(api, items[0]["id"], "KEEP")
    error = await api.refusal(CLOSE, input={"id": cycle})
    assert (error["code"], error["message"].split(":")[0]) == ("UNDECIDED_ITEMS", "1 of 2 items are not decided")
    await decided(api, items[1]["id"], "KEEP")
    assert (await api.mutate(CLOSE, input={"id": cycle}))["reviewCycle"]["state"] == "CLOSED"


async def test_what_is_undecided_after_the_last_day_is_overdue(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await deciding(api, await unused_board(engine, organisation, clock, "complaints", "churn"))
    await decided(api, (await items_of(api, cycle))[0]["id"], "KEEP")
    found = []
    for day in (10, 11):
        clock.now = clock.now.replace(month=3, day=day)
        found.append((await api.data(PROGRESS, id=cycle))["reviewCycle"]["progress"])
    assert found == [{"items": 2, "decided": 1, "overdue": 0}, {"items": 2, "decided": 1, "overdue": 1}]


async def test_nothing_is_overdue_in_a_cancelled_review(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await opened(api, await unused_board(engine, organisation, clock))
    await api.mutate(CANCEL, input={"id": cycle, "reason": "reorganised"})
    clock.now = clock.now.replace(month=4)
    found = (await api.data(PROGRESS, id=cycle))["reviewCycle"]
    assert found == {"state": "CANCELLED", "progress": {"items": 1, "decided": 0, "overdue": 0}}


async def test_reviews_can_be_listed_by_scorecard_and_stage(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation
) -> None:
    board, other = await new_board(engine, organisation), await new_board(engine, organisation)
    first, second = await opened(api, board), await scheduled(api, board)
    await scheduled(api, other)
    of_board = {"scorecard": board.scorecard}
    found = (await api.data(CYCLES, filter=of_board))["reviewCycles"]
    assert (found["totalCount"], [node["id"] for node in found["nodes"]]) == (2, [second, first])
    waiting = (await api.data(CYCLES, filter={**of_board, "states": ["SCHEDULED"]}))["reviewCycles"]
    assert [node["id"] for node in waiting["nodes"]] == [second]


async def test_a_review_of_many_items_costs_no_more_statements_than_of_one(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await deciding(
        api, await unused_board(engine, organisation, clock, *(f"kpi{number}" for number in range(8)))
    )
    for item in await items_of(api, cycle):
        await api.mutate(OPINION, input={"item": item["id"], "stance": "ABSTAIN"})
        await decided(api, item["id"], "KEEP")
    counted = []
    for many in (1, 8):
        with statements_of(engine) as sent:
            found = (await api.data(REVIEW.replace("first: 100", f"first: {many}"), id=cycle))["reviewCycle"]
        assert len(found["items"]["nodes"]) == many
        counted.append(len(sent))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"opensOn": "2027-03-11"}, "INVALID", "closesOn"),
        ({"closesOn": "9999-12-31"}, "DATE_OUT_OF_RANGE", "closesOn"),
        ({"opensOn": "0001-01-01"}, "DATE_OUT_OF_RANGE", "opensOn"),
        ({"name": "x" * 201}, "TEXT_TOO_LONG", "name"),
        ({"name": " "}, "TEXT_MISSING", "name"),
        ({"name": "a\0b"}, "TEXT_NOT_PLAIN", "name"),
        ({"scorecard": "kpi_01a1ff54-6ac2-76ff-956e-bfa4e75a3252"}, "INVALID_ID", "scorecard"),
        ({"scorecard": "scorecard_01a1ff54-6ac2-76ff-956e-bfa4e75a3252"}, "NOT_FOUND", "scorecard"),
    ],
)
async def test_a_review_that_cannot_be_is_not_scheduled(
    engine: AsyncEngine, organisation: TestOrganisation, given: dict[str, str], code: str, field: str
) -> None:
    board = await new_board(engine, organisation)
    dates = {"opensOn": "2027-02-24", "closesOn": "2027-03-10"}
    asked = {"scorecard": board.scorecard, "name": "Spring clean", **dates, **given}
    error = await organisation.api.refusal(SCHEDULE, input=asked)
    assert (error["code"], error["field"]) == (code, field)


async def test_a_review_is_not_cancelled_without_a_reason(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation
) -> None:
    cycle = await scheduled(api, await new_board(engine, organisation))
    error = await api.refusal(CANCEL, input={"id": cycle, "reason": ""})
    assert (error["code"], error["field"]) == ("TEXT_MISSING", "reason")
