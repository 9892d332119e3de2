"""GraphQL over HTTP: `POST /graphql`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graphql import GraphQLError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from equipoise.connections.host import ConnectorHost
from equipoise.domain.errors import Refusal
from equipoise.identity.actor import Actor
from equipoise.identity.tokens import authenticate
from equipoise.settings import Settings
from equipoise.usage.buffer import UsageBuffer
from equipoise.web.credentials import bearer_of
from equipoise_graphql.context import RequestContext
from equipoise_graphql.documents.read import read_document
from equipoise_graphql.errors import ErrorCode, refused
from equipoise_graphql.execution import answer, errors_of
from equipoise_graphql.http.answers import JSON, media_type_for, respond, status_of
from equipoise_graphql.http.request import GraphQLRequest, read_request


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Answers documents; one per process."""

    engine: AsyncEngine
    usage: UsageBuffer
    settings: Settings
    connectors: ConnectorHost
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def post(self, request: Request) -> Response:
        media_type = media_type_for(request.headers.get("accept", ""))
        try:
            actor = await authenticate(self.engine, bearer_of(request), self.clock())
            asked = await read_request(request)
        except Refusal as refusal:
            # No well-formed request: both media types say so by the status as well.
            return respond({"errors": [refused(refusal)]}, status_of(refusal), media_type)
        try:
            body = await self._answer(asked, actor)
        except Refusal as refusal:
            body = {"errors": [refused(refusal)]}
        except GraphQLError as error:
            body = errors_of([error], ErrorCode.PARSE_FAILED)
        # A well-formed request that was not executed: the older media type has no status for it.
        return respond(body, 200 if "data" in body or media_type == JSON else 400, media_type)

    async def _answer(self, asked: GraphQLRequest, actor: Actor) -> dict[str, Any]:
        """Raises: Refusal, GraphQLSyntaxError."""
        document = read_document(asked.query)
        document.choose_operation(asked.operation_name)
        context = RequestContext(self.engine, actor, self.usage, self.settings, self.connectors)
        return await answer(document, asked.operation_name, asked.variables, context)
