"""Registering applications."""

from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.oauth import DISABLE, REGISTER, register, register_service

NOWHERE = "client_00000000-0000-7000-8000-000000000000"
ROTATE = """
    mutation Rotate($input: OAuthClientInput!) {
      rotateOauthClientSecret(input: $input) { client { id } secret userErrors { field message code } }
    }
"""
ENABLE = """
    mutation Enable($input: OAuthClientInput!) {
      enableOauthClient(input: $input) { client { disabledAt } userErrors { field message code } }
    }
"""
UPDATE = """
    mutation Update($input: UpdateOAuthClientInput!) {
      updateOauthClient(input: $input) {
        client { name redirectUris webOrigins scopes } userErrors { field message code }
      }
    }
"""
PUBLIC = {
    "name": "Board",
    "kind": "PUBLIC",
    "scopes": ["scorecard:read"],
    "redirectUris": ["https://a.example/cb"],
}


async def test_a_public_application_has_no_secret_and_a_confidential_one_shows_it_once(api: Api) -> None:
    public = await api.mutate(REGISTER, input=PUBLIC)
    assert public["secret"] is None
    assert public["client"]["clientId"].startswith("eqpc_")
    made = await api.mutate(REGISTER, input=PUBLIC | {"name": "Server", "kind": "CONFIDENTIAL"})
    assert made["secret"].startswith("eqps_")
    listed = await api.data("{ oauthClients { nodes { name kind clientId } totalCount } auditLog { nodes { after } } }")
    assert listed["oauthClients"]["totalCount"] == 2
    assert made["secret"] not in str(listed)


async def test_a_service_is_made_for_an_application_that_acts_for_itself(api: Api) -> None:
    made = await api.mutate(
        REGISTER,
        input={"name": "Sync", "kind": "CONFIDENTIAL", "scopes": ["values:write"], "serviceRole": "CONTRIBUTOR"},
    )
    assert made["client"]["service"] == {"displayName": "Sync", "role": "CONTRIBUTOR", "kind": "SERVICE"}


async def test_only_what_is_given_changes(api: Api) -> None:
    application = await register(api)
    await api.mutate(UPDATE, input={"id": application.id, "name": "Renamed"})
    changed = await api.mutate(UPDATE, input={"id": application.id, "webOrigins": []})
    assert changed["client"] == {
        "name": "Renamed",
        "redirectUris": ["https://app.example.com/callback"],
        "webOrigins": [],
        "scopes": ["scorecard:read", "values:write", "openid", "offline_access"],
    }


async def test_disabling_and_enabling_again_change_nothing_the_second_time(api: Api) -> None:
    application = await register(api)
    first = await api.mutate(DISABLE, input={"id": application.id})
    assert first["client"]["disabledAt"]
    assert await api.mutate(DISABLE, input={"id": application.id}) == first
    for _ in range(2):
        assert (await api.mutate(ENABLE, input={"id": application.id}))["client"]["disabledAt"] is None


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR, Role.VIEWER])
async def test_only_administrators_see_and_change_applications(
    organisation: TestOrganisation, signed_in: NewPerson, role: Role
) -> None:
    application, person = await register(organisation.api), await signed_in(organisation, role)
    assert (await person.refusal(REGISTER, input=PUBLIC))["code"] == "FORBIDDEN"
    for mutation in (UPDATE, ROTATE, DISABLE, ENABLE):
        assert (await person.refusal(mutation, input={"id": application.id}))["code"] == "FORBIDDEN"
    for query in ("{ oauthClients { totalCount } }", f'{{ oauthClient(id: "{application.id}") {{ name }} }}'):
        assert (await person.send(query))["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    node = await person.data("query($id: ID!) { node(id: $id) { id } }", id=application.id)
    assert node["node"] is None


async def test_nobody_takes_over_an_application_that_is_more_than_they_are(
    organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    admin = await signed_in(organisation, Role.ADMIN)
    service = PUBLIC | {"kind": "CONFIDENTIAL", "serviceRole": "OWNER"}
    error = await admin.refusal(REGISTER, input=service)
    assert (error["field"], error["code"]) == ("serviceRole", "FORBIDDEN")
    application = await register_service(organisation.api, role="OWNER")
    for mutation in (ROTATE, ENABLE):
        assert (await admin.refusal(mutation, input={"id": application.id}))["code"] == "FORBIDDEN"
    assert (await admin.mutate(DISABLE, input={"id": application.id}))["client"]["disabledAt"]


async def test_another_organisations_application_is_like_one_that_never_was(
    api: Api, new_organisation: NewOrganisation
) -> None:
    foreign = await register((await new_organisation()).api)
    for given in (foreign.id, NOWHERE):
        for mutation in (UPDATE, ROTATE, DISABLE, ENABLE):
            error = await api.refusal(mutation, input={"id": given})
            assert (error["field"], error["code"]) == ("id", "NOT_FOUND")
        found = await api.data("query($id: ID!) { oauthClient(id: $id) { name } }", id=given)
        assert found["oauthClient"] is None


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://app.example.com/cb",
        "HTTPS://app.example.com/cb",
        "https://App.example.com/cb",
        "https://app.example.com/cb#fragment",
        "https://app.example.com/cb#",
        "https://user@app.example.com/cb",
        "https://app.example.com/../cb",
        "https://app.example.com/a/./cb",
        "https://app.example.com/a/..",
        "https://app.example.com/%2e%2e/cb",
        "https://*.example.com/cb",
        "https://app.example.com\\cb",
        "https://app.example.com/c b",
        "https://app.example.com/cb\n",
        "https://app.example.com:0/cb",
        "https://app.example.com:123456/cb",
        "https://-app.example.com/cb",
        "https:///cb",
        "https://.example.com/cb",
        "https://аpp.example.com/cb",
        "https://app.example.com/\0",
        "javascript:alert(1)",
        "com.example.app:/cb",
        "http://127.0.0.2/cb",
        "http://localhost.evil.example/cb",
        "http://0.0.0.0/cb",
        "https://app.example.com/" + "x" * 500,
    ],
)
async def test_a_redirect_uri_that_could_be_read_in_two_ways_is_refused(api: Api, uri: str) -> None:
    given = PUBLIC | {"redirectUris": ["https://a.example/cb", uri]}
    error = await api.refusal(REGISTER, input=given)
    assert (error["field"], error["code"]) == ("redirectUris.1", "INVALID")


