"""Whoever lures a person to `/oauth/authorize` gains nothing."""

import re
from typing import Any

import httpx
import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.oauth import DISABLE, REDIRECT, Browser, hidden_fields, login_next, register, sent_back

OTHER_ADDRESSES = [
    "https://evil.example/callback",
    "https://app.example.com/callback/",
    "https://app.example.com/callback/more",
    "https://app.example.com/callback2",
    "https://app.example.com/",
    "https://app.example.com",
    "https://app.example.com/callback?next=https://evil.example",
    "https://app.example.com/callback?",
    "https://app.example.com/callback#fragment",
    "https://app.example.com/callback#",
    "https://app.example.com/../callback",
    "https://app.example.com/x/../callback",
    "https://app.example.com/./callback",
    "https://app.example.com//callback",
    "https://app.example.com/%63allback",
    "https://app.example.com/callback%00",
    "https://app.example.com/callback%2f..",
    "https://app.example.com:443/callback",
    "https://app.example.com:8443/callback",
    "https://APP.example.com/callback",
    "HTTPS://app.example.com/callback",
    "https://app.example.com/Callback",
    "https://app.example.com./callback",
    "https://user@app.example.com/callback",
    "https://app.example.com@evil.example/callback",
    "https://app.example.com:x@evil.example/callback",
    "https://app.example.com\\@evil.example/callback",
    "https://evil.example\\.app.example.com/callback",
    "https://app.example.com.evil.example/callback",
    "https://evil.app.example.com/callback",
    "http://app.example.com/callback",
    "//app.example.com/callback",
    "/callback",
    "javascript:alert(1)//https://app.example.com/callback",
    "data:text/html,x",
    " https://app.example.com/callback",
    "https://app.example.com/callback ",
    "https://app.example.com/callback\r\nSet-Cookie: a=b",
    "https://app.example.com/callback\t",
    "https://аpp.example.com/callback",
    'https://app.example.com/callback"><script>',
    "https://app.example.com/callback\0",
    "http://127.0.0.1/callback",
]
OTHER_LOOPBACKS = [
    "http://127.0.0.1:8000/other",
    "http://127.0.0.1:99999999/callback",
    "http://127.0.0.1:0/callback",
    "http://127.0.0.1:/callback",
    "http://127.0.0.1:80@evil.example/callback",
    "http://127.0.0.1.evil.example/callback",
    "http://127.0.0.2/callback",
    "http://localhost/callback",
    "http://[::1]/callback",
    "http://127.1/callback",
    "http://2130706433/callback",
    "https://127.0.0.1:8000/callback",
    "http://127.0.0.1:8000/callback#x",
    "http://127.0.0.1:8000/callback?x=1",
]


def refused_on_the_spot(answer: httpx.Response) -> None:
    assert (answer.status_code, "location" in answer.headers) == (400, False), answer.headers
    assert "cannot be connected" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("address", OTHER_ADDRESSES)
async def test_nothing_is_sent_to_an_address_that_was_not_registered(
    client: httpx.AsyncClient, api: Api, address: str
) -> None:
    application = await register(api)
    for changes in ({}, {"response_type": "token"}, {"prompt": "none"}, {"scope": "admin"}):
        refused_on_the_spot(await Browser(client, api.token).get(application.asks(redirect_uri=address, **changes)))


@pytest.mark.parametrize("address", OTHER_LOOPBACKS)
async def test_of_a_loopback_address_only_the_port_is_free(client: httpx.AsyncClient, api: Api, address: str) -> None:
    application = await register(api, redirectUris=["http://127.0.0.1:3000/callback"])
    refused_on_the_spot(await Browser(client, api.token).get(application.asks(redirect_uri=address)))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge_method": "S256 "}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": "x" * 44}, "invalid_request"),
        ({"code_challenge": "x" * 42 + "="}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": "scorecard:read admin"}, "invalid_scope"),
        ({"scope": "scorecard:READ"}, "invalid_scope"),
        ({"scope": "scorecard:read  values:write"}, "invalid_scope"),
        ({"scope": "scorecard:read\0"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "whatever"}, "invalid_request"),
        ({"nonce": "x" * 1001}, "invalid_request"),
        ({"nonce": "\0"}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"request_uri": "https://evil.example/r"}, "request_uri_not_supported"),
    ],
)
async def test_a_bad_request_is_told_to_the_client_with_state_and_issuer(
    client: httpx.AsyncClient, api: Api, changes: dict[str, Any], error: str
) -> None:
    answer = sent_back(await Browser(client, api.token).get((await register(api)).asks(**changes)))
    assert (answer["error"], answer["state"], answer["iss"]) == (error, "a state", "http://equipoise.test")
    assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]+", answer["error_description"])


@pytest.mark.parametrize("state", ["x" * 1001, "a\nb", "ä", "\0"])
async def test_a_state_that_is_no_opaque_text_is_not_sent_back(client: httpx.AsyncClient, api: Api, state: str) -> None:
    answer = sent_back(await Browser(client, api.token).get((await register(api)).asks(state=state)))
    assert answer["error"] == "invalid_request"
    assert "state" not in answer


