"""Pages of other origins: those that an application registered may read answers, others may not (the Fetch standard).

A browser asks beforehand without saying who will call. It is told yes, which gives nothing away: cookies are never
let along, and the call itself carries a token, which names tenant, client and so the origins.
"""

from starlette.requests import Request
from starlette.responses import Response

from equipoise.settings import Settings

MAX_AGE = 600
"""Seconds for which a browser need not ask again."""

_ASKED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, X-Requested-With",
    "Access-Control-Max-Age": str(MAX_AGE),
}
_SHOWN = "ETag, Equipoise-Cost, Retry-After, WWW-Authenticate"


def foreign_origin(request: Request, settings: Settings) -> str | None:
    """The origin of the page that calls, if it is not of this server."""
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return None if origin in (None, own, settings.public_url) else origin


def preflight(_request: Request) -> Response:
    """The answer to what a browser asks beforehand; `*` keeps cookies out."""
    return Response(status_code=204, headers=_ASKED)


def shown_to(response: Response, origin: str | None) -> Response:
    """Let pages of this origin read the response; `*` for what anybody may know."""
    response.headers.add_vary_header("Origin")
    if origin is not None:
        response.headers.update(shown_headers(origin))
    return response


def shown_headers(origin: str) -> dict[str, str]:
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _SHOWN}
