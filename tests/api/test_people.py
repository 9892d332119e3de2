"""People over the API."""

from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.strategy import mutation, new_unit

SHOWN = "person { id displayName email kind role leftAt orgUnit { id } }"
ADD = mutation("addPerson", SHOWN)
UPDATE = mutation("updatePerson", SHOWN)
REMOVE = mutation("removePerson", SHOWN)
VIEWER = "{ viewer { role person { id displayName role } organisation { name } } }"
PEOPLE = """
query People($filter: PeopleFilter, $first: Int, $after: String) {
  people(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id displayName }
  }
}
"""


async def new_person(api: Api, name: str = "Ann Archer", role: str = "EDITOR", **properties: Any) -> Any:
    email = f"{name.replace(' ', '.').lower()}@acme.example"
    given = {"displayName": name, "email": email, "role": role, **properties}
    return (await api.mutate(ADD, input=given))["person"]


async def me(api: Api) -> str:
    person: str = (await api.data(VIEWER))["viewer"]["person"]["id"]
    return person


async def test_a_person_learns_who_they_are(api: Api) -> None:
    viewer = (await api.data(VIEWER))["viewer"]
    assert (viewer["role"], viewer["organisation"]["name"]) == ("OWNER", "Acme")
    assert (viewer["person"]["displayName"], viewer["person"]["role"]) == ("Olga Owner", "OWNER")


async def test_a_person_can_be_added_and_read_back(api: Api) -> None:
    unit = await new_unit(api)
    added = await new_person(api, email=" Ann@ACME.example ", orgUnit=unit)
    assert added["email"] == "ann@acme.example"
    document = "query($id: ID!) { person(id: $id) { displayName role kind orgUnit { id } } node(id: $id) { id } }"
    assert await api.data(document, id=added["id"]) == {
        "person": {"displayName": "Ann Archer", "role": "EDITOR", "kind": "HUMAN", "orgUnit": {"id": unit}},
        "node": {"id": added["id"]},
    }


async def test_two_people_cannot_have_the_same_address(api: Api) -> None:
    await new_person(api, email="ann@acme.example")
    given = {"displayName": "Anna", "email": "ANN@acme.example", "role": "VIEWER"}
    error = await api.refusal(ADD, input=given)
    assert (error["field"], error["code"]) == ("email", "DUPLICATE")


async def test_who_left_and_comes_back_is_the_same_person(api: Api) -> None:
    first = await new_person(api, email="ann@acme.example")
    await api.mutate(REMOVE, input={"id": first["id"]})
    again = await new_person(api, "Ann Baker", "VIEWER", email="ann@acme.example")
    assert (again["id"], again["displayName"], again["role"], again["leftAt"]) == (
        first["id"],
        "Ann Baker",
        "VIEWER",
        None,
    )


