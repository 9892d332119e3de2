"""An application comes to tokens, keeps them fresh and gives them back."""

from datetime import timedelta
from typing import Any

import httpx
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from joserfc import jwt
from joserfc.jwk import KeySet

from equipoise.domain.roles import Role
from tests.conftest import Clock, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.oauth import Browser, login_next, register, register_service, sent_back

VIEWER = "{ viewer { role scopes person { displayName kind } } }"


async def test_a_person_lets_an_application_act_for_them(client: httpx.AsyncClient, api: Api) -> None:
    application, browser = await register(api), Browser(client, api.token)
    page = await browser.get(application.asks())
    assert page.status_code == 200
    assert "Read scorecards, objectives, KPIs with their values, and reviews" in page.text
    assert "Record values" not in page.text
    answer = sent_back(await browser.submit(page))
    assert (answer["state"], answer["iss"]) == ("a state", "http://equipoise.test")
    tokens = (await application.redeem(answer["code"])).json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 600)
    assert tokens["scope"] == "scorecard:read offline_access"
    seen = await application.api(tokens["access_token"]).data(VIEWER)
    assert seen["viewer"] == {
        "role": "OWNER",
        "scopes": ["scorecard:read", "offline_access"],
        "person": {"displayName": "Olga Owner", "kind": "HUMAN"},
    }


