"""How errors of a document look to the caller: refusals in full, accidents as a number to quote."""

import logging
import re
import secrets
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from graphql import GraphQLError

from equipoise.domain.errors import Refusal

log = logging.getLogger(__name__)

_REPEATED = re.compile(r"(, found: |: )[{\[].*", re.DOTALL)
"""An object or a list at the end of a message."""


class ErrorCode(StrEnum):
    """What the GraphQL layer itself finds."""

    PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_VARIABLES = "BAD_VARIABLES"
    INTERNAL = "INTERNAL"


def formatted(error: GraphQLError, code: ErrorCode) -> dict[str, Any]:
    """The error as it goes into the response; `code` is for what the GraphQL library found by itself.

    What we raised, or what is wrong with the request, is told as it is. Anything else is logged under an id and
    told as that id, so that no internals reach the caller.
    """
    causes = list(_causes(error))
    refusal = next((cause for cause in causes if isinstance(cause, Refusal)), None)
    if refusal is not None:
        return _told(error) | {"extensions": _extensions(refusal)}
    if not causes and (error.path is None or error.message.startswith("Argument ")):
        return _told(error) | {"extensions": {"code": code}}
    incident = secrets.token_hex(6)
    log.error("incident %s at %s: %s", incident, error.path, error.message, exc_info=causes[0] if causes else None)
    return {
        "message": f"Something went wrong on our side. Quote incident {incident} when you ask for help.",
        "path": error.path,
        "extensions": {"code": ErrorCode.INTERNAL, "incident": incident},
    }


def refusal_of(refusal: Refusal) -> dict[str, Any]:
    """A refusal of the whole request as an error of the response."""
    return {"message": refusal.message, "extensions": _extensions(refusal)}


def _causes(error: GraphQLError) -> Iterator[Exception]:
    """What the library wrapped, from the outside in; its own errors are no causes."""
    cause = error.original_error
    while cause is not None:
        if not isinstance(cause, GraphQLError):
            yield cause
        cause = getattr(cause, "original_error", None)


def _told(error: GraphQLError) -> dict[str, Any]:
    # The library repeats whole inputs, and inputs may hold secrets.
    return {**error.formatted, "message": _REPEATED.sub("", error.message)[:1000]}


def _extensions(refusal: Refusal) -> dict[str, Any]:
    return {**({"field": refusal.field} if refusal.field else {}), **refusal.details(), "code": refusal.code}
