"""How errors of a document look to the caller: refusals in full, accidents as a number to quote."""

import logging
import secrets
from typing import Any

from graphql import GraphQLError

from equipoise.domain.errors import Refusal

log = logging.getLogger(__name__)


def formatted(error: GraphQLError) -> dict[str, Any]:
    """The error as it goes into the response.

    Raised by ourselves or found by the validation: told as it is. Anything else is logged under an id and
    told as that id, so that no internals reach the caller.
    """
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if cause is None or isinstance(cause, Refusal):
        shown = dict(error.formatted)
        code = cause.code if isinstance(cause, Refusal) else "GRAPHQL_VALIDATION_FAILED"
        field = {"field": cause.field} if isinstance(cause, Refusal) and cause.field else {}
        return {**shown, "message": error.message[:1000], "extensions": {**field, "code": code}}
    incident = secrets.token_hex(6)
    log.error("incident %s at %s", incident, error.path, exc_info=cause)
    return {
        "message": f"Something went wrong on our side. Quote incident {incident} when you ask for help.",
        "path": error.path,
        "extensions": {"code": "INTERNAL", "incident": incident},
    }


def refused(refusal: Refusal) -> dict[str, Any]:
    """A refusal of the whole request as an error of the response."""
    field = {"field": refusal.field} if refusal.field else {}
    return {"message": refusal.message, "extensions": {**field, "code": refusal.code}}
