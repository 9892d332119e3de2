"""`/oauth/authorize`: a person decides whether an application may act for them."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from equipoise.db.session import reading, writing
from equipoise.domain.errors import Refusal
from equipoise.domain.scopes import Scope
from equipoise.identity.actor import Actor
from equipoise.identity.tokens import authenticate
from equipoise.oauth.authorization_request import (
    AuthorizationRequest,
    Prompt,
    checked_redirect_uri,
    checked_request,
    checked_state,
)
from equipoise.oauth.consent import agreed_scopes, remember_consent
from equipoise.oauth.errors import OAuthError, invalid_request
from equipoise.oauth.give import give
from equipoise.oauth.identifiers import read_client_name
from equipoise.oauth.lookup import present_person, working_client
from equipoise.oauth.models import OAuthClient
from equipoise.oauth.parameters import RepeatedParameterError, read_parameters, required
from equipoise.settings import Settings
from equipoise.tenants.organisation import organisation_facts
from equipoise.web.body import BodyTooLarge, bounded_body
from equipoise.web.credentials import COOKIE
from equipoise.web.pages import POLICY, from_this_site, page
from equipoise.web.public_address import public_address

LONGEST = 6_000
"""Characters of the parameters, which also have to find room in the form of the sign-in page."""

_OF_THE_FORM = ("decision", "proof")
_NEVER_REPEATED = frozenset({"client_id", "redirect_uri"})


class _Asked(NamedTuple):
    """A request of a client that there is, with an address for the answer that is its own."""

    client: OAuthClient
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class OAuthAuthorizeRoutes:
    """The page of consent and what it sends; one per process."""

    engine: AsyncEngine
    settings: Settings
    clock: Callable[[], datetime]

    def routes(self) -> list[Route]:
        return [
            Route("/oauth/authorize", self.show, methods=["GET"]),
            Route("/oauth/authorize", self.decide, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """A client sends a person here."""
        return await self._handle(request, request.url.query, decision=None)

    async def decide(self, request: Request) -> Response:
        """The person has pressed a button."""
        if not from_this_site(request):
            return _problem("The form was not sent by this site. Go back to the application and begin again.")
        try:
            text = (await bounded_body(request, 2 * LONGEST)).decode("ascii")
            form = read_parameters(text)
        except (BodyTooLarge, UnicodeDecodeError, OAuthError):
            return _problem("The form cannot be read. Go back to the application and begin again.")
        asked = urlencode({name: value for name, value in form.items() if name not in _OF_THE_FORM})
        if not hmac.compare_digest(form.get("proof", ""), _proof(request, asked)):
            return _problem("The form is not the one you were shown. Go back to the application and begin again.")
        return await self._handle(request, asked, decision=form.get("decision", "deny"))

    async def _handle(self, request: Request, text: str, decision: str | None) -> Response:
        try:
            parameters, repeated = _read(text)
            asked = await self._asked(parameters)
        except OAuthError as error:
            # Nothing is sent anywhere as long as it is not certain that the address is the client's.
            return _problem(error.description)
        try:
            state = checked_state(parameters)
        except OAuthError as error:
            return self._sent_back(request, asked.redirect_uri, None, error)
        try:
            if repeated:
                raise invalid_request("A parameter is given more than once.")
            wanted = checked_request(asked.client, parameters)
            return await self._answer(request, wanted, parameters, decision)
        except OAuthError as error:
            return self._sent_back(request, asked.redirect_uri, state, error)

    async def _asked(self, parameters: Mapping[str, str]) -> _Asked:
        """Raises: OAuthError."""
        name = read_client_name(required(parameters, "client_id"))
        client = None
        if name is not None:
            async with reading(self.engine, name.tenant_id) as session:
                client = await working_client(session, name.client_id)
        if client is None:
            raise invalid_request("The application that sent you is not known here.")
        return _Asked(client, checked_redirect_uri(client, parameters))

    async def _answer(
        self, request: Request, wanted: AuthorizationRequest, parameters: Mapping[str, str], decision: str | None
    ) -> Response:
        """Raises: OAuthError."""
        actor = await self._signed_in(request, wanted.client)
        if actor is None or (decision is None and wanted.prompt & {Prompt.LOGIN, Prompt.SELECT_ACCOUNT}):
            if Prompt.NONE in wanted.prompt:
                raise OAuthError("login_required", "Nobody is signed in.")
            return _to_sign_in(parameters)
        if actor.scopes is not None and Scope.ADMIN not in actor.scopes:
            return _problem("You are signed in with a token that is not for everything; sign in again with another.")
        if decision is None and not await self._agreed(actor, wanted):
            if Prompt.NONE in wanted.prompt:
                raise OAuthError("consent_required", "The person has to be asked.")
            return await self._ask(request, actor, wanted, parameters)
        if decision not in (None, "allow"):
            raise OAuthError("access_denied", "The person does not want it.")
        async with writing(self.engine, actor.tenant_id) as session:
            if decision is not None:
                await remember_consent(session, actor, wanted.client, wanted.scopes)
            code = await give(session, actor, wanted)
        return self._redirect(request, wanted.redirect_uri, wanted.state, code=code)

    async def _signed_in(self, request: Request, client: OAuthClient) -> Actor | None:
        """Who has the cookie, if they are of the client's organisation."""
        try:
            actor = await authenticate(self.engine, request.cookies.get(COOKIE, ""), self.clock())
        except Refusal:
            return None
        return actor if actor.tenant_id == client.tenant_id else None

    async def _agreed(self, actor: Actor, wanted: AuthorizationRequest) -> bool:
        if Prompt.CONSENT in wanted.prompt or not wanted.may_be_silent:
            return False
        async with reading(self.engine, actor.tenant_id) as session:
            return wanted.scopes <= await agreed_scopes(session, actor.person_id, wanted.client.id)

    async def _ask(
        self, request: Request, actor: Actor, wanted: AuthorizationRequest, parameters: Mapping[str, str]
    ) -> Response:
        async with reading(self.engine, actor.tenant_id) as session:
            person = await present_person(session, actor.person_id)
            organisation = await organisation_facts(session)
        asked = urlencode(parameters)
        response = page(
            "consent.html",
            client=wanted.client.name,
            organisation=organisation.name,
            person=person.display_name if person else "",
            scopes=[scope.words for scope in Scope if scope in wanted.scopes],
            goes_to=_origin(wanted.redirect_uri),
            parameters=parameters,
            proof=_proof(request, asked),
        )
        # Browsers hold the redirect after a form against form-action as well.
        policy = POLICY.replace("form-action 'self'", f"form-action 'self' {_source(wanted.redirect_uri)}")
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Frame-Options"] = "DENY"
        return response

    def _sent_back(self, request: Request, redirect_uri: str, state: str | None, error: OAuthError) -> Response:
        return self._redirect(request, redirect_uri, state, error=error.error, error_description=error.description)

    def _redirect(self, request: Request, redirect_uri: str, state: str | None, **answer: str) -> Response:
        """To an address that has been checked. `iss` says who answers (RFC 9207)."""
        if state is not None:
            answer["state"] = state
        answer["iss"] = public_address(request, self.settings)
        joint = "&" if "?" in redirect_uri else "?"
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return RedirectResponse(f"{redirect_uri}{joint}{urlencode(answer)}", 303, headers)


