"""Organisation units over the API."""

from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.strategy import ADD_UNIT, mutation, new_scorecard, new_unit, top_unit

MOVE = mutation("moveOrgUnit", "orgUnit { id parent { id } }")
UPDATE = mutation("updateOrgUnit", "orgUnit { id name kind position }")
REMOVE = mutation("removeOrgUnit", "orgUnit { id }")
ADD_PERSON = mutation("addPerson", "person { id }")
REMOVE_PERSON = mutation("removePerson", "person { id }")
NEVER = "unit_00000000-0000-7000-8000-000000000000"


async def test_a_unit_can_be_added_and_read_back(api: Api) -> None:
    unit = await new_unit(api, "Sales")
    found = await api.data("query($id: ID!) { orgUnit(id: $id) { name kind } node(id: $id) { id } }", id=unit)
    assert found == {"orgUnit": {"name": "Sales", "kind": "DIVISION"}, "node": {"id": unit}}


async def test_the_tree_is_read_from_its_top_in_order(api: Api) -> None:
    top = await top_unit(api)
    await new_unit(api, "Second", parent=top, position=1)
    first = await new_unit(api, "First", parent=top, position=0)
    await new_unit(api, "Team", parent=first)
    tree = await api.data("{ orgUnits { name children { name children { name } } } }")
    assert tree == {
        "orgUnits": [
            {
                "name": "Acme",
                "children": [
                    {"name": "First", "children": [{"name": "Team"}]},
                    {"name": "Second", "children": []},
                ],
            }
        ]
    }


async def test_a_unit_can_be_changed(api: Api) -> None:
    unit = await new_unit(api, "Sales")
    changed = await api.mutate(UPDATE, input={"id": unit, "name": "Sales & Service", "kind": "DEPARTMENT"})
    assert changed["orgUnit"] == {"id": unit, "name": "Sales & Service", "kind": "DEPARTMENT", "position": 0}


async def test_a_unit_cannot_be_moved_below_itself(api: Api) -> None:
    top = await new_unit(api, "Top")
    below = await new_unit(api, "Below", parent=top)
    error = await api.refusal(MOVE, input={"id": top, "parent": below})
    assert (error["code"], error["field"]) == ("CYCLE", "parent")


async def test_a_unit_can_become_a_root(api: Api) -> None:
    below = await new_unit(api, "Below", parent=await top_unit(api))
    assert (await api.mutate(MOVE, input={"id": below, "parent": None}))["orgUnit"]["parent"] is None


async def test_an_empty_unit_can_be_removed(api: Api) -> None:
    unit = await new_unit(api)
    await api.mutate(REMOVE, input={"id": unit})
    assert (await api.data("query($id: ID!) { orgUnit(id: $id) { id } }", id=unit))["orgUnit"] is None


async def test_a_unit_is_kept_while_something_belongs_to_it(api: Api) -> None:
    with_scorecard, with_unit, with_person = [await new_unit(api, name) for name in ("A", "B", "C")]
    await new_scorecard(api, orgUnit=with_scorecard)
    await new_unit(api, "Below", parent=with_unit)
    given = {"displayName": "Ann", "email": "ann@acme.example", "role": "VIEWER", "orgUnit": with_person}
    ann = (await api.mutate(ADD_PERSON, input=given))["person"]["id"]
    for unit in (with_scorecard, with_unit, with_person):
        error = await api.refusal(REMOVE, input={"id": unit})
        assert (error["field"], error["code"]) == ("id", "CONFLICT")
    await api.mutate(REMOVE_PERSON, input={"id": ann})
    await api.mutate(REMOVE, input={"id": with_person})


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR])
async def test_only_administrators_change_units(
    role: Role, organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    person = await signed_in(organisation, role)
    unit = await new_unit(api)
    for document, given in (
        (ADD_UNIT, {"name": "Mine", "kind": "TEAM"}),
        (UPDATE, {"id": unit, "name": "Mine"}),
        (MOVE, {"id": unit}),
        (REMOVE, {"id": unit}),
    ):
        assert (await person.refusal(document, input=given))["code"] == "FORBIDDEN"


async def test_another_organisation_cannot_tell_a_unit_from_none(new_organisation: NewOrganisation, api: Api) -> None:
    foreign = await new_unit((await new_organisation()).api)
    own = await new_unit(api)
    for unit in (foreign, NEVER):
        assert (await api.data("query($id: ID!) { orgUnit(id: $id) { id } }", id=unit))["orgUnit"] is None
        for document, given, field in (
            (ADD_UNIT, {"name": "Below", "kind": "TEAM", "parent": unit}, "parent"),
            (UPDATE, {"id": unit, "name": "Mine"}, "id"),
            (MOVE, {"id": unit}, "id"),
            (MOVE, {"id": own, "parent": unit}, "parent"),
            (REMOVE, {"id": unit}, "id"),
        ):
            error = await api.refusal(document, input=given)
            assert (error["code"], error["field"]) == ("NOT_FOUND", field)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": "x" * 201}, "name", "TEXT_TOO_LONG"),
        ({"name": "a\0"}, "name", "TEXT_NOT_PLAIN"),
        ({"parent": "scorecard_00000000-0000-7000-8000-000000000000"}, "parent", "INVALID_ID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str, code: str, api: Api) -> None:
    error = await api.refusal(ADD_UNIT, input={"name": "Sales", "kind": "TEAM", **given})
    assert (error["field"], error["code"]) == (field, code)
