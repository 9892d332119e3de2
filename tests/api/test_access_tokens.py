"""Access tokens over the API."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.strategy import mutation

CREATE = mutation("createAccessToken", "secret accessToken { id name role expiresAt }")
REVOKE = mutation("revokeAccessToken", "accessToken { id revokedAt }")
MINE = "{ accessTokens { totalCount nodes { id name role revokedAt expiresAt lastUsedOn } } }"
VIEWER = "{ viewer { role person { id } } }"
ADD_PERSON = mutation("addPerson", "person { id }")


async def new_token(api: Api, **given: Any) -> Any:
    return await api.mutate(CREATE, input={"name": "laptop", **given})


async def new_service(api: Api, role: str = "EDITOR") -> str:
    given = {"displayName": "Sync", "email": "sync@acme.example", "role": role, "kind": "SERVICE"}
    person: str = (await api.mutate(ADD_PERSON, input=given))["person"]["id"]
    return person


async def test_a_new_token_works_and_its_secret_is_shown_once(api: Api) -> None:
    made = await new_token(api, role="VIEWER")
    assert (await replace(api, token=made["secret"]).data(VIEWER))["viewer"]["role"] == "VIEWER"
    listed = await api.data(MINE)
    assert made["accessToken"]["id"] in [token["id"] for token in listed["accessTokens"]["nodes"]]
    assert made["secret"].split("_")[-1] not in str(listed)


async def test_a_token_ends_when_its_time_is_over(api: Api, clock: Clock) -> None:
    made = await new_token(api, expiresInDays=2)
    holder = replace(api, token=made["secret"])
    clock.now += timedelta(days=1, hours=23)
    await holder.data(VIEWER)
    clock.now += timedelta(hours=1)
    assert (await holder.post({"query": VIEWER})).status_code == 401


async def test_a_revoked_token_works_no_more_and_revoking_again_changes_nothing(api: Api) -> None:
    made = await new_token(api)
    first = await api.mutate(REVOKE, input={"id": made["accessToken"]["id"]})
    assert (await replace(api, token=made["secret"]).post({"query": VIEWER})).status_code == 401
    assert await api.mutate(REVOKE, input={"id": made["accessToken"]["id"]}) == first


async def test_a_narrow_token_makes_no_wider_one(api: Api) -> None:
    narrow = replace(api, token=(await new_token(api, role="EDITOR"))["secret"])
    error = await narrow.refusal(CREATE, input={"name": "wider"})
    assert (error["field"], error["code"]) == ("role", "FORBIDDEN")


async def test_a_token_cannot_be_more_than_its_person(organisation: TestOrganisation, signed_in: NewPerson) -> None:
    viewer = await signed_in(organisation, Role.VIEWER)
    error = await viewer.refusal(CREATE, input={"name": "more", "role": "ADMIN"})
    assert (error["field"], error["code"]) == ("role", "FORBIDDEN")


async def test_an_administrator_makes_tokens_for_services_but_not_in_the_name_of_people(
    organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    admin = await signed_in(organisation, Role.ADMIN)
    made = await new_token(admin, person=await new_service(admin))
    assert (await replace(api, token=made["secret"]).data(VIEWER))["viewer"]["role"] == "EDITOR"
    owner = (await api.data(VIEWER))["viewer"]["person"]["id"]
    error = await admin.refusal(CREATE, input={"name": "as the owner", "person": owner, "role": "VIEWER"})
    assert (error["field"], error["code"]) == ("person", "FORBIDDEN")


async def test_others_make_and_end_only_their_own(
    organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    editor = await signed_in(organisation, Role.EDITOR)
    service = await new_service(api)
    assert (await editor.refusal(CREATE, input={"name": "x", "person": service}))["code"] == "FORBIDDEN"
    foreign = await new_token(api)
    assert (await editor.refusal(REVOKE, input={"id": foreign["accessToken"]["id"]}))["code"] == "FORBIDDEN"
    own = await new_token(editor)
    assert (await api.mutate(REVOKE, input={"id": own["accessToken"]["id"]}))["accessToken"]["revokedAt"]


async def test_nobody_sees_the_tokens_of_others(organisation: TestOrganisation, signed_in: NewPerson, api: Api) -> None:
    made = await new_token(api)
    editor = await signed_in(organisation, Role.EDITOR)
    assert (await editor.data(MINE))["accessTokens"]["totalCount"] == 1
    asked = await editor.data("query($id: ID!) { node(id: $id) { id } }", id=made["accessToken"]["id"])
    assert asked["node"] is None


async def test_another_organisation_cannot_tell_a_token_from_none(new_organisation: NewOrganisation, api: Api) -> None:
    foreign = (await new_token((await new_organisation()).api))["accessToken"]["id"]
    for token_id in (foreign, "token_00000000-0000-7000-8000-000000000000"):
        error = await api.refusal(REVOKE, input={"id": token_id})
        assert (error["field"], error["code"]) == ("id", "NOT_FOUND")


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": ""}, "name", "TEXT_MISSING"),
        ({"name": "\0"}, "name", "TEXT_NOT_PLAIN"),
        ({"expiresInDays": 0}, "expiresInDays", "INVALID"),
        ({"expiresInDays": 367}, "expiresInDays", "INVALID"),
        ({"person": "person_00000000-0000-7000-8000-000000000000"}, "person", "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str, code: str, api: Api) -> None:
    error = await api.refusal(CREATE, input={"name": "laptop", **given})
    assert (error["field"], error["code"]) == (field, code)


async def test_the_last_day_of_use_is_kept(api: Api, clock: Clock) -> None:
    made = await new_token(api)
    bearer = replace(api, token=made["secret"])

    async def last_used() -> Any:
        listed = (await api.data(MINE))["accessTokens"]["nodes"]
        return next(token["lastUsedOn"] for token in listed if token["id"] == made["accessToken"]["id"])

    assert await last_used() is None
    await bearer.data(VIEWER)
    assert await last_used() == clock.now.date().isoformat()
    clock.now += timedelta(days=1)
    await bearer.data(VIEWER)
    assert await last_used() == clock.now.date().isoformat()
