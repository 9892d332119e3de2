"""Codes, refresh tokens and secrets work once, in time, for whom they were given to."""

import asyncio
import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from equipoise.domain.roles import Role
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.oauth import DISABLE, REDIRECT, Application, Browser, register, register_service

VIEWER = "{ viewer { role } }"
REMOVE = """
    mutation Remove($input: RemovePersonInput!) {
      removePerson(input: $input) { userErrors { field message code } }
    }
"""


async def works(application: Application, token: str) -> bool:
    return (await application.api(token).post({"query": VIEWER})).status_code == 200


def refused(answer: httpx.Response, error: str, status: int = 400) -> None:
    assert (answer.status_code, answer.json()["error"]) == (status, error), answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "x"}, "invalid_request"),
        ({"code_verifier": "x" * 129}, "invalid_request"),
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"redirect_uri": REDIRECT + "/"}, "invalid_grant"),
        ({"redirect_uri": "https://app.example.com/other"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"code": "eqpk_" + "x" * 43}, "invalid_grant"),
        ({"code": "\0"}, "invalid_grant"),
        ({"client_id": None}, "invalid_client"),
        ({"client_id": "eqpc_" + "0" * 32 + "_" + "0" * 32}, "invalid_client"),
        ({"client_id": "\0"}, "invalid_client"),
        ({"client_secret": "eqps_" + "x" * 43}, "invalid_client"),
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
    ],
)
async def test_a_code_needs_everything_that_belongs_to_it(
    client: httpx.AsyncClient, api: Api, changes: dict[str, Any], error: str
) -> None:
    application = await register(api, redirectUris=[REDIRECT, "https://app.example.com/other"])
    code = await Browser(client, api.token).allow(application)
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": application.verifier,
    }
    refused(
        await application.post("/oauth/token", **(given | changes)), error, 401 if error == "invalid_client" else 400
    )
    assert (await application.redeem(code)).status_code == 200, (
        "a failed attempt takes nothing from who has the verifier"
    )