async def test_people_are_listed_page_by_page(api: Api) -> None:
    for name in ("Ann Archer", "Bob Baker", "Cem Can"):
        await new_person(api, name)
    page = (await api.data(PEOPLE, first=3))["people"]
    assert [node["displayName"] for node in page["nodes"]] == ["Olga Owner", "Ann Archer", "Bob Baker"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (4, True)
    rest = (await api.data(PEOPLE, first=3, after=page["pageInfo"]["endCursor"]))["people"]
    assert [node["displayName"] for node in rest["nodes"]] == ["Cem Can"]


async def test_people_can_be_searched_and_filtered(api: Api) -> None:
    unit = await new_unit(api)
    ann = await new_person(api, "Ann 100% Archer", email="ann@acme.example", orgUnit=unit)
    robot = await new_person(api, "Sync", "VIEWER", kind="SERVICE")
    gone = await new_person(api, "Gone Girl", "VIEWER")
    await api.mutate(REMOVE, input={"id": gone["id"]})

    async def found(**wanted: Any) -> list[str]:
        return [node["id"] for node in (await api.data(PEOPLE, filter=wanted))["people"]["nodes"]]

    assert await found(search="100% A") == [ann["id"]]
    assert await found(search="%") == [ann["id"]]
    assert await found(orgUnit=unit) == [ann["id"]]
    assert await found(kind="SERVICE") == [robot["id"]]
    assert await found(role="VIEWER", includeLeft=True) == [robot["id"], gone["id"]]


async def test_a_person_can_be_changed_field_by_field(api: Api) -> None:
    unit = await new_unit(api)
    ann = await new_person(api, orgUnit=unit)
    renamed = (await api.mutate(UPDATE, input={"id": ann["id"], "displayName": "Ann Baker"}))["person"]
    assert (renamed["displayName"], renamed["role"], renamed["orgUnit"]) == ("Ann Baker", "EDITOR", {"id": unit})
    moved = (await api.mutate(UPDATE, input={"id": ann["id"], "orgUnit": None, "role": "VIEWER"}))["person"]
    assert (moved["displayName"], moved["role"], moved["orgUnit"]) == ("Ann Baker", "VIEWER", None)


async def test_who_leaves_can_do_nothing_any_more(
    organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    editor = await signed_in(organisation, Role.EDITOR)
    removed = await api.mutate(REMOVE, input={"id": await me(editor)})
    assert removed["person"]["leftAt"] is not None
    response = await editor.post({"query": VIEWER})
    assert response.status_code == 401
    again = await api.refusal(REMOVE, input={"id": removed["person"]["id"]})
    assert again["code"] == "ALREADY_LEFT"
    changed = await api.refusal(UPDATE, input={"id": removed["person"]["id"], "role": "ADMIN"})
    assert changed["code"] == "ALREADY_LEFT"


async def test_the_last_owner_cannot_be_removed_or_demoted(api: Api) -> None:
    owner = await me(api)
    await new_person(api, "Robot", "OWNER", kind="SERVICE")
    assert (await api.refusal(REMOVE, input={"id": owner}))["code"] == "LAST_OWNER"
    error = await api.refusal(UPDATE, input={"id": owner, "role": "ADMIN"})
    assert (error["field"], error["code"]) == ("role", "LAST_OWNER")


async def test_an_owner_can_leave_once_there_is_another(api: Api) -> None:
    await new_person(api, "Second Owner", "OWNER")
    await api.mutate(UPDATE, input={"id": await me(api), "role": "VIEWER"})
    assert (await api.data(VIEWER))["viewer"]["role"] == "VIEWER"


async def test_an_administrator_makes_nobody_an_owner_and_touches_no_owner(
    organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    admin = await signed_in(organisation, Role.ADMIN)
    given = {"displayName": "Eve", "email": "eve@acme.example", "role": "OWNER"}
    assert (await admin.refusal(ADD, input=given))["code"] == "FORBIDDEN"
    owner = await me(api)
    assert (await admin.refusal(UPDATE, input={"id": await me(admin), "role": "OWNER"}))["code"] == "FORBIDDEN"
    assert (await admin.refusal(UPDATE, input={"id": owner, "displayName": "X"}))["code"] == "FORBIDDEN"
    assert (await admin.refusal(REMOVE, input={"id": owner}))["code"] == "FORBIDDEN"
    await new_person(admin, "Other Admin", "ADMIN")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR])
async def test_others_manage_nobody(role: Role, organisation: TestOrganisation, signed_in: NewPerson) -> None:
    person = await signed_in(organisation, role)
    given = {"displayName": "Eve", "email": "eve@acme.example", "role": "VIEWER"}
    assert (await person.refusal(ADD, input=given))["code"] == "FORBIDDEN"
    assert (await person.refusal(UPDATE, input={"id": await me(person), "role": "ADMIN"}))["code"] == "FORBIDDEN"
    assert (await person.refusal(REMOVE, input={"id": await me(person)}))["code"] == "FORBIDDEN"


async def test_another_organisation_cannot_tell_a_person_from_nobody(
    organisation: TestOrganisation, new_organisation: NewOrganisation, api: Api
) -> None:
    foreign = await new_person((await new_organisation()).api)
    never = "person_00000000-0000-7000-8000-000000000000"
    for person_id in (foreign["id"], never):
        assert (await api.data("query($id: ID!) { person(id: $id) { id } }", id=person_id))["person"] is None
        error = await api.refusal(UPDATE, input={"id": person_id, "displayName": "Mine"})
        assert (error["code"], error["field"]) == ("NOT_FOUND", "id")
        assert (await api.refusal(REMOVE, input={"id": person_id}))["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"displayName": "x" * 201}, "displayName", "TEXT_TOO_LONG"),
        ({"displayName": "A\0"}, "displayName", "TEXT_NOT_PLAIN"),
        ({"email": "no address"}, "email", "TEXT_NOT_PLAIN"),
        ({"orgUnit": "unit_00000000-0000-7000-8000-000000000000"}, "orgUnit", "NOT_FOUND"),
        ({"orgUnit": "rubbish"}, "orgUnit", "INVALID_ID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, str], field: str, code: str, api: Api) -> None:
    asked = {"displayName": "Ann", "email": "ann@acme.example", "role": "VIEWER", **given}
    error = await api.refusal(ADD, input=asked)
    assert (error["field"], error["code"]) == (field, code)
