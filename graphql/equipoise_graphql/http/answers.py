"""Answers over HTTP: their media type, their status, their bytes."""

from typing import Any

import msgspec
from starlette.responses import Response

from equipoise.domain.errors import Refusal
from equipoise.identity.access import Unauthenticated
from equipoise.web.body import BodyTooLarge
from equipoise_graphql.http.request import UnsupportedMediaType

JSON, GRAPHQL_JSON = "application/json", "application/graphql-response+json"

_STATUSES: dict[type[Refusal], int] = {Unauthenticated: 401, BodyTooLarge: 413, UnsupportedMediaType: 415}
_encoder = msgspec.json.Encoder()


def media_type_for(accept: str) -> str:
    """The newer media type where the caller names it, the older one for everybody else."""
    for each in accept.lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        if name == GRAPHQL_JSON and "q=0" not in parameters:
            return GRAPHQL_JSON
    return JSON


def status_of(refusal: Refusal) -> int:
    """The status of a request that was refused before it was one of GraphQL."""
    return _STATUSES.get(type(refusal), 400)


def respond(body: dict[str, Any], status: int, media_type: str) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return Response(_encoder.encode(body), status, headers, f"{media_type}; charset=utf-8")
