"""`/oauth/token` and `/oauth/revoke`: clients talk to the server, nobody is there to look."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from equipoise.db.session import TenantSession, writing
from equipoise.domain.scopes import Scope, write_scopes
from equipoise.oauth.client_authentication import PresentedClient, authenticated, presented_client
from equipoise.oauth.errors import OAuthError, invalid_request
from equipoise.oauth.exchange import exchange
from equipoise.oauth.issue import LIFETIME, IssuedTokens
from equipoise.oauth.models import OAuthClient
from equipoise.oauth.parameters import LONGEST, read_parameters, required
from equipoise.oauth.revoke import give_back
from equipoise.oauth.signing import SigningKeys
from equipoise.settings import Settings
from equipoise.web.body import BodyTooLarge, bounded_body
from equipoise.web.cross_origin import foreign_origin, preflight, shown_to
from equipoise.web.failed_attempts import FailedAttempts
from equipoise.web.public_address import public_address

OF_CLIENT, OF_ADDRESS = 10, 50
"""Failures in a minute after which a client at one address has to wait, and all clients at it."""

_GUESSES = {"invalid_client", "invalid_grant"}
_HEADERS = {"Cache-Control": "no-store", "Pragma": "no-cache"}

Work = Callable[[TenantSession, OAuthClient, Mapping[str, str], datetime], Awaitable[IssuedTokens | None]]


class TooManyFailuresError(OAuthError):
    """Somebody has failed too often in too short a time."""

    def __init__(self, seconds: int) -> None:
        super().__init__("slow_down", "Too many failures. Wait, then try again.", status=429)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class OAuthTokenRoutes:
    """Exchange and giving back; one per process."""

    engine: AsyncEngine
    settings: Settings
    keys: Callable[[], SigningKeys]
    clock: Callable[[], datetime]
    failures: FailedAttempts = field(default_factory=FailedAttempts)

    def routes(self) -> list[Route]:
        return [
            Route("/oauth/token", self.token, methods=["POST"]),
            Route("/oauth/revoke", self.revoke, methods=["POST"]),
            *(Route(path, _asked, methods=["OPTIONS"]) for path in ("/oauth/token", "/oauth/revoke")),
        ]

    async def token(self, request: Request) -> Response:
        return await self._answer(request, exchange)

    async def revoke(self, request: Request) -> Response:
        return await self._answer(request, _give_back)

    async def _answer(self, request: Request, work: Work) -> Response:
        now, address = self.clock(), request.client.host if request.client else ""
        who: list[tuple[str, ...]] = [(address,)]
        origin = foreign_origin(request, self.settings)
        try:
            self._refuse_guessing(who[0], OF_ADDRESS, now)
            form = await _form(request)
            presented = presented_client(request.headers.get("authorization", ""), form)
            who.append((address, presented.name.client_id.hex))
            self._refuse_guessing(who[1], OF_CLIENT, now)
            issued = await self._carry_out(presented, work, form, origin, now)
        except OAuthError as error:
            if error.error in _GUESSES:
                for each in who:
                    self.failures.note(each, now)
            # Nothing but the error is in it, and a page has to know which one.
            return shown_to(_refused(error, request), None if origin is None else "*")
        return shown_to(self._issued(issued, request, now), origin)

    def _refuse_guessing(self, who: tuple[str, ...], most: int, now: datetime) -> None:
        seconds = self.failures.wait(who, most, now)
        if seconds:
            raise TooManyFailuresError(seconds)

    async def _carry_out(
        self, presented: PresentedClient, work: Work, form: Mapping[str, str], origin: str | None, now: datetime
    ) -> IssuedTokens | None:
        async with writing(self.engine, presented.name.tenant_id) as session:
            client = await authenticated(session, presented)
            if origin is not None and origin not in client.web_origins.split():
                raise invalid_request("This origin is not registered for the client.")
            try:
                return await work(session, client, form, now)
            except OAuthError as error:
                refused = error  # what a replay ended has to stay so: the transaction is committed
        raise refused

    def _issued(self, issued: IssuedTokens | None, request: Request, now: datetime) -> Response:
        if issued is None:
            return Response(headers=_HEADERS)
        body: dict[str, Any] = {
            "access_token": issued.access_token,
            "token_type": "Bearer",
            "expires_in": int(LIFETIME.total_seconds()),
            "scope": write_scopes(issued.scopes),
        }
        if issued.refresh_token is not None:
            body["refresh_token"] = issued.refresh_token
        if Scope.OPENID in issued.scopes:
            body["id_token"] = self.keys().id_token(issued, public_address(request, self.settings), now)
        return JSONResponse(body, headers=_HEADERS)


async def _give_back(session: TenantSession, client: OAuthClient, form: Mapping[str, str], now: datetime) -> None:
    await give_back(session, client, required(form, "token"), now)


async def _asked(request: Request) -> Response:
    return preflight(request)


async def _form(request: Request) -> dict[str, str]:
    """Raises: OAuthError."""
    if request.url.query:
        # Addresses end up in logs, and secrets with them.
        raise invalid_request("Send the parameters in the body, never in the address.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise invalid_request("Send a form: Content-Type application/x-www-form-urlencoded.")
    try:
        return read_parameters((await bounded_body(request, LONGEST)).decode("ascii"))
    except BodyTooLarge as error:
        raise OAuthError("invalid_request", "The body is too large.", status=413) from error
    except UnicodeDecodeError:
        raise invalid_request("The form is not urlencoded.") from None


def _refused(error: OAuthError, request: Request) -> Response:
    headers = dict(_HEADERS)
    if error.status == 401 and "authorization" in request.headers:
        headers["WWW-Authenticate"] = 'Basic realm="equipoise"'
    if isinstance(error, TooManyFailuresError):
        headers["Retry-After"] = str(error.seconds)
    return JSONResponse({"error": error.error, "error_description": error.description}, error.status, headers)
