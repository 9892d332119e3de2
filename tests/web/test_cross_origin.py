"""Pages of other origins: those of registered applications read answers, all others nothing."""

import httpx
import pytest

from tests.support.api import Api
from tests.support.oauth import Browser, register

QUERY = {"query": "{ viewer { role } }"}
ORIGIN = "https://app.example.com"


def headers(token: str, origin: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Origin": origin}


@pytest.mark.parametrize("path", ["/graphql", "/oauth/token", "/oauth/revoke"])
async def test_a_browser_that_asks_beforehand_is_told_yes_but_never_with_cookies(
    client: httpx.AsyncClient, path: str
) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = await client.options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answer.headers


async def test_a_page_of_a_registered_origin_reads_answers(client: httpx.AsyncClient, api: Api) -> None:
    tokens = await Browser(client, api.token).connect(await register(api))
    answer = await client.post("/graphql", json=QUERY, headers=headers(tokens["access_token"], ORIGIN))
    assert answer.json()["data"]["viewer"]["role"] == "OWNER"
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://APP.example.com",
    ],
)
async def test_a_page_of_another_origin_is_refused_whatever_token_it_has(
    client: httpx.AsyncClient, api: Api, origin: str
) -> None:
    tokens = await Browser(client, api.token).connect(await register(api))
    for token in (tokens["access_token"], api.token):
        answer = await client.post("/graphql", json=QUERY, headers=headers(token, origin))
        assert (answer.status_code, "data" in answer.json()) == (403, False)
        assert answer.json()["errors"][0]["extensions"]["code"] == "ORIGIN_NOT_REGISTERED"
        assert "access-control-allow-origin" not in answer.headers


async def test_a_cookie_is_no_use_from_another_origin(client: httpx.AsyncClient, api: Api) -> None:
    await register(api)
    cookie = {"Cookie": f"equipoise_session={api.token}", "Origin": ORIGIN}
    answer = await client.post("/graphql", json=QUERY, headers=cookie)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


async def test_a_page_learns_that_its_token_has_ended(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application)
    await application.revoke(tokens["access_token"])
    for token in (tokens["access_token"], "eqp_" + "0" * 32 + "_" + "x" * 43):
        answer = await client.post("/graphql", json=QUERY, headers=headers(token, ORIGIN))
        assert answer.status_code == 401
        assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN)
    assert "error" in (await client.post("/graphql", json=QUERY, headers=headers("x", ORIGIN))).text


async def test_a_page_of_this_server_needs_no_registration(client: httpx.AsyncClient, api: Api) -> None:
    answer = await client.post("/graphql", json=QUERY, headers=headers(api.token, "http://equipoise.test"))
    assert answer.status_code == 200


async def test_tokens_are_given_to_pages_of_registered_origins_alone(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    form = {"grant_type": "refresh_token", "client_id": application.client_id}
    tokens = await Browser(client, api.token).connect(application)
    sent = form | {"refresh_token": tokens["refresh_token"]}
    refused = await client.post("/oauth/token", data=sent, headers={"Origin": "https://evil.example"})
    assert refused.json()["error"] == "invalid_request"
    assert "access_token" not in refused.text
    given = await client.post("/oauth/token", data=sent, headers={"Origin": ORIGIN})
    assert given.status_code == 200
    assert given.headers["access-control-allow-origin"] == ORIGIN


async def test_pages_that_need_the_cookie_are_not_for_other_origins(client: httpx.AsyncClient, api: Api) -> None:
    for path in ("/login", "/console", "/oauth/authorize"):
        answer = await client.get(path, headers={"Origin": ORIGIN, "Cookie": f"equipoise_session={api.token}"})
        assert "access-control-allow-origin" not in answer.headers
        assert (await client.options(path, headers={"Origin": ORIGIN})).status_code == 405