async def test_a_state_cannot_add_parameters_to_the_answer(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    state = "x&code=stolen&iss=https://evil.example#"
    answer = sent_back(await Browser(client, api.token).submit(
        await Browser(client, api.token).get(application.asks(state=state))
    ))  # fmt: skip
    assert (answer["state"], answer["iss"]) == (state, "http://equipoise.test")


@pytest.mark.parametrize(
    "name", ["response_type", "scope", "state", "code_challenge", "code_challenge_method", "prompt"]
)
async def test_a_parameter_given_twice_is_refused(client: httpx.AsyncClient, api: Api, name: str) -> None:
    asked = httpx.URL("/oauth/authorize", params=(await register(api)).asks(prompt="none"))
    twice = f"{asked}&{name}=none"
    answer = sent_back(await Browser(client, api.token).get(twice))
    assert answer["error"] == "invalid_request"
    assert "state" in answer or name == "state"


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
async def test_a_repeated_client_or_address_is_refused_on_the_spot(
    client: httpx.AsyncClient, api: Api, name: str
) -> None:
    asked = httpx.URL("/oauth/authorize", params=(await register(api)).asks())
    refused_on_the_spot(await Browser(client, api.token).get(f"{asked}&{name}=x"))


@pytest.mark.parametrize("client_id", ["", "x", "eqpc_", "eqpc_" + "0" * 32 + "_" + "0" * 32, "\0", "x" * 5000])
async def test_a_client_that_there_is_not_is_refused_on_the_spot(
    client: httpx.AsyncClient, api: Api, client_id: str
) -> None:
    application = await register(api)
    refused_on_the_spot(await Browser(client, api.token).get(application.asks(client_id=client_id)))


async def test_huge_parameters_are_refused_on_the_spot(client: httpx.AsyncClient, api: Api) -> None:
    application, browser = await register(api), Browser(client, api.token)
    refused_on_the_spot(await browser.get(application.asks(state="x" * 10_000)))
    refused_on_the_spot(await browser.get(application.asks(**{f"p{number}": "x" for number in range(50)})))


async def test_a_disabled_client_is_like_one_that_never_was(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    await api.mutate(DISABLE, input={"id": application.id})
    refused_on_the_spot(await Browser(client, api.token).get(application.asks()))


async def test_people_of_another_organisation_are_asked_to_sign_in_here(
    client: httpx.AsyncClient, api: Api, new_organisation: NewOrganisation
) -> None:
    application, stranger = await register(api), await new_organisation()
    login_next(await Browser(client, stranger.api.token).get(application.asks()))
    answer = sent_back(await Browser(client, stranger.api.token).get(application.asks(prompt="none")))
    assert answer["error"] == "login_required"


async def test_the_page_cannot_be_framed_and_runs_no_script(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api, name='<img src=x onerror="alert(1)">')
    page = await Browser(client, api.token).get(application.asks(state="'\"><script>alert(1)</script>"))
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'self' https://app.example.com" in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "<script>" not in page.text
    assert "<img" not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://equipoise.test:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_consent_cannot_be_sent_by_another_site(
    client: httpx.AsyncClient, api: Api, headers: dict[str, str]
) -> None:
    application, browser = await register(api), Browser(client, api.token)
    form = hidden_fields((await browser.get(application.asks())).text) | {"decision": "allow"}
    cookie = {"Cookie": f"equipoise_session={api.token}"}
    refused_on_the_spot(await client.post("/oauth/authorize", data=form, headers=cookie | headers))
    assert (await browser.get(application.asks())).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"proof": ""},
        {"proof": "0" * 64},
        {"scope": "scorecard:read values:write"},
        {"code_challenge": "x" * 43},
        {"state": "another"},
        {"nonce": "another"},
    ],
)
async def test_only_what_was_shown_can_be_allowed(client: httpx.AsyncClient, api: Api, changes: dict[str, str]) -> None:
    browser = Browser(client, api.token)
    refused_on_the_spot(await browser.submit(await browser.get((await register(api)).asks()), **changes))


async def test_a_page_that_was_shown_to_somebody_else_is_no_use(
    client: httpx.AsyncClient, organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    application = await register(organisation.api)
    viewer = await signed_in(organisation, Role.VIEWER)
    shown = await Browser(client, viewer.token).get(application.asks())
    refused_on_the_spot(await Browser(client, organisation.api.token).submit(shown))


async def test_a_bearer_header_is_no_person_at_a_browser(client: httpx.AsyncClient, api: Api) -> None:
    application = await register(api)
    login_next(
        await client.get(
            "/oauth/authorize", params=application.asks(), headers={"Authorization": f"Bearer {api.token}"}
        )
    )


async def test_an_application_cannot_sign_in_with_its_token_and_agree_to_more(
    client: httpx.AsyncClient, api: Api
) -> None:
    application = await register(api)
    tokens = await Browser(client, api.token).connect(application)
    wider = await register(api, scopes=["admin", "offline_access"])
    refused_on_the_spot(await Browser(client, tokens["access_token"]).get(wider.asks(scope="admin")))


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https:/evil.example",
        "evil.example",
        "@evil.example",
        "",
        " //evil.example",
        "/\u2028/evil.example",
    ],
)
async def test_signing_in_leads_nowhere_else(client: httpx.AsyncClient, api: Api, wanted: str) -> None:
    answer = await client.post("/login", data={"token": api.token, "next": wanted})
    assert answer.headers["location"] == "/console"


async def test_the_address_that_was_registered_still_works(client: httpx.AsyncClient, api: Api) -> None:
    # Without this, all of the above could be refused for another reason.
    application, browser = await register(api), Browser(client, api.token)
    assert "code" in sent_back(await browser.submit(await browser.get(application.asks())), REDIRECT)