async def test_the_challenge_itself_is_no_verifier(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    code = await Browser(client, api.token).allow(application)
    refused(await application.redeem(code, code_verifier=application.asks()["code_challenge"]), "invalid_grant")


async def test_a_code_that_is_used_again_ends_what_it_gave(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    code = await Browser(client, api.token).allow(application)
    tokens = (await application.redeem(code)).json()
    assert await works(application, tokens["access_token"])
    refused(await application.redeem(code), "invalid_grant")
    assert not await works(application, tokens["access_token"])
    refused(await application.refresh(tokens["refresh_token"]), "invalid_grant")


async def test_of_two_uses_of_a_code_at_once_at_most_one_counts(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    code = await Browser(client, api.token).allow(application)
    answers = await asyncio.gather(*(application.redeem(code) for _ in range(5)))
    given = [answer.json() for answer in answers if answer.status_code == 200]
    assert len(given) == 1
    assert not await works(application, given[0]["access_token"])


async def test_a_code_ends_after_a_minute(client: httpx.AsyncClient, api: Api, clock: Clock) -> None:
    application = await register(api)
    code = await Browser(client, api.token).allow(application)
    clock.now += timedelta(seconds=60)
    refused(await application.redeem(code), "invalid_grant")


async def test_a_code_of_another_client_is_no_use(client: httpx.AsyncClient, api: Api) -> None:
    application, other = await register(api), await register(api)
    code = await Browser(client, api.token).allow(application)
    refused(await replace(other, verifier=application.verifier).redeem(code), "invalid_grant")
    assert (await application.redeem(code)).status_code == 200


async def test_nothing_works_at_another_organisation(
    client: httpx.AsyncClient, api: Api, new_organisation: NewOrganisation
) -> None:
    application, other = await register(api), await register((await new_organisation()).api)
    code = await Browser(client, api.token).allow(application)
    refused(await replace(other, verifier=application.verifier).redeem(code), "invalid_grant")
    tokens = (await application.redeem(code)).json()
    refused(await other.refresh(tokens["refresh_token"]), "invalid_grant")
    assert (await other.revoke(tokens["refresh_token"])).status_code == 200
    assert (await other.revoke(tokens["access_token"])).status_code == 200
    assert await works(application, tokens["access_token"])
    assert (await application.refresh(tokens["refresh_token"])).status_code == 200


async def test_a_refresh_token_that_is_used_again_ends_its_family(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    first = await Browser(client, api.token).connect(application)
    second = (await application.refresh(first["refresh_token"])).json()
    third = (await application.refresh(second["refresh_token"])).json()
    refused(await application.refresh(first["refresh_token"]), "invalid_grant")
    for tokens in (first, second, third):
        assert not await works(application, tokens["access_token"])
        refused(await application.refresh(tokens["refresh_token"]), "invalid_grant")
    audit = await api.data("{ auditLog(first: 100) { nodes { action after } } }")
    ended = [entry["after"] for entry in audit["auditLog"]["nodes"] if entry["action"] == "oauth_grant.ended"]
    assert ended == [{"reason": "a refresh token was used twice"}]


async def test_of_two_refreshes_at_once_one_is_a_replay(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    first = await Browser(client, api.token).connect(application)
    answers = await asyncio.gather(*(application.refresh(first["refresh_token"]) for _ in range(4)))
    assert [answer.status_code for answer in answers].count(200) == 1


@pytest.mark.parametrize("token", ["x", "eqpr_", "eqpr_" + "x" * 43 + "." + "x" * 43, "\0"])
async def test_a_refresh_token_that_never_was_is_refused(client: httpx.AsyncClient, api: Api, token: str) -> None:
    application = await register(api)
    await Browser(client, api.token).connect(application)
    refused(await application.refresh(token), "invalid_grant")


@pytest.mark.parametrize("scope", ["admin", "values:write", "scorecard:read values:write", "scorecard:read  "])
async def test_a_refresh_cannot_ask_for_more(client: httpx.AsyncClient, api: Api, scope: str) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application)
    refused(await application.refresh(tokens["refresh_token"], scope=scope), "invalid_scope")
    assert (await application.refresh(tokens["refresh_token"])).status_code == 200


async def test_a_scope_that_is_taken_from_the_client_is_gone_with_the_next_token(
    client: httpx.AsyncClient, api: Api
) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application, scope="scorecard:read values:write offline_access")
    await api.mutate(
        "mutation($input: UpdateOAuthClientInput!) { updateOauthClient(input: $input) "
        "{ client { scopes } userErrors { field message code } } }",
        input={"id": application.id, "scopes": ["scorecard:read", "offline_access"]},
    )
    assert (await application.refresh(tokens["refresh_token"])).json()["scope"] == "scorecard:read offline_access"


async def test_a_removed_person_is_gone_from_every_application_at_once(
    client: httpx.AsyncClient, organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    application = await register(organisation.api)
    editor = await signed_in(organisation, Role.EDITOR)
    tokens = await Browser(client, editor.token).connect(application)
    code = await Browser(client, editor.token).allow(application)
    person = (await editor.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    await organisation.api.mutate(REMOVE, input={"id": person})
    assert not await works(application, tokens["access_token"])
    refused(await application.refresh(tokens["refresh_token"]), "invalid_grant")
    refused(await application.redeem(code), "invalid_grant")


async def test_a_removed_service_gets_nothing(api: Api) -> None:
    application = await register_service(api, scopes=["scorecard:read"])
    tokens = (await application.token("client_credentials")).json()
    service = await api.data("{ people(first: 1, filter: {kind: SERVICE}) { nodes { id } } }")
    await api.mutate(REMOVE, input={"id": service["people"]["nodes"][0]["id"]})
    assert not await works(application, tokens["access_token"])
    refused(await application.token("client_credentials"), "invalid_grant")


async def test_a_disabled_client_loses_all_it_has_at_once(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application)
    code = await Browser(client, api.token).allow(application)
    await api.mutate(DISABLE, input={"id": application.id})
    assert not await works(application, tokens["access_token"])
    refused(await application.refresh(tokens["refresh_token"]), "invalid_client", 401)
    await api.mutate(
        "mutation($input: OAuthClientInput!) { enableOauthClient(input: $input) "
        "{ userErrors { field message code } } }",
        input={"id": application.id},
    )
    refused(await application.refresh(tokens["refresh_token"]), "invalid_grant")
    refused(await application.redeem(code), "invalid_grant")


async def test_consent_that_is_withdrawn_ends_everything(client: httpx.AsyncClient, api: Api) -> None:
    application, browser = await register(api), Browser(client, api.token)
    tokens = await browser.connect(application)
    held = (await api.data("{ authorizedApplications { id scopes } }"))["authorizedApplications"]
    assert held == [{"id": application.id, "scopes": ["scorecard:read", "offline_access"]}]
    withdraw = """
        mutation Withdraw($input: WithdrawConsentInput!) {
          withdrawConsent(input: $input) { name userErrors { field message code } }
        }
    """
    await api.mutate(withdraw, input={"id": application.id})
    assert not await works(application, tokens["access_token"])
    refused(await application.refresh(tokens["refresh_token"]), "invalid_grant")
    assert (await browser.get(application.asks())).status_code == 200
    assert (await api.refusal(withdraw, input={"id": application.id}))["code"] == "NOT_FOUND"


async def test_an_access_token_that_is_given_back_ends_alone(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application)
    assert (await application.revoke(tokens["access_token"])).status_code == 200
    assert not await works(application, tokens["access_token"])
    assert (await application.refresh(tokens["refresh_token"])).status_code == 200


async def test_a_token_made_by_hand_is_no_clients_to_end(api: Api) -> None:
    application = await register(api)
    assert (await application.revoke(api.token)).status_code == 200
    assert await works(application, api.token)


@pytest.mark.parametrize(
    ("headers", "form", "error", "status"),
    [
        ({}, {}, "invalid_client", 401),
        ({}, {"client_secret": "eqps_wrong"}, "invalid_client", 401),
        ({"Authorization": "Basic {basic}"}, {"client_secret": "{secret}"}, "invalid_request", 400),
        ({"Authorization": "Basic {wrong}"}, {}, "invalid_client", 401),
        ({"Authorization": "Basic {basic}"}, {"client_id": "eqpc_x"}, "invalid_request", 400),
        ({"Authorization": "Bearer {basic}"}, {}, "invalid_client", 401),
        ({"Authorization": "Basic %%%"}, {}, "invalid_client", 401),
        ({"Authorization": "Basic"}, {}, "invalid_client", 401),
    ],
)
async def test_a_client_with_a_secret_has_to_show_it_in_one_way(
    api: Api, headers: dict[str, str], form: dict[str, str], error: str, status: int
) -> None:
    application = await register_service(api, scopes=["scorecard:read"])
    assert application.secret
    words = {
        "basic": _basic(application.client_id, application.secret),
        "wrong": _basic(application.client_id, "eqps_wrong"),
        "secret": application.secret,
    }

    def filled(given: dict[str, str]) -> dict[str, str]:
        return {name: value.format(**words) for name, value in given.items()}

    usual = {"grant_type": "client_credentials", "client_id": application.client_id}
    answer = await application.http.post("/oauth/token", data=usual | filled(form), headers=filled(headers))
    refused(answer, error, status)
    if headers and status == 401:
        assert answer.headers["www-authenticate"].startswith("Basic")


async def test_either_way_of_showing_the_secret_works(api: Api) -> None:
    application = await register_service(api, scopes=["scorecard:read"])
    assert application.secret
    assert (await application.token("client_credentials")).status_code == 200
    headers = {"Authorization": f"Basic {_basic(application.client_id, application.secret)}"}
    form = {"grant_type": "client_credentials"}
    assert (await application.http.post("/oauth/token", data=form, headers=headers)).status_code == 200


async def test_secrets_do_not_belong_into_addresses(api: Api) -> None:
    application = await register_service(api, scopes=["scorecard:read"])
    given = {"client_id": application.client_id, "client_secret": application.secret or ""}
    answer = await application.http.post(
        "/oauth/token", params=given, data={"grant_type": "client_credentials", **given}
    )
    refused(answer, "invalid_request")
    assert (await application.http.get("/oauth/token", params=given)).status_code == 405


async def test_a_rotated_secret_ends_the_old_one(api: Api) -> None:
    application = await register_service(api, scopes=["scorecard:read"])
    made = await api.mutate(
        "mutation($input: OAuthClientInput!) { rotateOauthClientSecret(input: $input) "
        "{ secret userErrors { field message code } } }",
        input={"id": application.id},
    )
    refused(await application.token("client_credentials"), "invalid_client", 401)
    assert (await replace(application, secret=made["secret"]).token("client_credentials")).status_code == 200


@pytest.mark.parametrize("scope", ["admin", "offline_access", "openid", "scorecard:read openid"])
async def test_a_service_gets_only_what_a_service_can_have(api: Api, scope: str) -> None:
    application = await register_service(api)
    refused(await application.token("client_credentials", scope=scope), "invalid_scope")


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"grant_type=client_credentials", {"Content-Type": "application/json"}, 400),
        (b"grant_type=client_credentials", {}, 400),
        (b"\xff\xfe", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"a=%ff", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"a=1&a=2", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"&".join(b"p%d=1" % n for n in range(100)), {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"a=" + b"x" * 100_000, {"Content-Type": "application/x-www-form-urlencoded"}, 413),
        (b"", {"Content-Type": "application/x-www-form-urlencoded"}, 401),
    ],
)
async def test_what_is_no_form_is_refused(
    client: httpx.AsyncClient, content: bytes, headers: dict[str, str], status: int
) -> None:
    for path in ("/oauth/token", "/oauth/revoke"):
        answer = await client.post(path, content=content, headers=headers)
        assert answer.status_code == status
        assert answer.json()["error"] in ("invalid_request", "invalid_client")


async def test_a_parameter_given_twice_is_refused(api: Api) -> None:
    application = await register_service(api, scopes=["scorecard:read"])
    form = f"client_id={application.client_id}&client_secret={application.secret}&grant_type=client_credentials"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for more in ("&grant_type=client_credentials", "&client_id=x", "&scope=a&scope=b"):
        refused(await application.http.post("/oauth/token", content=form + more, headers=headers), "invalid_request")


async def test_who_tries_secrets_has_to_wait(api: Api, clock: Clock) -> None:
    application = await register_service(api, scopes=["scorecard:read"])
    thief = replace(application, secret="eqps_guess")
    for _ in range(10):
        refused(await thief.token("client_credentials"), "invalid_client", 401)
    answer = await application.token("client_credentials")
    refused(answer, "slow_down", 429)
    assert 0 < int(answer.headers["retry-after"]) <= 60
    clock.now += timedelta(seconds=61)
    assert (await application.token("client_credentials")).status_code == 200


async def test_who_tries_many_clients_has_to_wait_too(api: Api) -> None:
    application = await register(api)
    for number in range(50):
        refused(await application.redeem("x", client_id=f"eqpc_{number:032x}_{number:032x}"), "invalid_client", 401)
    refused(await application.redeem("x"), "slow_down", 429)


async def test_grants_and_tokens_do_not_pile_up(
    client: httpx.AsyncClient, api: Api, clock: Clock, organisation: TestOrganisation, database_url: str
) -> None:
    import psycopg  # noqa: PLC0415 - only to look from outside

    application, browser = await register(api), Browser(client, api.token)
    for _ in range(5):
        tokens = await browser.connect(application, scope="scorecard:read")
        clock.now += timedelta(hours=2)
    tokens = await browser.connect(application)
    for _ in range(5):
        clock.now += timedelta(hours=2)
        tokens = (await application.refresh(tokens["refresh_token"])).json()
    with psycopg.connect(database_url) as connection:
        for table in ("oauth_grant", "access_token"):
            query = f"SELECT count(*) FROM {table} WHERE tenant_id = %s AND client_id IS NOT NULL"
            assert connection.execute(query.encode(), [organisation.tenant_id]).fetchone() == (1,)


def _basic(client_id: str, secret: str) -> str:
    return base64.b64encode(f"{client_id}:{secret}".encode()).decode()