@pytest.mark.parametrize(
    "uri",
    [
        "https://a.example",
        "https://a.example:8443/cb",
        "https://a.example/cb?tenant=1",
        "http://localhost:5173/",
        "http://127.0.0.1/cb",
        "http://[::1]:3000/cb",
    ],
)
async def test_an_ordinary_redirect_uri_is_kept_as_it_is(api: Api, uri: str) -> None:
    made = await api.mutate(REGISTER, input=PUBLIC | {"redirectUris": [uri]})
    assert made["client"]["redirectUris"] == [uri]


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "null",
        "",
        "https://a.example/",
        "https://a.example/x",
        "http://a.example",
        "https://a.example:443",
        "a.example",
    ],
)
async def test_what_is_no_origin_is_refused(api: Api, origin: str) -> None:
    error = await api.refusal(REGISTER, input=PUBLIC | {"webOrigins": [origin]})
    assert (error["field"], error["code"]) == ("webOrigins.0", "INVALID")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", "TEXT_MISSING"),
        ({"name": "x" * 201}, "name", "TEXT_TOO_LONG"),
        ({"name": "a\0"}, "name", "TEXT_NOT_PLAIN"),
        ({"scopes": []}, "scopes", "INVALID"),
        ({"scopes": ["offline_access"]}, "scopes", "INVALID"),
        ({"scopes": ["root"]}, "scopes.0", "INVALID"),
        ({"redirectUris": []}, "redirectUris", "INVALID"),
        ({"redirectUris": ["https://a.example/cb"] * 21}, "redirectUris", "INVALID"),
        ({"webOrigins": ["https://a.example"] * 21}, "webOrigins", "INVALID"),
        ({"serviceRole": "VIEWER"}, "serviceRole", "INVALID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(api: Api, changes: dict[str, Any], field: str, code: str) -> None:
    error = await api.refusal(REGISTER, input=PUBLIC | changes)
    assert (error["field"], error["code"]) == (field, code)


async def test_a_name_is_taken_once_in_an_organisation(api: Api, new_organisation: NewOrganisation) -> None:
    await api.mutate(REGISTER, input=PUBLIC)
    error = await api.refusal(REGISTER, input=PUBLIC)
    assert (error["field"], error["code"]) == ("name", "DUPLICATE")
    other = await register(api)
    assert (await api.refusal(UPDATE, input={"id": other.id, "name": "Board"}))["code"] == "DUPLICATE"
    await (await new_organisation()).api.mutate(REGISTER, input=PUBLIC)


async def test_a_public_application_has_no_secret_to_rotate(api: Api) -> None:
    error = await api.refusal(ROTATE, input={"id": (await register(api)).id})
    assert (error["field"], error["code"]) == ("id", "CONFLICT")
