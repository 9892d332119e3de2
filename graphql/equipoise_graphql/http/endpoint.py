"""GraphQL over HTTP: `/graphql`."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from graphql import GraphQLError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from equipoise.connections.host import ConnectorHost
from equipoise.db.connection import reading_connection
from equipoise.domain.errors import Refusal
from equipoise.identity.access import (
    Access,
    Credentials,
    KnownAccess,
    Unauthenticated,
    credentials_of,
    present,
    refused,
)
from equipoise.identity.tokens import note_use
from equipoise.settings import Settings
from equipoise.trusted_documents.register import Check
from equipoise.trusted_documents.trust import Trust
from equipoise.usage.buffer import UsageBuffer
from equipoise.web.credentials import bearer_of, by_cookie
from equipoise_graphql.context import AccessChanged, Assumed, RequestContext
from equipoise_graphql.cost.refusals import CostTooHigh, RateLimited
from equipoise_graphql.documents.find import DocumentFinder
from equipoise_graphql.documents.introspection import as_closed, may_introspect
from equipoise_graphql.documents.read import Document
from equipoise_graphql.errors import ErrorCode, refusal_of
from equipoise_graphql.execution import answer, errors_of
from equipoise_graphql.field_use.buffer import FieldUseBuffer
from equipoise_graphql.http.answers import Answer, media_type_for, respond, status_of
from equipoise_graphql.http.bounds import Bounds
from equipoise_graphql.http.conditional import NOT_CACHEABLE
from equipoise_graphql.http.cross_site import ANSWERS, refuse_cross_site
from equipoise_graphql.http.departure import ClientLeft, until_gone
from equipoise_graphql.http.get import MutationByGet, read_get
from equipoise_graphql.http.reading import Chosen, Get
from equipoise_graphql.http.request import GraphQLRequest, read_request
from equipoise_graphql.http.uploads import MEGABYTE, carries_files, read_upload
from equipoise_graphql.kept import KeptAnswers

Read: TypeAlias = Callable[[], Awaitable[GraphQLRequest | list[GraphQLRequest]]]


class Caller(NamedTuple):
    """Who asks, as far as it is known, and when."""

    credentials: Credentials
    access: Access
    now: datetime
    console: bool
    """Whether the request came with the cookie of the console."""


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Answers documents; one per process."""

    engine: AsyncEngine
    usage: UsageBuffer
    settings: Settings
    connectors: ConnectorHost
    bounds: Bounds
    documents: DocumentFinder
    check_document: Check
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    known: KnownAccess = field(default_factory=KnownAccess)
    kept: KeptAnswers | None = None
    field_use: FieldUseBuffer = field(kw_only=True)

    async def post(self, request: Request) -> Response:
        if not carries_files(request):
            return await self._serve(request, lambda: read_request(request, batch=self.bounds.plan.batch))
        async with AsyncExitStack() as opened:  # until the answer is there
            upload = read_upload(request, most_bytes=self.settings.upload_mb * MEGABYTE)
            return await self._serve(request, lambda: opened.enter_async_context(upload))

    async def get(self, request: Request) -> Response:
        """Queries alone; the client may keep what has an ETag."""
        response = await self._serve(request, lambda: read_get(request), Get.by(request))
        response.headers.update(ANSWERS)
        for name, value in NOT_CACHEABLE.items():
            response.headers.setdefault(name, value)
        return response

    async def _serve(self, request: Request, read: Read, get: Get | None = None) -> Response:
        media_type = media_type_for(request.headers.get("accept", ""))
        try:
            if get is not None:
                refuse_cross_site(request)
            credentials, access = await self._recognised(request)
            caller = Caller(credentials, access, self.clock(), by_cookie(request))
            async with self.bounds.turns.of(credentials) as turn:
                answered = await turn.worked(self._worked(request, read, caller, get))
                if isinstance(answered, list):
                    return respond(answered, 200, media_type)
                if answered.refuses:
                    turn.keep()
        except ClientLeft:
            return Response(status_code=499)
        except Refusal as refusal:
            # No well-formed request: both media types say so by the status as well.
            return respond({"errors": [refusal_of(refusal)]}, status_of(refusal), media_type)
        return answered.response(media_type)

    async def _worked(
        self, request: Request, read: Read, caller: Caller, get: Get | None
    ) -> Answer | list[dict[str, Any]]:
        asked = await read()
        if isinstance(asked, list):
            return await until_gone(request, self._answer_each(asked, caller))
        return await until_gone(request, self.answer(asked, caller, get))

    async def _answer_each(self, batch: list[GraphQLRequest], caller: Caller) -> list[dict[str, Any]]:
        """One after the other, so that a list takes no more connections than one request."""
        return [(await self.answer(asked, caller)).body or {} for asked in batch]

    async def answer(self, asked: GraphQLRequest, caller: Caller, get: Get | None = None) -> Answer:
        """The answer by the access that is true when it is given.

        Raises: Unauthenticated, MutationByGet.
        """
        credentials, access, now, _ = caller
        while True:
            actor = access.actor(credentials.tenant_id, now)
            assumed = Assumed(credentials, access)
            context = RequestContext(
                self.engine, actor, self.usage, self.settings, self.connectors, assumed=assumed, kept=self.kept
            )
            context.check_document = self.check_document
            try:
                answered = await self._executed(asked, caller._replace(access=access), context, get)
                await context.verify()
            except AccessChanged as changed:
                access = self._noted(credentials, changed.now)
                continue
            finally:
                await context.close()
            if access.last_used_on != now.date():
                await note_use(self.engine, credentials.tenant_id, access.token_id, now.date())
                self.known.note(credentials, access._replace(last_used_on=now.date()))
            return answered

    async def find(self, asked: GraphQLRequest, caller: Caller) -> Document:
        """The document that the request is about. Raises: as `DocumentFinder.find`, Unauthenticated."""
        access = caller.access
        trust = Trust(access.trusted_documents_only, access.trusted_documents_version)
        actor = access.actor(caller.credentials.tenant_id, caller.now)
        document = await self.documents.find(asked, actor, trust, self.bounds.plan.limits, console=caller.console)
        return document if may_introspect(actor, self.settings) else as_closed(document)

    async def _executed(
        self, asked: GraphQLRequest, caller: Caller, context: RequestContext, get: Get | None
    ) -> Answer:
        actor = context.actor
        charged: dict[str, Any] = {}
        try:
            document = await self.find(asked, caller)
            operation = document.choose_operation(asked.operation_name)
            if document.errors:
                return Answer(errors_of(document.errors, ErrorCode.VALIDATION_FAILED))
            self.field_use.used(actor, document, operation, asked.variables)
            if get is not None:
                return await get.answer(Chosen(asked, document, operation), context, self.bounds)
            charged = {"extensions": {"cost": self.bounds.charge(actor, document, operation, asked.variables)}}
            async with self.bounds.organisations.of(actor.tenant_id):
                body = await answer(document, asked.operation_name, asked.variables, context)
            return Answer({**body, **charged})
        except (AccessChanged, MutationByGet):
            raise
        except (CostTooHigh, RateLimited) as refusal:
            return Answer({"errors": [refusal_of(refusal)], "extensions": {"cost": refusal.extension}})
        except Refusal as refusal:
            return Answer({"errors": [refusal_of(refusal)], **charged})
        except GraphQLError as error:
            return Answer(errors_of([error], ErrorCode.PARSE_FAILED))

    async def _recognised(self, request: Request) -> tuple[Credentials, Access]:
        """Raises: Unauthenticated, TooManyAtOnce."""
        with suppress(Unauthenticated):
            credentials = credentials_of(bearer_of(request))
            access = self.known.get(credentials)
            if access is not None:
                return credentials, access
        # Whoever tries out tokens waits between two of them.
        async with self.bounds.strangers.of(request.client.host if request.client else None):
            credentials = credentials_of(bearer_of(request))
            return credentials, await self._found(credentials)

    async def _found(self, credentials: Credentials) -> Access:
        async with reading_connection(self.engine, credentials.tenant_id) as connection:
            return self._noted(credentials, await present(connection, credentials))

    def _noted(self, credentials: Credentials, access: Access | None) -> Access:
        self.known.note(credentials, access)
        if access is None:
            raise refused()
        return access
