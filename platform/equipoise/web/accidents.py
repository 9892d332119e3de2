"""What a caller sees when something unforeseen happens: a number to quote, never the inside."""

import logging
import secrets

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

log = logging.getLogger(__name__)

_AWAY = (InterfaceError, OperationalError, PoolTimeout, ConnectionError, TimeoutError)


def is_away(error: Exception) -> bool:
    """Whether the error says that the database cannot be reached."""
    return isinstance(error, _AWAY) or (isinstance(error, DBAPIError) and error.connection_invalidated)


async def accident(request: Request, error: Exception) -> Response:
    """503 while the database is away, else 500 with an incident that the log knows."""
    if is_away(error):
        log.warning("the database is away: %s", type(error).__name__)
        message = "The database cannot be reached at the moment. Try again in a few seconds."
        return _answer(503, message, {"code": "UNAVAILABLE"}, {"Retry-After": "2"})
    incident = secrets.token_hex(6)
    log.error("incident %s at %s %s", incident, request.method, request.url.path, exc_info=error)
    message = f"Something went wrong on our side. Quote incident {incident} when you ask for help."
    return _answer(500, message, {"code": "INTERNAL", "incident": incident}, {})


def _answer(status: int, message: str, extensions: dict[str, str], headers: dict[str, str]) -> Response:
    return JSONResponse({"errors": [{"message": message, "extensions": extensions}]}, status, headers)
