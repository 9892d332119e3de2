"""Answers over HTTP: their media type, their status, their bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.responses import Response

from equipoise.domain.errors import Refusal
from equipoise.identity.access import Unauthenticated
from equipoise.web.body import BodyTooLarge
from equipoise_graphql.cost.refusals import RateLimited
from equipoise_graphql.cost.turns import TooManyAtOnce
from equipoise_graphql.http.cross_site import CrossSite
from equipoise_graphql.http.get import MutationByGet, UrlTooLong
from equipoise_graphql.http.request import BodyTooSlow, UnsupportedMediaType

JSON, GRAPHQL_JSON = "application/json", "application/graphql-response+json"

_STATUSES: dict[type[Refusal], int] = {
    Unauthenticated: 401,
    CrossSite: 403,
    MutationByGet: 405,
    BodyTooSlow: 408,
    BodyTooLarge: 413,
    UrlTooLong: 414,
    UnsupportedMediaType: 415,
    TooManyAtOnce: 429,
}
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a well-formed request; without a body, that the client has the answer already."""

    body: dict[str, Any] | None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        return self.body is not None and "data" not in self.body

    def response(self, media_type: str) -> Response:
        if self.body is None:
            return Response(status_code=304, headers=self.headers)
        response = respond(self.body, status_for(self.body, media_type), media_type)
        response.headers.update(self.headers)
        return response


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


def status_for(body: dict[str, Any], media_type: str) -> int:
    """The status of the answer to a well-formed request; the older media type has no other than 200 for it."""
    if "data" in body or media_type == JSON:
        return 200
    return 429 if _told(body, "code") == RateLimited.code else 400


def respond(body: dict[str, Any] | list[dict[str, Any]], status: int, media_type: str) -> Response:
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 405:
        headers["Allow"] = "POST"
    if status == 408:
        headers["Connection"] = "close"  # the rest of the body may still trickle in
    if isinstance(body, dict) and (retry_after := _told(body, "retryAfter")):
        headers["Retry-After"] = str(retry_after)
    return Response(_encoder.encode(body), status, headers, f"{media_type}; charset=utf-8")


def _told(body: dict[str, Any], fact: str) -> Any:
    """What the first error of an answer without data says."""
    return body["errors"][0]["extensions"].get(fact) if "data" not in body else None
