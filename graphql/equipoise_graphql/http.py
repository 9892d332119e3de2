"""GraphQL over HTTP: `POST /graphql`."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import isawaitable
from typing import Any, cast

import msgspec
from graphql import ExecutionResult, GraphQLError, execute
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import Response
from strawberry.execution import optimized_is_awaitable

from equipoise.connections.host import ConnectorHost
from equipoise.domain.errors import Refusal
from equipoise.identity.actor import Actor
from equipoise.identity.tokens import Unauthenticated, authenticate
from equipoise.settings import Settings
from equipoise.usage.buffer import UsageBuffer
from equipoise.web.body import BodyTooLarge
from equipoise.web.credentials import bearer_of
from equipoise_graphql.context import RequestContext
from equipoise_graphql.document import Document, read_document
from equipoise_graphql.errors import ErrorCode, formatted, refused
from equipoise_graphql.request import GraphQLRequest, UnsupportedMediaType, read_request
from equipoise_graphql.schema import schema

SECONDS = 10
"""How long one request may be executed."""

JSON, GRAPHQL_JSON = "application/json", "application/graphql-response+json"

_STATUSES: dict[type[Refusal], int] = {Unauthenticated: 401, BodyTooLarge: 413, UnsupportedMediaType: 415}
_encoder = msgspec.json.Encoder()


class TookTooLong(Refusal):
    """The execution was ended because it took longer than one request may."""

    code = "TOOK_TOO_LONG"


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Answers documents; one per process."""

    engine: AsyncEngine
    usage: UsageBuffer
    settings: Settings
    connectors: ConnectorHost
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def post(self, request: Request) -> Response:
        media_type = _media_type(request.headers.get("accept", ""))
        try:
            actor = await authenticate(self.engine, bearer_of(request), self.clock())
            asked = await read_request(request)
        except Refusal as refusal:
            # No well-formed request: both media types say so by the status as well.
            return _answer({"errors": [refused(refusal)]}, _STATUSES.get(type(refusal), 400), media_type)
        try:
            body = await self._result(asked, actor)
        except Refusal as refusal:
            body = {"errors": [refused(refusal)]}
        except GraphQLError as error:
            body = _errors([error], ErrorCode.PARSE_FAILED)
        # A well-formed request that was not executed: the older media type has no status for it.
        return _answer(body, 200 if "data" in body or media_type == JSON else 400, media_type)

    async def _result(self, asked: GraphQLRequest, actor: Actor) -> dict[str, Any]:
        """What is answered; without `data` where nothing was executed.

        Raises: Refusal, GraphQLSyntaxError.
        """
        document = read_document(asked.query)
        document.choose_operation(asked.operation_name)
        if document.errors:
            return _errors(document.errors, ErrorCode.VALIDATION_FAILED)
        result = await self._execute(document, asked, actor)
        errors = _errors(result.errors, ErrorCode.BAD_VARIABLES) if result.errors else {}
        if result.data is None and all(error.path is None for error in result.errors or []):
            return errors
        return {"data": result.data, **errors}

    async def _execute(self, document: Document, asked: GraphQLRequest, actor: Actor) -> ExecutionResult:
        context = RequestContext(self.engine, actor, self.usage, self.settings, self.connectors)
        try:
            async with asyncio.timeout(SECONDS):
                result = execute(
                    schema._schema,
                    document.syntax,
                    context_value=context,
                    variable_values=asked.variables,
                    operation_name=asked.operation_name,
                    is_awaitable=cast("Any", optimized_is_awaitable),
                    executor_class=schema.execution_context_class,
                )
                return await result if isawaitable(result) else result
        except TimeoutError:
            raise TookTooLong(
                f"This took longer than {SECONDS} seconds and was ended. The mutation at hand is undone. Ask for less."
            ) from None
        finally:
            await context.close()


def _errors(errors: Iterable[GraphQLError], code: ErrorCode) -> dict[str, Any]:
    return {"errors": [formatted(error, code) for error in errors]}


def _media_type(accept: str) -> str:
    """The newer media type where the caller names it, the older one for everybody else."""
    for each in accept.lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        if name == GRAPHQL_JSON and "q=0" not in parameters:
            return GRAPHQL_JSON
    return JSON


def _answer(body: dict[str, Any], status: int, media_type: str) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return Response(_encoder.encode(body), status, headers, f"{media_type}; charset=utf-8")
