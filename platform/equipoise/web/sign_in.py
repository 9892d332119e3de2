"""Signing in at a browser with an access token: `/login` and `/logout`."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from equipoise.domain.errors import Refusal
from equipoise.identity.tokens import authenticate
from equipoise.web.body import BodyTooLarge, bounded_body
from equipoise.web.credentials import COOKIE
from equipoise.web.pages import from_this_site, local_path, page

HOME = "/console"
LONGEST = 8_192


def sign_in_routes(engine: AsyncEngine, clock: Callable[[], datetime], *, secure_cookie: bool) -> list[Route]:
    """The page with the form, and what it sends. The cookie holds the token and is out of reach for scripts."""

    async def show(request: Request) -> Response:
        return page("login.html", problem=None, next=local_path(request.query_params.get("next", HOME), HOME))

    async def sign_in(request: Request) -> Response:
        if not from_this_site(request):
            return page("login.html", 400, problem="Open this page directly and try again.", next=HOME)
        try:
            form = parse_qs((await bounded_body(request, LONGEST)).decode(errors="replace"), max_num_fields=5)
        except (BodyTooLarge, ValueError):
            return page("login.html", 400, problem="Open this page directly and try again.", next=HOME)
        token, wanted = form.get("token", [""])[0].strip(), local_path(form.get("next", [HOME])[0], HOME)
        try:
            await authenticate(engine, token, clock())
        except Refusal:
            return page("login.html", 401, problem="This token does not work, or not any longer.", next=wanted)
        response = RedirectResponse(wanted, 303)
        response.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure_cookie, path="/")
        return response

    async def sign_out(request: Request) -> Response:
        if not from_this_site(request):
            return page("login.html", 400, problem="Open this page directly and try again.", next=HOME)
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE, path="/")
        return response

    async def start(_request: Request) -> Response:
        return RedirectResponse(HOME, 303)

    return [
        Route("/", start),
        Route("/login", show),
        Route("/login", sign_in, methods=["POST"]),
        Route("/logout", sign_out, methods=["POST"]),
    ]
