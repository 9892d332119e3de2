"""GraphQL over HTTP: `POST /graphql`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graphql import GraphQLError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from equipoise.connections.host import ConnectorHost
from equipoise.db.connection import reading_connection
from equipoise.domain.errors import Refusal
from equipoise.identity.access import Access, Credentials, KnownAccess, credentials_of, present, refused
from equipoise.identity.tokens import note_use
from equipoise.settings import Settings
from equipoise.usage.buffer import UsageBuffer
from equipoise.web.credentials import bearer_of
from equipoise_graphql.context import AccessChanged, Assumed, RequestContext
from equipoise_graphql.documents.read import read_document
from equipoise_graphql.errors import ErrorCode, refusal_of
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
    known: KnownAccess = field(default_factory=KnownAccess)

    async def post(self, request: Request) -> Response:
        media_type = media_type_for(request.headers.get("accept", ""))
        now = self.clock()
        try:
            credentials = credentials_of(bearer_of(request))
            access = self.known.get(credentials) or await self._found(credentials)
            asked = await read_request(request)
            body = await self._answer(asked, credentials, access, now)
        except Refusal as refusal:
            # No well-formed request: both media types say so by the status as well.
            return respond({"errors": [refusal_of(refusal)]}, status_of(refusal), media_type)
        # A well-formed request that was not executed: the older media type has no status for it.
        return respond(body, 200 if "data" in body or media_type == JSON else 400, media_type)

    async def _answer(
        self, asked: GraphQLRequest, credentials: Credentials, access: Access, now: datetime
    ) -> dict[str, Any]:
        """The answer by the access that is true when it is given.

        Raises: Unauthenticated.
        """
        while True:
            actor = access.actor(credentials.tenant_id, now)
            assumed = Assumed(credentials, access)
            context = RequestContext(self.engine, actor, self.usage, self.settings, self.connectors, assumed=assumed)
            try:
                body = await self._executed(asked, context)
                await context.verify()
            except AccessChanged as changed:
                access = self._noted(credentials, changed.now)
                continue
            finally:
                await context.close()
            if access.last_used_on != now.date():
                await note_use(self.engine, credentials.tenant_id, access.token_id, now.date())
                self.known.note(credentials, access._replace(last_used_on=now.date()))
            return body

    async def _executed(self, asked: GraphQLRequest, context: RequestContext) -> dict[str, Any]:
        try:
            document = read_document(asked.query)
            document.choose_operation(asked.operation_name)
            return await answer(document, asked.operation_name, asked.variables, context)
        except AccessChanged:
            raise
        except Refusal as refusal:
            return {"errors": [refusal_of(refusal)]}
        except GraphQLError as error:
            return errors_of([error], ErrorCode.PARSE_FAILED)

    async def _found(self, credentials: Credentials) -> Access:
        async with reading_connection(self.engine, credentials.tenant_id) as connection:
            return self._noted(credentials, await present(connection, credentials))

    def _noted(self, credentials: Credentials, access: Access | None) -> Access:
        self.known.note(credentials, access)
        if access is None:
            raise refused()
        return access
