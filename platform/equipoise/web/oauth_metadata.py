"""What OAuth clients find out by themselves: `/.well-known/…`."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from equipoise.oauth.metadata import metadata
from equipoise.oauth.signing import SigningKeys
from equipoise.settings import Settings
from equipoise.web.cross_origin import shown_to
from equipoise.web.public_address import public_address

_HEADERS = {"Cache-Control": "public, max-age=300"}


def oauth_metadata_routes(settings: Settings, keys: Callable[[], SigningKeys]) -> list[Route]:
    """The server's metadata under both its names, and the keys with which ID tokens are checked."""

    async def show(request: Request) -> Response:
        return shown_to(JSONResponse(metadata(public_address(request, settings)), headers=_HEADERS), "*")

    async def show_keys(_request: Request) -> Response:
        return shown_to(JSONResponse(keys().public(), headers=_HEADERS), "*")

    return [
        Route("/.well-known/oauth-authorization-server", show),
        Route("/.well-known/openid-configuration", show),
        Route("/.well-known/jwks.json", show_keys),
    ]
