"""Objectives over the API."""

from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import RETIRE, new_kpi, record
from tests.support.strategy import (
    ADD_OBJECTIVE,
    REMOVE_OBJECTIVE,
    RESTORE_OBJECTIVE,
    RETIRE_OBJECTIVE,
    UPDATE_OBJECTIVE,
    cascaded,
    linked,
    mutation,
    new_objective,
    new_scorecard,
    score_of,
)

NEVER = "objective_00000000-0000-7000-8000-000000000000"
ADD_PERSON = mutation("addPerson", "person { id }")
REMOVE_PERSON = mutation("removePerson", "person { id }")
ADD_INITIATIVE = mutation("addInitiative", "initiative { id }")


async def shown(api: Api, scorecard: Any, arguments: str = "") -> list[list[str]]:
    """Names of the objectives, perspective by perspective."""
    document = (
        f"query($id: ID!) {{ scorecard(id: $id) {{ perspectives {{ objectives{arguments} {{ name position }} }} }} }}"
    )
    found = (await api.data(document, id=scorecard["id"]))["scorecard"]["perspectives"]
    return [[objective["name"] for objective in perspective["objectives"]] for perspective in found]


async def new_person(api: Api) -> str:
    given = {"displayName": "Ann", "email": "ann@acme.example", "role": "EDITOR"}
    person: str = (await api.mutate(ADD_PERSON, input=given))["person"]["id"]
    return person


async def test_an_objective_can_be_added_and_read_back(api: Api) -> None:
    scorecard = await new_scorecard(api)
    owner = await new_person(api)
    objective = await new_objective(
        api, scorecard["perspectives"][1], "Keep customers", description="All", theme="Loyalty", owner=owner, weight=2
    )
    document = """
    query Read($id: ID!) {
      objective(id: $id) {
        name description theme position weight rollup retiredAt owner { id displayName }
        perspective { name } scorecard { id }
      }
    }
    """
    assert (await api.data(document, id=objective))["objective"] == {
        "name": "Keep customers",
        "description": "All",
        "theme": "Loyalty",
        "position": 0,
        "weight": "2",
        "rollup": "WEIGHTED_AVERAGE",
        "retiredAt": None,
        "owner": {"id": owner, "displayName": "Ann"},
        "perspective": {"name": "Customer"},
        "scorecard": {"id": scorecard["id"]},
    }


async def test_objectives_are_kept_in_the_order_of_the_strategist(api: Api) -> None:
    scorecard = await new_scorecard(api)
    financial, customer = scorecard["perspectives"][:2]
    ids = {name: await new_objective(api, financial, name) for name in ("A", "B", "C")}
    await api.mutate(UPDATE_OBJECTIVE, input={"id": ids["C"], "position": 0})
    assert (await shown(api, scorecard))[0] == ["C", "A", "B"]
    await new_objective(api, customer, "D")
    await api.mutate(UPDATE_OBJECTIVE, input={"id": ids["A"], "perspective": customer["id"], "position": 0})
    assert (await shown(api, scorecard))[:2] == [["C", "B"], ["A", "D"]]


async def test_an_owner_can_be_taken_away_and_the_rest_stays(api: Api) -> None:
    scorecard = await new_scorecard(api)
    owner = await new_person(api)
    objective = await new_objective(api, scorecard["perspectives"][0], description="Text", owner=owner)
    kept = await api.mutate(UPDATE_OBJECTIVE, input={"id": objective, "name": "Grow faster"})
    assert kept["objective"]["owner"] == {"id": owner}
    freed = await api.mutate(UPDATE_OBJECTIVE, input={"id": objective, "owner": None})
    assert (freed["objective"]["owner"], freed["objective"]["description"]) == (None, "Text")


async def test_who_has_left_owns_nothing_new(api: Api) -> None:
    scorecard = await new_scorecard(api)
    person = await new_person(api)
    await api.mutate(REMOVE_PERSON, input={"id": person})
    given = {"perspective": scorecard["perspectives"][0]["id"], "name": "Grow", "owner": person}
    error = await api.refusal(ADD_OBJECTIVE, input=given)
    assert (error["field"], error["code"]) == ("owner", "CONFLICT")


