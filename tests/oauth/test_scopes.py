"""A token does what its role may and its scopes let through, both."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from equipoise.domain.roles import Permission, Role, permissions
from equipoise.domain.scopes import Scope, let_through, parse_scopes, scope_for, write_scopes
from tests.conftest import NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.oauth import REGISTER, Browser, register

CREATE = """
    mutation Create($input: CreateAccessTokenInput!) {
      createAccessToken(input: $input) { accessToken { id scopes } secret userErrors { field message code } }
    }
"""
ADD_UNIT = """
    mutation Add($input: AddOrgUnitInput!) {
      addOrgUnit(input: $input) { orgUnit { name parent { name } } userErrors { field message code } }
    }
"""
UNIT = {"name": "Sales", "kind": "TEAM"}


async def narrowed(api: Api, *scopes: str) -> Api:
    """The same person with a token for these scopes."""
    made = await api.mutate(CREATE, input={"name": "narrow", "scopes": list(scopes)})
    assert made["accessToken"]["scopes"] == list(scopes)
    return replace(api, token=made["secret"])


def test_every_permission_has_a_scope_that_lets_it_through() -> None:
    assert {scope_for(permission) for permission in Permission} <= set(Scope)
    assert let_through(frozenset({Scope.ADMIN})) == permissions(Role.OWNER) == frozenset(Permission)


@pytest.mark.parametrize("scope", Scope)
def test_no_scope_but_admin_lets_everything_through(scope: Scope) -> None:
    assert (let_through(frozenset({scope})) == frozenset(Permission)) == (scope is Scope.ADMIN)
    assert scope.words


def test_scopes_are_read_as_they_are_written_and_unknown_ones_let_nothing_through() -> None:
    scopes = frozenset({Scope.VALUES_WRITE, Scope.SCORECARD_READ})
    assert write_scopes(scopes) == "scorecard:read values:write"
    assert parse_scopes("values:write scorecard:read") == scopes
    assert parse_scopes("scorecard:everything") == frozenset()
    assert parse_scopes("") == frozenset()
    assert parse_scopes(None) is None


async def test_reading_takes_a_scope(api: Api) -> None:
    reader, writer = await narrowed(api, "scorecard:read"), await narrowed(api, "values:write")
    query = "{ viewer { role scopes } scorecards(first: 1) { totalCount } }"
    assert (await reader.data(query))["viewer"]["scopes"] == ["scorecard:read"]
    (error, *_) = (await writer.send(query))["errors"]
    assert error["extensions"]["code"] == "INSUFFICIENT_SCOPE"
    assert "scorecard:read" in error["message"]


async def test_writing_takes_its_scope_and_the_refusal_names_it(api: Api) -> None:
    reader, manager = await narrowed(api, "scorecard:read"), await narrowed(api, "scorecard:read", "people:manage")
    error = await reader.refusal(ADD_UNIT, input=UNIT)
    assert error["code"] == "INSUFFICIENT_SCOPE"
    assert "people:manage" in error["message"]
    assert (await manager.mutate(ADD_UNIT, input=UNIT))["orgUnit"]["name"] == "Sales"


async def test_a_scope_gives_nothing_that_the_role_does_not(
    organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    viewer = await narrowed(await signed_in(organisation, Role.VIEWER), "scorecard:read", "people:manage")
    assert (await viewer.refusal(ADD_UNIT, input=UNIT))["code"] == "FORBIDDEN"


async def test_a_narrow_token_hands_out_no_credentials(api: Api) -> None:
    narrow = await narrowed(api, "scorecard:read", "people:manage")
    assert (await narrow.refusal(CREATE, input={"name": "wider"}))["code"] == "INSUFFICIENT_SCOPE"
    client = {"name": "Mine", "kind": "PUBLIC", "scopes": ["admin"], "redirectUris": ["https://a.example/cb"]}
    assert (await narrow.refusal(REGISTER, input=client))["code"] == "INSUFFICIENT_SCOPE"
    everything = await narrowed(api, "admin")
    assert (await everything.mutate(CREATE, input={"name": "wider"}))["secret"]


async def test_an_application_hands_out_no_token_that_outlives_it(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api, scopes=["scorecard:read", "people:manage"])
    tokens = await Browser(client, api.token).connect(application, scope="scorecard:read people:manage")
    error = await application.api(tokens["access_token"]).refusal(CREATE, input={"name": "for ever"})
    assert error["code"] == "INSUFFICIENT_SCOPE"


async def test_tokens_of_applications_are_not_among_ones_own(client: httpx.AsyncClient, api: Api) -> None:
    await Browser(client, api.token).connect(await register(api))
    listed = (await api.data("{ accessTokens { nodes { name } } }"))["accessTokens"]["nodes"]
    assert [token["name"] for token in listed] == ["test"]


async def test_a_page_shows_nothing_to_a_token_that_may_not_read(client: httpx.AsyncClient, api: Api) -> None:
    writer = await narrowed(api, "values:write")
    headers = {"Authorization": f"Bearer {writer.token}"}
    assert (await client.get("/console", headers=headers)).headers["location"] == "/login"
    picture = await client.get("/scorecards/scorecard_00000000-0000-7000-8000-000000000000/map.svg", headers=headers)
    assert (picture.status_code, picture.text.partition(":")[0]) == (403, "INSUFFICIENT_SCOPE")


@pytest.mark.parametrize(
    ("scopes", "field"), [([], "scopes"), (["nothing"], "scopes.0"), (["scorecard:read", "x" * 9], "scopes.1")]
)
async def test_scopes_that_there_are_not_are_refused_by_their_place(api: Api, scopes: Any, field: str) -> None:
    error = await api.refusal(CREATE, input={"name": "x", "scopes": scopes})
    assert (error["field"], error["code"]) == (field, "INVALID")
