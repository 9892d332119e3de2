"""GraphQL over HTTP: `POST /graphql`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, OperationType, parse
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from equipoise.connections.host import ConnectorHost
from equipoise.domain.errors import Refusal
from equipoise.identity.tokens import authenticate
from equipoise.settings import Settings
from equipoise.usage.buffer import UsageBuffer
from equipoise.web.body import bounded_body
from equipoise.web.credentials import bearer_of
from equipoise_graphql.context import RequestContext
from equipoise_graphql.errors import formatted, refused
from equipoise_graphql.limits import Limits, check_document
from equipoise_graphql.schema import schema

BODY_BYTES = 1_000_000
LIMITS = Limits()


class BadRequest(Refusal):
    """The request is not GraphQL over HTTP."""

    code = "BAD_REQUEST"


class GraphQLRequest(msgspec.Struct):
    """The body of a request."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = msgspec.field(default=None, name="operationName")
    extensions: dict[str, Any] | None = None


# Figures stay as they were written: a float would round them before anyone has looked.
_decoder = msgspec.json.Decoder(GraphQLRequest, float_hook=Decimal)
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Answers documents; one per process."""

    engine: AsyncEngine
    usage: UsageBuffer
    settings: Settings
    connectors: ConnectorHost
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def post(self, request: Request) -> Response:
        media_type = _media_type(request)
        try:
            actor = await authenticate(self.engine, bearer_of(request), self.clock())
        except Refusal as refusal:
            return _answer({"errors": [refused(refusal)]}, 401, media_type)
        try:
            asked = await _read(request)
            document = checked_document(asked.query)
            _choose_operation(document, asked.operation_name)
        except Refusal as refusal:
            return _answer({"errors": [refused(refusal)]}, 400, media_type)
        except GraphQLError as error:
            return _answer({"errors": [formatted(error)]}, 400, media_type)

        context = RequestContext(self.engine, actor, self.usage, self.settings, self.connectors)
        try:
            result = await schema.execute(
                asked.query, asked.variables, context_value=context, operation_name=asked.operation_name
            )
        finally:
            await context.close()
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [formatted(error) for error in result.errors]
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            return _answer({"errors": body["errors"]}, 400, media_type)
        return _answer(body, 200, media_type)


@lru_cache(maxsize=500)
def checked_document(query: str) -> DocumentNode:
    """The parsed document, within its bounds.

    Raises: GraphQLError for what cannot be parsed, DocumentTooLarge.
    """
    if len(query) > LIMITS.characters:
        raise BadRequest(f"A document has at most {LIMITS.characters:,} characters.", field="query")
    document = parse(query, max_tokens=LIMITS.tokens)
    check_document(document, LIMITS)
    return document


def _choose_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    chosen = [node for node in operations if name is None or (node.name is not None and node.name.value == name)]
    if len(chosen) != 1:
        raise BadRequest("Name with operationName the one operation of the document to execute.", field="operationName")
    if chosen[0].operation is OperationType.SUBSCRIPTION:
        raise BadRequest("Subscriptions are not served here.", field="query")
    return chosen[0]


async def _read(request: Request) -> GraphQLRequest:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        # Also what keeps a form on another site from sending a mutation with the visitor's cookie.
        raise BadRequest("Send the document as JSON, with Content-Type: application/json.")
    body = await bounded_body(request, BODY_BYTES)
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BadRequest(f"The body is not a GraphQL request: {str(error)[:200]}") from None


def _media_type(request: Request) -> str:
    accepted = request.headers.get("accept", "")
    return (
        "application/graphql-response+json" if "application/graphql-response+json" in accepted else "application/json"
    )


def _answer(body: dict[str, Any], status: int, media_type: str) -> Response:
    # The older media type reports the failure of a well-formed request in the body alone.
    if media_type == "application/json" and status == 400:
        status = 400 if "data" not in body else 200
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return Response(_encoder.encode(body), status, headers, f"{media_type}; charset=utf-8")
