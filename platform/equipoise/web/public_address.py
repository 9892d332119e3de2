"""The address under which people and frontends reach the server."""

from starlette.requests import Request

from equipoise.settings import Settings


def public_address(request: Request, settings: Settings) -> str:
    """Without a path. Behind a proxy the request does not always know it, and the setting says so."""
    return settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