async def test_who_is_not_signed_in_signs_in_and_comes_back(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    wanted = login_next(await Browser(client, "").get(application.asks()))
    signed_in = await client.post("/login", data={"token": api.token, "next": wanted})
    page = await Browser(client, api.token).get(signed_in.headers["location"])
    assert application.asks()["state"] in page.text


async def test_who_agreed_is_not_asked_again_for_the_same_or_less(client: httpx.AsyncClient, api: Api) -> None:
    application, browser = await register(api), Browser(client, api.token)
    await browser.allow(application, scope="scorecard:read values:write")
    assert "code" in sent_back(await browser.get(application.asks(scope="scorecard:read")))
    assert "code" in sent_back(await browser.get(application.asks(scope="values:write", prompt="none")))
    assert (await browser.get(application.asks(scope="scorecard:read offline_access"))).status_code == 200
    assert (await browser.get(application.asks(scope="scorecard:read", prompt="consent"))).status_code == 200


async def test_an_app_on_the_persons_machine_is_never_let_in_silently(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api, redirectUris=["http://127.0.0.1/callback"])
    browser = Browser(client, api.token)
    asked = application.asks(redirect_uri="http://127.0.0.1:49152/callback")
    landed = await browser.submit(await browser.get(asked))
    assert landed.headers["location"].startswith("http://127.0.0.1:49152/callback?code=")
    assert (await browser.get(asked)).status_code == 200


async def test_prompt_none_shows_nothing_and_says_what_is_missing(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    asked = application.asks(prompt="none")
    assert sent_back(await Browser(client, "").get(asked))["error"] == "login_required"
    assert sent_back(await Browser(client, api.token).get(asked))["error"] == "consent_required"


async def test_prompt_login_asks_for_it_once(client: httpx.AsyncClient, api: Api) -> None:
    application, browser = await register(api), Browser(client, api.token)
    await browser.allow(application)
    wanted = login_next(await browser.get(application.asks(prompt="login")))
    assert "prompt" not in wanted
    assert "code" in sent_back(await browser.get(wanted))


async def test_who_does_not_want_it_is_sent_back_without_a_code(client: httpx.AsyncClient, api: Api) -> None:
    application, browser = await register(api), Browser(client, api.token)
    answer = sent_back(await browser.submit(await browser.get(application.asks()), decision="deny"))
    assert (answer["error"], answer["state"], answer["iss"]) == ("access_denied", "a state", "http://equipoise.test")
    assert (await browser.get(application.asks())).status_code == 200


async def test_tokens_are_refreshed_for_as_long_as_the_client_comes_back(
    client: httpx.AsyncClient, api: Api, clock: Clock
) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application)
    for _ in range(3):
        clock.now += timedelta(days=29)
        assert (await application.api(tokens["access_token"]).post({"query": VIEWER})).status_code == 401
        tokens = (await application.refresh(tokens["refresh_token"])).json()
        await application.api(tokens["access_token"]).data(VIEWER)
    clock.now += timedelta(days=30)
    assert (await application.refresh(tokens["refresh_token"])).json()["error"] == "invalid_grant"


async def test_without_offline_access_nothing_outlives_the_access_token(client: httpx.AsyncClient, api: Api) -> None:
    tokens = await Browser(client, api.token).connect(await register(api), scope="scorecard:read")
    assert "refresh_token" not in tokens


async def test_a_refresh_may_ask_for_less_and_later_for_all_again(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application)
    less = (await application.refresh(tokens["refresh_token"], scope="scorecard:read")).json()
    assert less["scope"] == "scorecard:read"
    assert (await application.refresh(less["refresh_token"])).json()["scope"] == "scorecard:read offline_access"


async def test_a_service_acts_for_itself(api: Api) -> None:
    application = await register_service(api, scopes=["scorecard:read", "values:write"], redirectUris=[])
    tokens = (await application.token("client_credentials")).json()
    assert tokens["scope"] == "scorecard:read values:write"
    assert "refresh_token" not in tokens
    viewer = (await application.api(tokens["access_token"]).data(VIEWER))["viewer"]
    assert (viewer["role"], viewer["person"]["kind"]) == ("EDITOR", "SERVICE")
    narrow = (await application.token("client_credentials", scope="scorecard:read")).json()
    assert narrow["scope"] == "scorecard:read"


async def test_the_id_token_says_who_the_person_is_to_this_client_alone(
    client: httpx.AsyncClient, api: Api, clock: Clock
) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application, scope="openid scorecard:read", nonce="a nonce")
    keys = KeySet.import_key_set((await client.get("/.well-known/jwks.json")).json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["ES256"]).claims
    sub = claims.pop("sub")
    assert sub in (await api.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    assert claims == {
        "iss": "http://equipoise.test",
        "aud": application.client_id,
        "iat": int(clock.now.timestamp()),
        "exp": int(clock.now.timestamp()) + 600,
        "name": "Olga Owner",
        "email": "olga@acme.example",
        "nonce": "a nonce",
    }


async def test_the_metadata_is_what_the_standard_asks_for(client: httpx.AsyncClient) -> None:
    answer = await client.get("/.well-known/oauth-authorization-server")
    described: dict[str, Any] = answer.json()
    # The library's check wants https; that the rest is right it shows on the same document.
    secure = {
        name: value.replace("http://", "https://") if isinstance(value, str) else value
        for name, value in described.items()
    }
    AuthorizationServerMetadata(secure).validate()
    assert described["code_challenge_methods_supported"] == ["S256"]
    assert described["authorization_response_iss_parameter_supported"] is True
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (await client.get("/.well-known/openid-configuration")).json() == described


async def test_a_role_that_a_session_was_lowered_to_is_not_raised_by_an_application(
    client: httpx.AsyncClient, api: Api
) -> None:
    lowered = await api.mutate(
        "mutation($input: CreateAccessTokenInput!) { createAccessToken(input: $input) "
        "{ secret userErrors { field message code } } }",
        input={"name": "browser", "role": "VIEWER"},
    )
    application = await register(api)
    tokens = await Browser(client, lowered["secret"]).connect(application)
    assert (await application.api(tokens["access_token"]).data(VIEWER))["viewer"]["role"] == "VIEWER"


async def test_a_person_who_is_promoted_or_not_keeps_to_the_lower_role(
    client: httpx.AsyncClient, organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    editor = await signed_in(organisation, Role.EDITOR)
    application = await register(organisation.api)
    tokens = await Browser(client, editor.token).connect(application)
    person = (await editor.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    await organisation.api.mutate(
        "mutation($input: UpdatePersonInput!) { updatePerson(input: $input) { userErrors { field message code } } }",
        input={"id": person, "role": "VIEWER"},
    )
    assert (await application.api(tokens["access_token"]).data(VIEWER))["viewer"]["role"] == "VIEWER"