async def test_weights_and_places_change_the_scores_at_once(api: Api) -> None:
    scorecard = await new_scorecard(api)
    financial, customer = scorecard["perspectives"][:2]
    objectives = [await new_objective(api, financial, name) for name in ("A", "B")]
    for objective, value in zip(objectives, ("80", "20"), strict=True):
        await record(api, await new_kpi(api, objective, f"k{value}"), ("2026-03-01", value))
    assert (await score_of(api, financial["id"]))["value"] == "50"
    await api.mutate(UPDATE_OBJECTIVE, input={"id": objectives[0], "weight": "3"})
    assert (await score_of(api, financial["id"]))["value"] == "65"
    await api.mutate(UPDATE_OBJECTIVE, input={"id": objectives[1], "perspective": customer["id"]})
    assert [(await score_of(api, each["id"]))["value"] for each in (financial, customer)] == ["80", "20"]
    assert (await score_of(api, scorecard["id"]))["value"] == "50"


async def test_a_retired_objective_leaves_the_page_and_the_scores_and_can_come_back(api: Api) -> None:
    scorecard = await new_scorecard(api)
    financial = scorecard["perspectives"][0]
    objectives = [await new_objective(api, financial, name) for name in ("A", "B")]
    for objective, value in zip(objectives, ("80", "20"), strict=True):
        await record(api, await new_kpi(api, objective, f"k{value}"), ("2026-03-01", value))
    before = await score_of(api, scorecard["id"])
    retired = await api.mutate(RETIRE_OBJECTIVE, input={"id": objectives[0]})
    assert retired["objective"]["retiredAt"] is not None
    assert await score_of(api, scorecard["id"]) == {
        "value": "20",
        "status": "RED",
        "scoredCount": 1,
        "totalCount": 1,
    }
    assert (await shown(api, scorecard))[0] == ["B"]
    assert (await shown(api, scorecard, "(includeRetired: true)"))[0] == ["A", "B"]
    assert (await api.refusal(RETIRE_OBJECTIVE, input={"id": objectives[0]}))["code"] == "RETIRED"
    assert (await api.refusal(UPDATE_OBJECTIVE, input={"id": objectives[0], "name": "C"}))["code"] == "RETIRED"
    await api.mutate(RESTORE_OBJECTIVE, input={"id": objectives[0]})
    await api.mutate(RESTORE_OBJECTIVE, input={"id": objectives[0]})
    assert await score_of(api, scorecard["id"]) == before
    assert (await shown(api, scorecard))[0] == ["A", "B"]


async def test_a_retired_child_objective_counts_no_more_for_its_parent(api: Api) -> None:
    top = await new_scorecard(api, "Top")
    child = await new_scorecard(api, "Child", parent=top["id"])
    above = await new_objective(api, top["perspectives"][0])
    with_value, without_value = [await new_objective(api, child["perspectives"][0], name) for name in ("A", "B")]
    await record(api, await new_kpi(api, with_value, "k1"), ("2026-03-01", "40"))
    await new_kpi(api, without_value, "k2")
    for below in (with_value, without_value):
        await cascaded(api, below, above)
    assert await score_of(api, above) == {"value": "40", "status": "AMBER", "scoredCount": 1, "totalCount": 2}
    await api.mutate(RETIRE_OBJECTIVE, input={"id": without_value})
    assert (await score_of(api, above))["totalCount"] == 1
    await api.mutate(RETIRE_OBJECTIVE, input={"id": with_value})
    assert (await score_of(api, above))["status"] == "NO_DATA"
    await api.mutate(RESTORE_OBJECTIVE, input={"id": with_value})
    assert (await score_of(api, above))["value"] == "40"


async def test_only_an_objective_without_history_can_be_removed(api: Api) -> None:
    scorecard = await new_scorecard(api)
    fresh, measured, planned = [await new_objective(api, scorecard["perspectives"][0], name) for name in "ABC"]
    await linked(api, fresh, measured)
    kpi = await new_kpi(api, measured)
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Nobody looks at it"})
    await api.mutate(ADD_INITIATIVE, input={"objective": planned, "name": "Train"})
    for objective in (measured, planned):
        error = await api.refusal(REMOVE_OBJECTIVE, input={"id": objective})
        assert (error["field"], error["code"]) == ("id", "HAS_HISTORY")
    await api.mutate(REMOVE_OBJECTIVE, input={"id": fresh})
    assert (await shown(api, scorecard))[0] == ["B", "C"]
    links = await api.data("query($id: ID!) { scorecard(id: $id) { links { id } } }", id=scorecard["id"])
    assert links["scorecard"]["links"] == []


