"""An application that people let act for them, as its developers would write it, and the browser of such a person."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.support.api import Api

REDIRECT = "https://app.example.com/callback"
REGISTER = """
    mutation Register($input: RegisterOAuthClientInput!) {
      registerOauthClient(input: $input) {
        client { id clientId name kind redirectUris webOrigins scopes service { displayName role kind } disabledAt }
        secret
        userErrors { field message code }
      }
    }
"""
DISABLE = """
    mutation Disable($input: OAuthClientInput!) {
      disableOauthClient(input: $input) { client { disabledAt } userErrors { field message code } }
    }
"""
SCOPES = ["openid", "offline_access", "scorecard:read", "values:write"]


@dataclass(frozen=True)
class Application:
    """A registered client, and what it says of itself."""

    http: httpx.AsyncClient
    id: str
    client_id: str
    secret: str | None = None
    redirect_uri: str = REDIRECT
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def asks(self, **changes: str | None) -> dict[str, str]:
        """The parameters of an authorization request; None leaves one out."""
        usual: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "scorecard:read offline_access",
            "state": "a state",
            "code_challenge": challenge(self.verifier),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (usual | changes).items() if value is not None}

    async def redeem(self, code: str, **changes: str | None) -> httpx.Response:
        given = {"code": code, "redirect_uri": self.redirect_uri, "code_verifier": self.verifier}
        return await self.token("authorization_code", **(given | changes))

    async def refresh(self, refresh_token: str, **changes: str | None) -> httpx.Response:
        return await self.token("refresh_token", **({"refresh_token": refresh_token} | changes))

    async def token(self, grant_type: str, **given: str | None) -> httpx.Response:
        return await self.post("/oauth/token", grant_type=grant_type, **given)

    async def revoke(self, token: str) -> httpx.Response:
        return await self.post("/oauth/revoke", token=token)

    async def post(self, path: str, **given: str | None) -> httpx.Response:
        form = {"client_id": self.client_id, "client_secret": self.secret} | given
        return await self.http.post(path, data={name: value for name, value in form.items() if value is not None})

    def api(self, token: str) -> Api:
        return Api(self.http, token)


@dataclass
class Browser:
    """A person at a browser, signed in with the token's cookie."""

    http: httpx.AsyncClient
    token: str

    async def get(self, parameters: dict[str, str] | str) -> httpx.Response:
        address = httpx.URL("/oauth/authorize", params=parameters) if isinstance(parameters, dict) else parameters
        return await self.http.get(address, headers=self._cookie())

    async def submit(self, page: httpx.Response, decision: str = "allow", **changes: str) -> httpx.Response:
        """Press a button of the page of consent."""
        form = hidden_fields(page.text) | {"decision": decision} | changes
        headers = self._cookie() | {"Origin": "http://equipoise.test"}
        return await self.http.post("/oauth/authorize", data=form, headers=headers)

    async def allow(self, application: Application, **changes: str | None) -> str:
        """The code that the application gets, whether or not the person is asked."""
        answer = await self.get(application.asks(**changes))
        if answer.status_code == 200:
            answer = await self.submit(answer)
        return sent_back(answer)["code"]

    async def connect(self, application: Application, **changes: str | None) -> dict[str, Any]:
        """The tokens that the application gets for the person."""
        answer = await application.redeem(await self.allow(application, **changes))
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": f"equipoise_session={self.token}"}


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


async def register(api: Api, **changes: Any) -> Application:
    """A public application of a page at https://app.example.com, unless changed."""
    usual = {
        "name": f"Board {secrets.token_hex(4)}",
        "kind": "PUBLIC",
        "scopes": SCOPES,
        "redirectUris": [REDIRECT],
        "webOrigins": ["https://app.example.com"],
    }
    given = usual | changes
    made = await api.mutate(REGISTER, input=given)
    uris = given["redirectUris"]
    client = made["client"]
    return Application(api.client, client["id"], client["clientId"], made["secret"], uris[0] if uris else REDIRECT)


async def register_service(api: Api, *, role: str = "EDITOR", **changes: Any) -> Application:
    """A confidential application that acts for itself."""
    return await register(api, **({"kind": "CONFIDENTIAL", "serviceRole": role} | changes))


def sent_back(answer: httpx.Response, to: str = REDIRECT) -> dict[str, str]:
    """The parameters with which the person was sent back to the application."""
    assert answer.status_code == 303, answer.text
    place, _, query = answer.headers["location"].partition("?")
    assert place == to
    return {name: value for name, (value,) in parse_qs(query, strict_parsing=True).items()}


def login_next(answer: httpx.Response) -> str:
    """Where the sign-in page leads, if the person was sent there."""
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert (parts.scheme, parts.netloc, parts.path) == ("", "", "/login")
    (wanted,) = parse_qs(parts.query)["next"]
    return wanted


def hidden_fields(page: str) -> dict[str, str]:
    fields: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "input" and given.get("type") == "hidden":
                fields[given["name"] or ""] = given["value"] or ""

    Reader().feed(page)
    return fields