def _read(text: str) -> tuple[dict[str, str], bool]:
    """The parameters, and whether one of them came twice. Raises: OAuthError."""
    if len(text) > LONGEST:
        raise invalid_request(f"The parameters have more than {LONGEST} characters.")
    try:
        return read_parameters(text), False
    except RepeatedParameterError as error:
        if error.names & _NEVER_REPEATED:
            raise
        return error.others, True


def _to_sign_in(parameters: Mapping[str, str]) -> Response:
    """To the sign-in page and back here; once signed in, nobody is asked to sign in again."""
    again = {Prompt.LOGIN.value, Prompt.SELECT_ACCOUNT.value}
    prompt = " ".join(word for word in parameters.get("prompt", "").split() if word not in again)
    kept = {name: value for name, value in parameters.items() if name != "prompt"} | (
        {"prompt": prompt} if prompt else {}
    )
    return RedirectResponse(f"/login?{urlencode({'next': f'/oauth/authorize?{urlencode(kept)}'})}", 303)


def _proof(request: Request, asked: str) -> str:
    """What only a page that was shown to this very session can send along, for what it showed."""
    return hmac.new(request.cookies.get(COOKIE, "").encode(), asked.encode(), hashlib.sha256).hexdigest()


def _origin(redirect_uri: str) -> str:
    scheme, _, rest = redirect_uri.partition("://")
    return f"{scheme}://{rest.partition('/')[0].partition('?')[0]}"


def _source(redirect_uri: str) -> str:
    """The origin as a policy can name it, which knows no address of IPv6."""
    origin = _origin(redirect_uri)
    return "http:" if "[" in origin else origin


def _problem(description: str) -> Response:
    return page("oauth_problem.html", 400, problem=description)
