"""What two people do to a KPI at the same moment ends as if one had come after the other."""

import asyncio
from datetime import date

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.kpis.entries import ValueItem
from equipoise.kpis.record import record_values
from equipoise.kpis.retire import retire_kpi
from equipoise.kpis.update import update_kpi
from equipoise.scores.rebuild import rebuild
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import ADD, RECORD, RETIRE, SET_TARGET, UPDATE, Board, kpi_of, new_board, record
from tests.support.waiting import somebody_waits_for

OCTOBER = date(2026, 10, 1)
SCORE = 'score(on: "2026-10-01") { value } scorecard { score(on: "2026-10-01") { value totalCount } }'


async def _wrong_scores(engine: AsyncEngine, organisation: TestOrganisation) -> int:
    """How many stored scores are not what a rebuild makes them."""
    async with writing(engine, organisation.tenant_id) as session:
        return await rebuild(session, organisation.owner.now)


async def test_a_value_that_meets_a_retirement_is_refused(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    item = {"kpi": board.kpis[0], "periodStart": OCTOBER.isoformat(), "value": "1"}
    async with writing(engine, organisation.tenant_id) as session:
        await retire_kpi(session, organisation.owner, board.card.kpis[0], "Enough.")
        recording = asyncio.create_task(api.refusal(RECORD, input={"values": [item]}))
        await somebody_waits_for(session, engine)
    assert (await recording)["code"] == "IMPOSSIBLE_STATE"
    assert (await kpi_of(api, board.kpis[0], "values { value }"))["values"] == []


async def test_a_retirement_that_meets_a_value_takes_its_score_out(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    async with writing(engine, organisation.tenant_id) as session:
        await record_values(session, organisation.owner, [ValueItem(board.card.kpis[0], OCTOBER, value="40")])
        retiring = asyncio.create_task(api.mutate(RETIRE, input={"id": board.kpis[0], "reason": "Enough."}))
        await somebody_waits_for(session, engine)
    await retiring
    found = await kpi_of(api, board.kpis[0], f"values {{ value }} {SCORE}")
    assert found["values"] == [{"value": "40"}]
    assert (found["score"]["value"], found["scorecard"]["score"]) == (None, {"value": None, "totalCount": 0})
    assert await _wrong_scores(engine, organisation) == 0


async def test_a_value_that_meets_a_new_scale_is_scored_on_it(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    wide = {"method": "PERFORMANCE", "direction": "HIGHER_IS_BETTER", "minimum": "0", "maximum": "200"}
    async with writing(engine, organisation.tenant_id) as session:
        await update_kpi(session, organisation.owner, board.card.kpis[0], scoring=wide)
        recording = asyncio.create_task(record(api, board.kpis[0], (OCTOBER.isoformat(), "50")))
        await somebody_waits_for(session, engine)
    await recording
    assert (await kpi_of(api, board.kpis[0], SCORE))["score"]["value"] == "25"
    assert await _wrong_scores(engine, organisation) == 0


async def test_a_kpi_that_is_moved_away_is_not_edited_on_the_scorecard_it_left(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    here, there = await new_board(engine, organisation, kpis=1), await new_board(engine, organisation, kpis=0)
    async with writing(engine, organisation.tenant_id) as session:
        await update_kpi(session, organisation.owner, here.card.kpis[0], objective_id=there.card.objectives[0])
        editing = asyncio.create_task(api.refusal(UPDATE, input={"id": here.kpis[0], "weight": "2"}))
        await somebody_waits_for(session, engine)
    assert (await editing)["code"] == "CONFLICT"


async def test_one_of_two_who_give_the_same_key_is_told_so(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    boards = [await new_board(engine, organisation, kpis=0) for _ in range(4)]
    given = [{"objective": board.objectives[0], "key": "nps", "name": "NPS"} for board in boards]
    payloads = await asyncio.gather(*(api.data(ADD, input=one) for one in given))
    errors = [payload["addKpi"]["userErrors"] for payload in payloads]
    assert sorted(len(each) for each in errors) == [0, 1, 1, 1]
    assert {error["code"] for each in errors for error in each} <= {"DUPLICATE", "CONFLICT"}


async def test_many_hands_on_one_scorecard_never_block_each_other_for_good(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=3)
    other = await new_board(engine, organisation, kpis=3)

    async def edit(on: Board, number: int) -> None:
        await api.data(UPDATE, input={"id": on.kpis[0], "weight": str(number + 1)})
        await record(api, on.kpis[1], (f"2026-{number % 6 + 1:02}-01", str(number)))
        plan = {"kpi": on.kpis[2], "startsOn": "2026-01-01", "endsOn": "2026-12-31", "kind": "CONSTANT"}
        await api.data(SET_TARGET, input={**plan, "target": str(number)})
        elsewhere = other if on is board else board
        await api.data(UPDATE, input={"id": on.kpis[0], "objective": elsewhere.objectives[0]})

    await asyncio.gather(*(edit(on, number) for number in range(4) for on in (board, other)))
    assert await _wrong_scores(engine, organisation) == 0
