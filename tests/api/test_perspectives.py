"""Perspectives over the API."""

from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import new_kpi, record
from tests.support.strategy import (
    ADD_PERSPECTIVE,
    REMOVE_PERSPECTIVE,
    RETIRE_OBJECTIVE,
    UPDATE_PERSPECTIVE,
    new_objective,
    new_scorecard,
    score_of,
)

NEVER = "perspective_00000000-0000-7000-8000-000000000000"


async def order(api: Api, scorecard: str) -> list[tuple[str, int]]:
    document = "query($id: ID!) { scorecard(id: $id) { perspectives { name position } } }"
    found = (await api.data(document, id=scorecard))["scorecard"]["perspectives"]
    return [(each["name"], each["position"]) for each in found]


async def test_a_perspective_goes_to_the_bottom_or_where_it_is_told(api: Api) -> None:
    scorecard = (await new_scorecard(api, template="EMPTY"))["id"]
    for name, place in (("B", {}), ("C", {}), ("A", {"position": 0})):
        await api.mutate(ADD_PERSPECTIVE, input={"scorecard": scorecard, "name": name, **place})
    assert await order(api, scorecard) == [("A", 0), ("B", 1), ("C", 2)]


async def test_a_perspective_can_be_moved_on_the_map(api: Api) -> None:
    scorecard = await new_scorecard(api)
    learning = scorecard["perspectives"][3]["id"]
    await api.mutate(UPDATE_PERSPECTIVE, input={"id": learning, "position": 1, "name": "People"})
    assert await order(api, scorecard["id"]) == [
        ("Financial", 0),
        ("People", 1),
        ("Customer", 2),
        ("Internal Processes", 3),
    ]


async def test_weights_change_the_score_at_once(api: Api) -> None:
    scorecard = await new_scorecard(api)
    for perspective, value in zip(scorecard["perspectives"][:2], ("80", "20"), strict=True):
        kpi = await new_kpi(api, await new_objective(api, perspective), f"k{value}")
        await record(api, kpi, ("2026-03-01", value))
    changed = await api.mutate(UPDATE_PERSPECTIVE, input={"id": scorecard["perspectives"][0]["id"], "weight": "3"})
    assert changed["perspective"]["weight"] == "3"
    assert (await score_of(api, scorecard["id"]))["value"] == "65"


async def test_only_an_empty_perspective_can_be_removed(api: Api) -> None:
    scorecard = await new_scorecard(api)
    financial, customer = scorecard["perspectives"][:2]
    objective = await new_objective(api, financial)
    await api.mutate(RETIRE_OBJECTIVE, input={"id": objective})
    error = await api.refusal(REMOVE_PERSPECTIVE, input={"id": financial["id"]})
    assert (error["field"], error["code"]) == ("id", "NOT_EMPTY")
    await api.mutate(REMOVE_PERSPECTIVE, input={"id": customer["id"]})
    assert "Customer" not in dict(await order(api, scorecard["id"]))


async def test_a_scorecard_has_at_most_twelve_perspectives(api: Api) -> None:
    scorecard = (await new_scorecard(api))["id"]
    for number in range(8):
        await api.mutate(ADD_PERSPECTIVE, input={"scorecard": scorecard, "name": f"P{number}"})
    assert (await api.refusal(ADD_PERSPECTIVE, input={"scorecard": scorecard, "name": "more"}))["code"] == "TOO_MANY"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
async def test_only_editors_change_perspectives(
    role: Role, organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    person = await signed_in(organisation, role)
    scorecard = await new_scorecard(api)
    perspective = scorecard["perspectives"][0]["id"]
    for document, given in (
        (ADD_PERSPECTIVE, {"scorecard": scorecard["id"], "name": "Mine"}),
        (UPDATE_PERSPECTIVE, {"id": perspective, "name": "Mine"}),
        (REMOVE_PERSPECTIVE, {"id": perspective}),
    ):
        assert (await person.refusal(document, input=given))["code"] == "FORBIDDEN"


async def test_another_organisation_cannot_tell_a_perspective_from_none(
    new_organisation: NewOrganisation, api: Api
) -> None:
    foreign = await new_scorecard((await new_organisation()).api)
    never = "scorecard_00000000-0000-7000-8000-000000000000"
    for perspective, scorecard in ((foreign["perspectives"][0]["id"], foreign["id"]), (NEVER, never)):
        assert (await api.data("query($id: ID!) { node(id: $id) { id } }", id=perspective))["node"] is None
        for document, given, field in (
            (ADD_PERSPECTIVE, {"scorecard": scorecard, "name": "Mine"}, "scorecard"),
            (UPDATE_PERSPECTIVE, {"id": perspective, "name": "Mine"}, "id"),
            (REMOVE_PERSPECTIVE, {"id": perspective}, "id"),
        ):
            error = await api.refusal(document, input=given)
            assert (error["code"], error["field"]) == ("NOT_FOUND", field)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": ""}, "name", "TEXT_MISSING"),
        ({"question": "a\0"}, "question", "TEXT_NOT_PLAIN"),
        ({"weight": "NaN"}, "weight", "NOT_A_NUMBER"),
        ({"weight": "-1"}, "weight", "NEGATIVE_WEIGHT"),
        ({"weight": "9" * 400}, "weight", "NUMBER_TOO_LARGE"),
        ({"position": -1}, "position", "INVALID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str, code: str, api: Api) -> None:
    scorecard = await new_scorecard(api)
    error = await api.refusal(ADD_PERSPECTIVE, input={"scorecard": scorecard["id"], "name": "People", **given})
    assert (error["field"], error["code"]) == (field, code)
    error = await api.refusal(UPDATE_PERSPECTIVE, input={"id": scorecard["perspectives"][0]["id"], **given})
    assert (error["field"], error["code"]) == (field, code)
