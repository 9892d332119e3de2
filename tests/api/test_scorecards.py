"""Scorecards over the API."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import new_kpi, record
from tests.support.statements import statements_of
from tests.support.strategy import (
    ACTIVATE_SCORECARD,
    ADD_PERSPECTIVE,
    ADD_SCORECARD,
    ARCHIVE_SCORECARD,
    CYCLE,
    MOVE_SCORECARD,
    UPDATE_SCORECARD,
    cascaded,
    new_objective,
    new_scorecard,
    new_unit,
    score_of,
    top_unit,
)

NEVER = "scorecard_00000000-0000-7000-8000-000000000000"
LIST = """
query List($first: Int, $after: String, $filter: ScorecardFilter) {
  scorecards(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id name }
  }
}
"""


async def test_a_new_scorecard_starts_with_the_four_perspectives_from_the_top_of_the_map(api: Api) -> None:
    scorecard = await new_scorecard(api)
    assert [(each["name"], each["position"]) for each in scorecard["perspectives"]] == [
        ("Financial", 0),
        ("Customer", 1),
        ("Internal Processes", 2),
        ("Learning & Growth", 3),
    ]
    assert (scorecard["status"], scorecard["frequency"], scorecard["rollup"]) == (
        "ACTIVE",
        "MONTHLY",
        "WEIGHTED_AVERAGE",
    )


async def test_a_scorecard_can_start_empty_and_as_a_draft(api: Api) -> None:
    scorecard = await new_scorecard(api, template="EMPTY", draft=True)
    assert (scorecard["perspectives"], scorecard["status"]) == ([], "DRAFT")


async def test_a_scorecard_can_be_read_back_with_its_unit_and_parent(api: Api) -> None:
    unit = await new_unit(api)
    parent = await new_scorecard(api, "Parent")
    child = await new_scorecard(api, "Child", orgUnit=unit, parent=parent["id"], mission="Sell", frequency="QUARTERLY")
    document = """
    query Read($id: ID!) {
      scorecard(id: $id) {
        name mission vision frequency cycleStart cycleEnd closedThrough
        orgUnit { id } parent { id children { id } } children { id } links { id }
      }
    }
    """
    assert (await api.data(document, id=child["id"]))["scorecard"] == {
        "name": "Child",
        "mission": "Sell",
        "vision": "",
        "frequency": "QUARTERLY",
        **CYCLE,
        "closedThrough": None,
        "orgUnit": {"id": unit},
        "parent": {"id": parent["id"], "children": [{"id": child["id"]}]},
        "children": [],
        "links": [],
    }


async def test_scorecards_are_listed_by_unit_status_and_parent(api: Api) -> None:
    unit = await new_unit(api)
    top = await new_scorecard(api, "Top")
    sales = await new_scorecard(api, "Sales", orgUnit=unit, parent=top["id"])
    old = await new_scorecard(api, "Old", orgUnit=unit)
    await api.mutate(ARCHIVE_SCORECARD, input={"id": old["id"]})

    async def found(**wanted: Any) -> list[str]:
        return [node["name"] for node in (await api.data(LIST, filter=wanted))["scorecards"]["nodes"]]

    assert await found() == ["Top", "Sales", "Old"]
    assert await found(orgUnit=unit) == ["Sales", "Old"]
    assert await found(orgUnit=unit, status="ACTIVE") == ["Sales"]
    assert await found(parent=top["id"]) == ["Sales"]
    assert sales["parent"] == {"id": top["id"]}


async def test_scorecards_are_listed_page_by_page(api: Api) -> None:
    for name in ("A", "B", "C"):
        await new_scorecard(api, name)
    page = (await api.data(LIST, first=2))["scorecards"]
    assert ([node["name"] for node in page["nodes"]], page["totalCount"]) == (["A", "B"], 3)
    rest = (await api.data(LIST, first=2, after=page["pageInfo"]["endCursor"]))["scorecards"]
    assert ([node["name"] for node in rest["nodes"]], rest["pageInfo"]["hasNextPage"]) == (["C"], False)


async def test_a_scorecard_can_be_changed_field_by_field(api: Api) -> None:
    scorecard = await new_scorecard(api, mission="Sell")
    renamed = await api.mutate(UPDATE_SCORECARD, input={"id": scorecard["id"], "name": "Plan", "cycleEnd": None})
    assert renamed["scorecard"] == {
        "id": scorecard["id"],
        "name": "Plan",
        "mission": "Sell",
        "frequency": "MONTHLY",
        "cycleEnd": CYCLE["cycleEnd"],
        "rollup": "WEIGHTED_AVERAGE",
        "orgUnit": {"id": await top_unit(api)},
    }
    emptied = await api.mutate(UPDATE_SCORECARD, input={"id": scorecard["id"], "mission": "", "frequency": "YEARLY"})
    assert (emptied["scorecard"]["mission"], emptied["scorecard"]["frequency"]) == ("", "YEARLY")


async def test_another_way_of_rolling_up_changes_the_score_at_once(api: Api) -> None:
    scorecard = await new_scorecard(api)
    for perspective, value in zip(scorecard["perspectives"][:2], ("80", "20"), strict=True):
        kpi = await new_kpi(api, await new_objective(api, perspective), f"k{value}")
        await record(api, kpi, ("2026-03-01", value))
    assert (await score_of(api, scorecard["id"]))["value"] == "50"
    await api.mutate(UPDATE_SCORECARD, input={"id": scorecard["id"], "rollup": "MINIMUM"})
    assert (await score_of(api, scorecard["id"]))["value"] == "20"


async def test_the_frequency_stays_once_scores_are_stored(api: Api) -> None:
    scorecard = await new_scorecard(api)
    kpi = await new_kpi(api, await new_objective(api, scorecard["perspectives"][0]))
    await record(api, kpi, ("2026-03-01", "50"))
    error = await api.refusal(UPDATE_SCORECARD, input={"id": scorecard["id"], "frequency": "QUARTERLY"})
    assert (error["field"], error["code"]) == ("frequency", "FREQUENCY_IN_USE")


async def test_the_cycle_cannot_end_before_a_recorded_value(api: Api) -> None:
    scorecard = await new_scorecard(api)
    kpi = await new_kpi(api, await new_objective(api, scorecard["perspectives"][0]))
    await record(api, kpi, ("2026-03-01", "50"))
    error = await api.refusal(UPDATE_SCORECARD, input={"id": scorecard["id"], "cycleEnd": "2026-02-28"})
    assert (error["field"], error["code"]) == ("cycleEnd", "FIGURES_OUTSIDE_CYCLE")
    await api.mutate(UPDATE_SCORECARD, input={"id": scorecard["id"], "cycleEnd": "2026-03-31"})


async def test_an_archived_scorecard_does_not_change_until_it_is_active_again(api: Api) -> None:
    scorecard = await new_scorecard(api)
    await api.mutate(ARCHIVE_SCORECARD, input={"id": scorecard["id"]})
    for document, given in (
        (UPDATE_SCORECARD, {"id": scorecard["id"], "name": "New"}),
        (ADD_PERSPECTIVE, {"scorecard": scorecard["id"], "name": "Society"}),
        (ARCHIVE_SCORECARD, {"id": scorecard["id"]}),
    ):
        assert (await api.refusal(document, input=given))["code"] == "ARCHIVED"
    active = await api.mutate(ACTIVATE_SCORECARD, input={"id": scorecard["id"]})
    assert active["scorecard"]["status"] == "ACTIVE"
    await api.mutate(UPDATE_SCORECARD, input={"id": scorecard["id"], "name": "New"})


async def test_scorecards_cannot_be_cascaded_in_a_circle(api: Api) -> None:
    top = (await new_scorecard(api, "Top"))["id"]
    middle = (await new_scorecard(api, "Middle", parent=top))["id"]
    bottom = (await new_scorecard(api, "Bottom", parent=middle))["id"]
    for below in (top, middle, bottom):
        error = await api.refusal(MOVE_SCORECARD, input={"id": top, "parent": below})
        assert (error["field"], error["code"]) == ("parent", "CYCLE")
    moved = await api.mutate(MOVE_SCORECARD, input={"id": bottom, "parent": top})
    assert moved["scorecard"]["parent"] == {"id": top}
    freed = await api.mutate(MOVE_SCORECARD, input={"id": bottom, "parent": None})
    assert freed["scorecard"]["parent"] is None


async def test_a_scorecard_keeps_its_parent_while_objectives_serve_it(api: Api) -> None:
    top = await new_scorecard(api, "Top")
    child = await new_scorecard(api, "Child", parent=top["id"])
    below = await new_objective(api, child["perspectives"][0])
    await cascaded(api, below, await new_objective(api, top["perspectives"][0]))
    error = await api.refusal(MOVE_SCORECARD, input={"id": child["id"], "parent": None})
    assert (error["field"], error["code"]) == ("parent", "CASCADED")
    await api.mutate(MOVE_SCORECARD, input={"id": child["id"], "parent": top["id"]})


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
async def test_only_editors_change_scorecards(
    role: Role, organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    person = await signed_in(organisation, role)
    scorecard = (await new_scorecard(api))["id"]
    added = {"name": "Mine", "orgUnit": await top_unit(api), **CYCLE}
    for document, given in (
        (ADD_SCORECARD, added),
        (UPDATE_SCORECARD, {"id": scorecard, "name": "Mine"}),
        (MOVE_SCORECARD, {"id": scorecard}),
        (ARCHIVE_SCORECARD, {"id": scorecard}),
        (ACTIVATE_SCORECARD, {"id": scorecard}),
    ):
        assert (await person.refusal(document, input=given))["code"] == "FORBIDDEN"
    editor = await signed_in(organisation, Role.EDITOR)
    await editor.mutate(ADD_SCORECARD, input=added)


async def test_another_organisation_cannot_tell_a_scorecard_from_none(
    new_organisation: NewOrganisation, api: Api
) -> None:
    other = (await new_organisation()).api
    foreign, foreign_unit = (await new_scorecard(other))["id"], await top_unit(other)
    own = (await new_scorecard(api))["id"]
    for scorecard in (foreign, NEVER):
        assert (await api.data("query($id: ID!) { scorecard(id: $id) { id } }", id=scorecard))["scorecard"] is None
        assert (await api.data(LIST, filter={"parent": scorecard}))["scorecards"]["totalCount"] == 0
        for document, given, field in (
            (UPDATE_SCORECARD, {"id": scorecard, "name": "Mine"}, "id"),
            (MOVE_SCORECARD, {"id": scorecard}, "id"),
            (MOVE_SCORECARD, {"id": own, "parent": scorecard}, "parent"),
            (ARCHIVE_SCORECARD, {"id": scorecard}, "id"),
            (ACTIVATE_SCORECARD, {"id": scorecard}, "id"),
        ):
            error = await api.refusal(document, input=given)
            assert (error["code"], error["field"]) == ("NOT_FOUND", field)
    for unit in (foreign_unit, "unit_00000000-0000-7000-8000-000000000000"):
        error = await api.refusal(ADD_SCORECARD, input={"name": "Mine", "orgUnit": unit, **CYCLE})
        assert (error["code"], error["field"]) == ("NOT_FOUND", "orgUnit")


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": "x" * 201}, "name", "TEXT_TOO_LONG"),
        ({"mission": "x" * 10_001}, "mission", "TEXT_TOO_LONG"),
        ({"coreValues": "a\0"}, "coreValues", "TEXT_NOT_PLAIN"),
        ({"cycleEnd": "2025-12-31"}, "cycleEnd", "INVALID"),
        ({"cycleEnd": "2026-01-01"}, "cycleEnd", "INVALID"),
        ({"cycleStart": "1899-12-31"}, "cycleStart", "DATE_OUT_OF_RANGE"),
        ({"cycleEnd": "2040-12-31"}, "cycleEnd", "CYCLE_TOO_LONG"),
        ({"cycleEnd": "2034-12-31", "frequency": "DAILY"}, "frequency", "CYCLE_TOO_LONG"),
        ({"parent": "unit_00000000-0000-7000-8000-000000000000"}, "parent", "INVALID_ID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str, code: str, api: Api) -> None:
    asked = {"name": "Plan", "orgUnit": await top_unit(api), **CYCLE, **given}
    error = await api.refusal(ADD_SCORECARD, input=asked)
    assert (error["field"], error["code"]) == (field, code)
    own = (await new_scorecard(api))["id"]
    changed = {name: value for name, value in given.items() if name != "parent"}
    if changed:
        error = await api.refusal(UPDATE_SCORECARD, input={"id": own, **changed})
        assert (error["field"], error["code"]) == (field, code)


async def test_a_deep_read_costs_as_many_statements_for_many_scorecards_as_for_one(
    engine: AsyncEngine, api: Api
) -> None:
    deep = """
    query Deep($first: Int!) {
      scorecards(first: $first) {
        nodes {
          id orgUnit { id } parent { id } children { id } links { id } score { value }
          perspectives {
            id score { value }
            objectives {
              id owner { id } causes { id } effects { id } initiatives { id } kpis { id } score { value }
              cascadesTo { parent { id } } cascadedFrom { child { id } }
            }
          }
        }
      }
    }
    """
    for number in range(3):
        scorecard = await new_scorecard(api, f"S{number}")
        for perspective in scorecard["perspectives"]:
            await new_objective(api, perspective)
    with statements_of(engine) as for_one:
        await api.data(deep, first=1)
    with statements_of(engine) as for_three:
        await api.data(deep, first=3)
    assert len(for_three) == len(for_one)
