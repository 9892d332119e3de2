"""Which pages may use the API with a token: those on an origin that the token's application registered."""

import time
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from equipoise.db.session import reading
from equipoise.domain.errors import Forbidden
from equipoise.identity.access import Credentials, Unauthenticated, credentials_of
from equipoise.identity.models import AccessToken
from equipoise.oauth.models import OAuthClient
from equipoise.settings import Settings
from equipoise.web.cross_origin import foreign_origin, preflight, shown_headers

PATHS = ("/graphql", "/scorecards/")
REMEMBERED_SECONDS = 10.0
"""How long an origin that was taken away may still read answers; the token itself is checked with every request."""
MOST_REMEMBERED = 5_000


class OriginNotRegistered(Forbidden):
    """A page of another origin sent the request, and the token's application did not register that origin."""

    code = "ORIGIN_NOT_REGISTERED"


class RegisteredOrigins:
    """The origins of the application that a token was given to."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._found: OrderedDict[Credentials, tuple[float, frozenset[str]]] = OrderedDict()

    async def of(self, bearer: str) -> frozenset[str]:
        """Empty for a token that was made by hand.

        Raises: Unauthenticated.
        """
        credentials = credentials_of(bearer)
        until, origins = self._found.get(credentials, (0.0, frozenset[str]()))
        if until < time.monotonic():
            origins = await self._look_up(credentials)
            self._found[credentials] = (time.monotonic() + REMEMBERED_SECONDS, origins)
            self._found.move_to_end(credentials)
            if len(self._found) > MOST_REMEMBERED:
                self._found.popitem(last=False)
        return origins

    async def _look_up(self, credentials: Credentials) -> frozenset[str]:
        statement = (
            select(AccessToken.id, OAuthClient.web_origins)
            .outerjoin(
                OAuthClient,
                (OAuthClient.tenant_id == AccessToken.tenant_id) & (OAuthClient.id == AccessToken.client_id),
            )
            .where(AccessToken.tenant_id == credentials.tenant_id, AccessToken.secret_hash == credentials.secret_hash)
        )
        async with reading(self._engine, credentials.tenant_id) as session:
            found = (await session.execute(statement)).one_or_none()
        if found is None:
            raise Unauthenticated("This is no token of ours.")
        return frozenset((found.web_origins or "").split())


class CrossOriginApi:
    """Answers what browsers ask beforehand, and shows answers to the pages that may read them."""

    def __init__(self, app: ASGIApp, origins: RegisteredOrigins, settings: Settings) -> None:
        self._app = app
        self._origins = origins
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PATHS):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if request.method == "OPTIONS":
            await preflight(request)(scope, receive, send)
            return
        origin = foreign_origin(request, self._settings)
        try:
            readable = None if origin is None else await self._readable(request, origin)
        except OriginNotRegistered as refusal:
            error = {"message": refusal.message, "extensions": {"code": refusal.code}}
            await JSONResponse({"errors": [error]}, 403, {"Vary": "Origin"})(scope, receive, send)
            return
        await self._app(scope, receive, _showing(send, readable))

    async def _readable(self, request: Request, origin: str) -> str:
        """Who may read the answer. Raises: OriginNotRegistered."""
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            # Whoever it is, it is not the person at the browser: cookies count for nothing here.
            raise OriginNotRegistered("From another origin, send the token of an application: no cookie works there.")
        try:
            registered = await self._origins.of(bearer.strip())
        except Unauthenticated:
            return "*"  # a refusal, in which there is nothing, so that the page learns to ask for a new token
        if origin not in registered:
            raise OriginNotRegistered("This origin is not registered for the application that the token was given to.")
        return origin


def _showing(send: Send, readable: str | None) -> Send:
    async def shown(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Origin")
            if readable is not None and (readable != "*" or message["status"] == 401):
                headers.update(shown_headers(readable))
        await send(message)

    return shown
