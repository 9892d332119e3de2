"""From which pages a browser may open a connection."""

from starlette.websockets import WebSocket

from equipoise.identity.access import Unauthenticated
from equipoise.settings import Settings
from equipoise.web.registered_origins import RegisteredOrigins

_SCHEMES = {"ws": "http", "wss": "https"}


class Origins:
    """Our own pages, and those that an application registered."""

    def __init__(self, settings: Settings, registered: RegisteredOrigins) -> None:
        self._settings = settings
        self._registered = registered

    def foreign(self, websocket: WebSocket) -> str | None:
        """The origin of the page, if it is not of this server; None also where no browser is at work."""
        origin = websocket.headers.get("origin")
        own = f"{_SCHEMES[websocket.url.scheme]}://{websocket.headers.get('host', '')}"
        return None if origin in (None, own, self._settings.public_url) else origin

    async def registered(self, bearer: str, origin: str) -> bool:
        """Whether the application that the token was given to registered this origin."""
        try:
            return origin in await self._registered.of(bearer)
        except Unauthenticated:
            return False
