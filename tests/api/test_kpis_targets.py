"""Targets are planned over the API, and scores follow."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.kpis.models import TargetPlan
from equipoise.strategy.models import Scorecard
from equipoise.tenants.models import Organisation
from equipoise_graphql.ids import encode
from tests.conftest import Clock, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import (
    REMOVE_TARGET,
    SET_TARGET,
    UPDATE,
    kpi_id,
    kpi_of,
    new_board,
    new_kpi,
    record,
)

PROGRESS = {"method": "PROGRESS", "baseline": "0"}
YEAR = {"startsOn": "2026-01-01", "endsOn": "2026-12-31"}


def constant(kpi: str, target: str, **stretch: str) -> dict[str, Any]:
    return {"kpi": kpi, **YEAR, **stretch, "kind": "CONSTANT", "target": target}


async def test_a_linear_target_adds_the_same_every_period(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], scoring=PROGRESS)
    await record(api, kpi, *((f"2026-{month:02}-01", "500") for month in range(1, 11)))
    plan = {"kpi": kpi, **YEAR, "kind": "LINEAR", "baseline": "0", "target": "12000"}
    await api.mutate(SET_TARGET, input=plan)
    found = await kpi_of(api, kpi, "currentTarget values { target score }")
    assert found["currentTarget"] == "11000"
    assert [value["target"] for value in found["values"]] == [str(1000 * month) for month in range(1, 11)]
    assert found["values"][0]["score"] == "50"


async def test_a_stepped_target_holds_from_its_day_on(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, *((f"2026-{month:02}-01", "1") for month in (1, 2, 3, 4)))
    steps = [{"since": "2026-02-28", "target": "10"}, {"since": "2026-04-01", "target": "20"}]
    await api.mutate(SET_TARGET, input={"kpi": kpi, **YEAR, "kind": "STEPPED", "steps": steps})
    found = await kpi_of(api, kpi, "values { target } targetPlans { kind target baseline steps { since target } }")
    assert [value["target"] for value in found["values"]] == [None, "10", "10", "20"]
    assert found["targetPlans"] == [{"kind": "STEPPED", "target": None, "baseline": None, "steps": steps}]


async def test_a_target_scores_what_was_recorded_before_it_was_set(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], scoring=PROGRESS)
    await record(api, kpi, ("2026-10-01", "30"))
    asked = 'latest { target score status } scorecard { score(on: "2026-10-01") { value } }'
    before = await kpi_of(api, kpi, asked)
    await api.mutate(SET_TARGET, input=constant(kpi, "60"))
    after = await kpi_of(api, kpi, asked)
    assert before == {
        "latest": {"target": None, "score": None, "status": "NO_DATA"},
        "scorecard": {"score": {"value": None}},
    }
    assert after == {
        "latest": {"target": "60", "score": "50", "status": "AMBER"},
        "scorecard": {"score": {"value": "50"}},
    }


async def test_a_plan_that_begins_on_the_same_day_is_replaced_and_leaves_nothing_behind(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, ("2026-01-01", "1"), ("2026-08-01", "1"))
    first = (await api.mutate(SET_TARGET, input=constant(kpi, "5")))["targetPlan"]
    second = (await api.mutate(SET_TARGET, input=constant(kpi, "6", endsOn="2026-06-30")))["targetPlan"]
    found = await kpi_of(api, kpi, "values { target } targetPlans { id endsOn }")
    assert first["id"] == second["id"]
    assert [value["target"] for value in found["values"]] == ["6", None]
    assert found["targetPlans"] == [{"id": first["id"], "endsOn": "2026-06-30"}]


@pytest.mark.parametrize(
    ("stretch", "field"),
    [
        ({"startsOn": "2026-02-01", "endsOn": "2026-03-31"}, "endsOn"),
        ({"startsOn": "2026-09-30", "endsOn": "2026-12-31"}, "startsOn"),
    ],
)
async def test_a_plan_that_overlaps_another_is_refused(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, stretch: dict[str, str], field: str
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await api.mutate(SET_TARGET, input=constant(kpi, "5", startsOn="2026-03-01", endsOn="2026-09-30"))
    error = await api.refusal(SET_TARGET, input=constant(kpi, "6", **stretch))
    assert (error["code"], error["field"]) == ("TARGETS_OVERLAP", field)


async def test_plans_may_follow_each_other(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, ("2026-06-01", "1"), ("2026-07-01", "1"))
    await api.mutate(SET_TARGET, input=constant(kpi, "6", startsOn="2026-07-01"))
    await api.mutate(SET_TARGET, input=constant(kpi, "5", endsOn="2026-06-30"))
    assert [value["target"] for value in (await kpi_of(api, kpi, "values { target }"))["values"]] == ["5", "6"]


async def test_a_plan_can_be_removed_with_its_targets(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], scoring=PROGRESS)
    await record(api, kpi, ("2026-11-01", "30"))
    plan = (await api.mutate(SET_TARGET, input=constant(kpi, "60")))["targetPlan"]["id"]
    payload = await api.mutate(REMOVE_TARGET, input={"id": plan})
    assert payload["kpi"] == {"id": kpi, "targetPlans": []}
    found = await kpi_of(api, kpi, "currentTarget latest { target score }")
    assert found == {"currentTarget": None, "latest": {"target": None, "score": None}}
    assert (await api.refusal(REMOVE_TARGET, input={"id": plan}))["code"] == "NOT_FOUND"


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"target": None}, "MISSING_FIELD", "target"),
    ({"target": "NaN"}, "NOT_A_NUMBER", "target"),
    ({"target": "9" * 400}, "NUMBER_TOO_LARGE", "target"),
    ({"baseline": "1"}, "UNKNOWN_FIELD", "baseline"),
    ({"kind": "LINEAR"}, "MISSING_FIELD", "baseline"),
    ({"kind": "STEPPED", "target": None, "steps": []}, "INVALID", "steps"),
    (
        {"kind": "STEPPED", "target": None, "steps": [{"since": "2027-01-01", "target": "1"}]},
        "INVALID",
        "steps.0.since",
    ),
    (
        {"kind": "STEPPED", "target": None, "steps": [{"since": "2026-01-01", "target": "x"}]},
        "NOT_A_NUMBER",
        "steps.0.target",
    ),
    ({"endsOn": "2025-12-31"}, "INVALID", "endsOn"),
    ({"endsOn": "2027-01-01"}, "OUTSIDE_CYCLE", "endsOn"),
    ({"startsOn": "2016-01-01"}, "OUTSIDE_CYCLE", "startsOn"),
    ({"startsOn": "0001-01-01"}, "OUTSIDE_CYCLE", "startsOn"),
    ({"kpi": kpi_id(new_id())}, "NOT_FOUND", "kpi"),
    ({"kpi": "nothing"}, "INVALID_ID", "kpi"),
]


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: f"{refused[1]} {refused[2]}")
async def test_a_plan_that_cannot_be_is_refused_by_name(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, refused: tuple[dict[str, Any], str, str]
) -> None:
    said, code, field = refused
    kpi = (await new_board(engine, organisation)).kpis[0]
    error = await api.refusal(SET_TARGET, input={**constant(kpi, "5"), **said})
    assert (error["code"], error["field"]) == (code, field)


async def test_a_target_never_meets_the_other_end_of_the_scale(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], scoring={"method": "PROGRESS", "baseline": "15"})
    error = await api.refusal(SET_TARGET, input=constant(kpi, "15.0"))
    assert (error["code"], error["field"]) == ("EQUAL_END_POINTS", "target")
    assert (await kpi_of(api, kpi, "currentTarget targetPlans { id }")) == {"currentTarget": None, "targetPlans": []}

    await api.mutate(SET_TARGET, input=constant(kpi, "20"))
    error = await api.refusal(UPDATE, input={"id": kpi, "scoring": {"method": "PROGRESS", "baseline": "20"}})
    assert (error["code"], error["field"]) == ("EQUAL_END_POINTS", "scoring")


async def test_a_plan_may_reach_back_before_the_cycle(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, ("2023-05-01", "1"))
    await api.mutate(SET_TARGET, input=constant(kpi, "5", startsOn="2023-01-01"))
    assert (await kpi_of(api, kpi, "latest { target }"))["latest"] == {"target": "5"}


async def test_targets_of_closed_periods_stay_as_they_are(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation)
    kpi = board.kpis[0]
    await api.mutate(SET_TARGET, input=constant(kpi, "5"))
    async with writing(engine, organisation.tenant_id) as session:
        scorecard = await session.get_one(Scorecard, (organisation.tenant_id, board.card.id))
        scorecard.closed_through = scorecard.cycle_start.replace(month=3, day=31)
    error = await api.refusal(SET_TARGET, input=constant(kpi, "6"))
    assert (error["code"], error["field"]) == ("PERIOD_CLOSED", "startsOn")
    steps = [{"since": "2026-01-01", "target": "5"}, {"since": "2026-04-01", "target": "6"}]
    await api.mutate(SET_TARGET, input={"kpi": kpi, **YEAR, "kind": "STEPPED", "steps": steps})
    assert (await kpi_of(api, kpi, "currentTarget"))["currentTarget"] == "6"


async def test_the_current_period_is_that_of_the_organisations_time_zone_and_fiscal_year(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        row = await session.get_one(Organisation, organisation.tenant_id)
        row.time_zone, row.fiscal_first_month = "Pacific/Auckland", 2
    kpi = (await new_board(engine, organisation, kpi={"frequency": "QUARTERLY"})).kpis[0]
    clock.now = datetime(2026, 10, 31, 10, 59, tzinfo=UTC)
    steps = [{"since": "2026-08-01", "target": "3"}, {"since": "2026-11-01", "target": "4"}]
    await api.mutate(SET_TARGET, input={"kpi": kpi, **YEAR, "kind": "STEPPED", "steps": steps})
    before = (await kpi_of(api, kpi, "currentTarget"))["currentTarget"]
    clock.now = datetime(2026, 10, 31, 11, 0, tzinfo=UTC)  # 1 November in Auckland, where the fourth quarter begins
    after = (await kpi_of(api, kpi, "currentTarget"))["currentTarget"]
    assert (before, after) == ("3", "4")


async def test_targets_follow_the_frequency(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    plan = {"kpi": kpi, **YEAR, "kind": "LINEAR", "baseline": "0", "target": "12000"}
    await api.mutate(SET_TARGET, input=plan)
    await api.mutate(UPDATE, input={"id": kpi, "frequency": "QUARTERLY"})
    await record(api, kpi, ("2026-01-01", "1"), ("2026-10-01", "1"))
    values = (await kpi_of(api, kpi, "values { periodLabel target }"))["values"]
    assert values == [{"periodLabel": "FY2026 Q1", "target": "3000"}, {"periodLabel": "FY2026 Q4", "target": "12000"}]


async def test_who_may_not_edit_the_strategy_sets_no_targets(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, signed_in: NewPerson
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    plan = (await api.mutate(SET_TARGET, input=constant(kpi, "5")))["targetPlan"]["id"]
    person = await signed_in(organisation, Role.CONTRIBUTOR)
    assert (await person.refusal(SET_TARGET, input=constant(kpi, "6")))["code"] == "FORBIDDEN"
    assert (await person.refusal(REMOVE_TARGET, input={"id": plan}))["code"] == "FORBIDDEN"


async def test_a_plan_of_another_organisation_is_not_there(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, new_organisation: Any
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    plan = (await api.mutate(SET_TARGET, input=constant(kpi, "5")))["targetPlan"]["id"]
    stranger = (await new_organisation()).api
    never = encode(TargetPlan, new_id())
    assert await stranger.refusal(REMOVE_TARGET, input={"id": plan}) == await stranger.refusal(
        REMOVE_TARGET, input={"id": never}
    )
