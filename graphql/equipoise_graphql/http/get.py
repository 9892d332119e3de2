"""GraphQL by GET: the request is in the address, and nothing may be changed by it."""

import re
from decimal import Decimal
from typing import Any
from urllib.parse import unquote_to_bytes

import msgspec
from graphql import OperationDefinitionNode, OperationType
from starlette.requests import Request

from equipoise.domain.errors import Refusal
from equipoise_graphql.http.request import BadRequest, Extensions, GraphQLRequest, decoded, well_formed

URL_BYTES = 16_000
"""Of all that comes after the question mark."""

_NAMES = {"query", "documentId", "operationName", "variables", "extensions"}
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_variables = msgspec.json.Decoder(dict[str, Any] | None, float_hook=Decimal)
_extensions = msgspec.json.Decoder(Extensions | None)


class UrlTooLong(Refusal):
    """More than an address takes: send the document by POST, or its hash."""

    code = "URL_TOO_LONG"


class MutationByGet(Refusal):
    """Whoever follows a link must not change anything."""

    code = "METHOD_NOT_ALLOWED"


async def read_get(request: Request) -> GraphQLRequest:
    """The request in the query string, each part at most once. What else stands there is let by.

    Raises: UrlTooLong, BadRequest.
    """
    raw: bytes = request.scope["query_string"]
    if len(raw) > URL_BYTES:
        raise UrlTooLong(f"The query string may have at most {URL_BYTES:,} bytes. Send the document by POST.")
    given = _parameters(raw)
    return well_formed(
        GraphQLRequest(
            query=given.get("query"),
            document_id=given.get("documentId"),
            operation_name=given.get("operationName") or None,
            variables=_json(_variables, given, "variables"),
            extensions=_json(_extensions, given, "extensions"),
        )
    )


def names_document(request: Request) -> bool:
    """Whether the address asks for anything, or was typed by somebody who wants to see the explorer."""
    return any(name in request.query_params for name in ("query", "documentId", "extensions"))


def refuse_mutation(operation: OperationDefinitionNode) -> None:
    """Raises: MutationByGet."""
    if operation.operation is OperationType.MUTATION:
        raise MutationByGet("Mutations are sent by POST.", field="query")


def _parameters(raw: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in raw.split(b"&"):
        name, _, value = part.partition(b"=")
        key = _text(name)
        if key not in _NAMES:
            continue
        if key in found:
            raise BadRequest(f"The address has {key} twice.", field=key)
        found[key] = _text(value)
    return found


def _text(raw: bytes) -> str:
    if _BROKEN.search(raw):
        raise BadRequest("The address has a % that no two hexadecimal digits follow.")
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise BadRequest("The address is not UTF-8.") from None


def _json(decoder: msgspec.json.Decoder[Any], given: dict[str, str], name: str) -> Any:
    return decoded(decoder, given[name].encode(), f"The parameter {name}", "a JSON object") if name in given else None