async def test_a_retired_kpi_is_shown_only_when_asked_for(api: Api) -> None:
    scorecard = await new_scorecard(api)
    objective = await new_objective(api, scorecard["perspectives"][0])
    kept, retired = await new_kpi(api, objective, "kept"), await new_kpi(api, objective, "retired")
    await api.mutate(RETIRE, input={"id": retired, "reason": "Nobody looks at it"})
    document = "query($id: ID!) { objective(id: $id) { kpis { id } old: kpis(states: [RETIRED]) { id } } }"
    found = (await api.data(document, id=objective))["objective"]
    assert found == {"kpis": [{"id": kept}], "old": [{"id": retired}]}


async def test_an_objective_stays_on_its_scorecard(api: Api) -> None:
    here, there = await new_scorecard(api, "Here"), await new_scorecard(api, "There")
    objective = await new_objective(api, here["perspectives"][0])
    error = await api.refusal(UPDATE_OBJECTIVE, input={"id": objective, "perspective": there["perspectives"][0]["id"]})
    assert (error["field"], error["code"]) == ("perspective", "CONFLICT")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
async def test_only_editors_change_objectives(
    role: Role, organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    person = await signed_in(organisation, role)
    perspective = (await new_scorecard(api))["perspectives"][0]
    objective = await new_objective(api, perspective)
    for document, given in (
        (ADD_OBJECTIVE, {"perspective": perspective["id"], "name": "Mine"}),
        (UPDATE_OBJECTIVE, {"id": objective, "name": "Mine"}),
        (RETIRE_OBJECTIVE, {"id": objective}),
        (RESTORE_OBJECTIVE, {"id": objective}),
        (REMOVE_OBJECTIVE, {"id": objective}),
    ):
        assert (await person.refusal(document, input=given))["code"] == "FORBIDDEN"


async def test_another_organisation_cannot_tell_an_objective_from_none(
    new_organisation: NewOrganisation, api: Api
) -> None:
    other = (await new_organisation()).api
    perspective = (await new_scorecard(other))["perspectives"][0]
    foreign, foreign_person = await new_objective(other, perspective), await new_person(other)
    own = await new_objective(api, (await new_scorecard(api))["perspectives"][0])
    zero = "00000000-0000-7000-8000-000000000000"
    for objective, place, person in (
        (foreign, perspective["id"], foreign_person),
        (NEVER, f"perspective_{zero}", f"person_{zero}"),
    ):
        assert (await api.data("query($id: ID!) { objective(id: $id) { id } }", id=objective))["objective"] is None
        for document, given, field in (
            (ADD_OBJECTIVE, {"perspective": place, "name": "Mine"}, "perspective"),
            (UPDATE_OBJECTIVE, {"id": objective, "name": "Mine"}, "id"),
            (UPDATE_OBJECTIVE, {"id": own, "perspective": place}, "perspective"),
            (UPDATE_OBJECTIVE, {"id": own, "owner": person}, "owner"),
            (RETIRE_OBJECTIVE, {"id": objective}, "id"),
            (RESTORE_OBJECTIVE, {"id": objective}, "id"),
            (REMOVE_OBJECTIVE, {"id": objective}, "id"),
        ):
            error = await api.refusal(document, input=given)
            assert (error["code"], error["field"]) == ("NOT_FOUND", field)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": "x" * 201}, "name", "TEXT_TOO_LONG"),
        ({"description": "x" * 10_001}, "description", "TEXT_TOO_LONG"),
        ({"theme": "a\0"}, "theme", "TEXT_NOT_PLAIN"),
        ({"weight": "Infinity"}, "weight", "NOT_A_NUMBER"),
        ({"weight": "-0.5"}, "weight", "NEGATIVE_WEIGHT"),
        ({"weight": "1000001"}, "weight", "WEIGHT_TOO_LARGE"),
        ({"position": -1}, "position", "INVALID"),
        ({"owner": "rubbish"}, "owner", "INVALID_ID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str, code: str, api: Api) -> None:
    perspective = (await new_scorecard(api))["perspectives"][0]
    error = await api.refusal(ADD_OBJECTIVE, input={"perspective": perspective["id"], "name": "Grow", **given})
    assert (error["field"], error["code"]) == (field, code)
    own = await new_objective(api, perspective)
    error = await api.refusal(UPDATE_OBJECTIVE, input={"id": own, **given})
    assert (error["field"], error["code"]) == (field, code)
