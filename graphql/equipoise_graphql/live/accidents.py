"""What somebody on an open connection hears when something unforeseen happens."""

import logging
import secrets
from typing import Any

from equipoise.web.accidents import is_away
from equipoise_graphql.errors import ErrorCode

log = logging.getLogger(__name__)


def accident(error: Exception) -> dict[str, Any]:
    """An error of a response: the database is away, or a number to quote."""
    if is_away(error):
        log.warning("the database is away: %s", type(error).__name__)
        message = "The database cannot be reached at the moment. Try again in a few seconds."
        return {"message": message, "extensions": {"code": "UNAVAILABLE"}}
    incident = secrets.token_hex(6)
    log.error("incident %s on an open connection", incident, exc_info=error)
    return {
        "message": f"Something went wrong on our side. Quote incident {incident} when you ask for help.",
        "extensions": {"code": ErrorCode.INTERNAL, "incident": incident},
    }
