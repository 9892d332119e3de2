"""Operations of every type, each as a stream of answers."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from inspect import isawaitable
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

import msgspec
from graphql import ExecutionResult, GraphQLError, OperationType
from graphql.execution import create_source_event_stream
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from equipoise.domain.errors import Refusal
from equipoise.domain.roles import Permission
from equipoise.events.event import Event
from equipoise.events.feed import beginning
from equipoise.events.hub import EventHub
from equipoise.events.kinds import InternalKind
from equipoise.identity.access import Unauthenticated
from equipoise_graphql.context import AccessChanged, RequestContext
from equipoise_graphql.documents.introspection import may_introspect
from equipoise_graphql.documents.read import Document
from equipoise_graphql.errors import ErrorCode, refusal_of
from equipoise_graphql.events.cursors import cursor_at, position_at
from equipoise_graphql.events.wanted import Wanted
from equipoise_graphql.execution import TookTooLong, answer, errors_of
from equipoise_graphql.http.endpoint import GraphQLEndpoint
from equipoise_graphql.http.request import GraphQLRequest
from equipoise_graphql.live.followers import Followers
from equipoise_graphql.live.moment import HearerContext, Moment
from equipoise_graphql.live.shared import Shared
from equipoise_graphql.live.viewer import Viewer
from equipoise_graphql.schema import schema

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Events that are read of at the same time: the other connections to the database are left to requests."""
SHARED = 1_000
"""Answers that others with the same token and the same question may still want."""
AGAIN_SECONDS = 1.0

_AWAY = (InterfaceError, OperationalError, PoolTimeout, ConnectionError)
_encoder = msgspec.json.Encoder()

T = TypeVar("T")


class Answer(NamedTuple):
    """One answer, as JSON; `cursor` is where a subscription has come to with it."""

    body: msgspec.Raw
    cursor: str | None = None


class NotExecuted(Exception):  # noqa: N818 - no accident: it carries what the caller is told
    """The operation could not be begun; `body` says why."""

    def __init__(self, body: dict[str, Any]) -> None:
        super().__init__("not executed")
        self.body = body


@dataclass(frozen=True)
class _Question:
    """A subscription as it was asked."""

    document: Document
    operation_name: str | None
    variables: dict[str, Any] | None

    @cached_property
    def key(self) -> tuple[object, ...]:
        return self.document.sha256, self.operation_name, _encoder.encode(self.variables)


class Operations:
    """Carries out what connections ask; one per process."""

    def __init__(self, graphql: GraphQLEndpoint, hub: EventHub) -> None:
        self.graphql = graphql
        self.hub = hub
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._moments: dict[tuple[UUID, int], Moment] = {}
        self._followers: dict[UUID, Followers] = {}
        self._answers: Shared[msgspec.Raw] = Shared(SHARED)

    async def begin(self, asked: GraphQLRequest, viewer: Viewer, resume: str | None = None) -> AsyncIterator[Answer]:
        """The answers: one of a query or mutation, one for each event of a subscription.

        A subscription has begun with this: nothing that happens from here on is missed, however late the answers are
        taken. `resume` stands in place of its `after`.
        Raises: NotExecuted, Unauthenticated.
        """
        try:
            document = await self.graphql.find(asked, viewer.caller())
            operation = document.choose_operation(asked.operation_name, live=True)
            if operation.operation is not OperationType.SUBSCRIPTION:
                return self._once(asked, viewer)
            if document.errors:
                raise NotExecuted(errors_of(document.errors, ErrorCode.VALIDATION_FAILED))
            self.graphql.bounds.charge(viewer.actor(), document, operation, asked.variables)
            self.graphql.field_use.used(viewer.actor(), document, operation, asked.variables)
            question = _Question(document, asked.operation_name, asked.variables)
            wanted = await self._wanted(question, viewer)
            after = wanted.after if resume is None else resume
            position = await self._beginning(viewer.credentials.tenant_id, after)
        except Unauthenticated:
            raise
        except Refusal as refusal:
            raise NotExecuted({"errors": [refusal_of(refusal)]}) from None
        except GraphQLError as error:
            raise NotExecuted(errors_of([error], ErrorCode.PARSE_FAILED)) from None
        return self._followed(question, wanted, position, viewer)

    async def _beginning(self, tenant_id: UUID, after: str | None) -> int:
        """Raises: InvalidCursor, CursorExpired."""
        position = None if after is None else position_at(tenant_id, after)
        return await beginning(self.graphql.engine, tenant_id, position)

    async def _once(self, asked: GraphQLRequest, viewer: Viewer) -> AsyncIterator[Answer]:
        """Raises: NotExecuted, Unauthenticated."""
        answered = await self.graphql.answer(asked, viewer.caller())
        body = answered.body or {}
        if "data" not in body:
            raise NotExecuted(body)
        yield Answer(msgspec.Raw(_encoder.encode(body)))

    async def _wanted(self, question: _Question, viewer: Viewer) -> Wanted:
        """What the subscription's resolver says that it wants. Raises: NotExecuted, Unauthenticated."""
        while True:
            context = viewer.context()
            try:
                wanted = await _asked_resolver(question, context)
                await context.verify()
            except AccessChanged as changed:
                viewer.take(changed.now)
            else:
                return wanted
            finally:
                await context.close()

    async def _followed(
        self, question: _Question, wanted: Wanted, position: int, viewer: Viewer
    ) -> AsyncIterator[Answer]:
        """Raises: NotExecuted, where it cannot go on; Unauthenticated."""
        tenant_id = viewer.credentials.tenant_id
        try:
            with self._following(viewer) as followers:
                async with self.hub.feed(tenant_id) as feed:
                    async for event in feed.follow(position):
                        if event.kind == InternalKind.ACCESS_CHANGED:
                            if event.id("person") in (None, viewer.access.person_id):
                                await _in_the_end(lambda: followers.verify(viewer, since=time.monotonic()))
                        elif wanted.matches(event, viewer.actor()):
                            body = await _in_the_end(partial(self._answer, event, question, wanted, followers, viewer))
                            yield Answer(body, cursor_at(tenant_id, event.position))
        except Unauthenticated:
            raise
        except Refusal as refusal:
            raise NotExecuted({"errors": [refusal_of(refusal)]}) from None

    async def _answer(
        self, event: Event, question: _Question, wanted: Wanted, followers: Followers, viewer: Viewer
    ) -> msgspec.Raw:
        """Raises: Forbidden, InsufficientScope, Unauthenticated."""
        await followers.verify(viewer)
        actor = viewer.actor()
        actor.require(Permission.READ)
        actor.require(wanted.permission)
        key = (viewer.credentials, viewer.access, event.position, question.key)
        return await self._answers.get(key, lambda: self._executed(event, question, viewer))

    async def _executed(self, event: Event, question: _Question, viewer: Viewer) -> msgspec.Raw:
        async with self._moment(event, viewer) as moment:
            body = await _shown(event, question, HearerContext(viewer, moment))
        cursor = cursor_at(viewer.credentials.tenant_id, event.position)
        return msgspec.Raw(_encoder.encode({**body, "extensions": {"cursor": cursor}}))

    @asynccontextmanager
    async def _moment(self, event: Event, viewer: Viewer) -> AsyncIterator[Moment]:
        key = (viewer.credentials.tenant_id, event.position)
        moment = self._moments.get(key)
        if moment is None:
            moment = self._moments[key] = Moment(viewer, self._turns)
        moment.users += 1
        try:
            yield moment
        finally:
            moment.users -= 1
            if moment.users == 0:
                if self._moments.get(key) is moment:
                    del self._moments[key]
                await moment.close()

    @contextmanager
    def _following(self, viewer: Viewer) -> Iterator[Followers]:
        tenant_id = viewer.credentials.tenant_id
        followers = self._followers.setdefault(tenant_id, Followers(self.graphql.engine, tenant_id))
        followers.viewers[viewer] = followers.viewers.get(viewer, 0) + 1
        try:
            yield followers
        finally:
            followers.viewers[viewer] -= 1
            if followers.viewers[viewer] == 0:
                del followers.viewers[viewer]
            if not followers.viewers and self._followers.get(tenant_id) is followers:
                del self._followers[tenant_id]


async def _in_the_end(attempt: Callable[[], Awaitable[T]]) -> T:
    """What it gives once the database is there."""
    while True:
        try:
            return await attempt()
        except _AWAY as failure:
            log.warning("an event cannot be told: %s; trying again", type(failure).__name__)
            await asyncio.sleep(AGAIN_SECONDS)


async def _shown(event: Event, question: _Question, context: RequestContext) -> dict[str, Any]:
    try:
        return await answer(question.document, question.operation_name, question.variables, context, root=event)
    except TookTooLong as refusal:
        return {"data": None, "errors": [refusal_of(refusal)]}


async def _asked_resolver(question: _Question, context: RequestContext) -> Wanted:
    executor = cast("Any", schema.execution_context_class).build(
        schema._schema,
        question.document.syntax,
        context_value=context,
        raw_variable_values=question.variables,
        operation_name=question.operation_name,
        hide_suggestions=not may_introspect(context.actor, context.settings),
    )
    if isinstance(executor, list):
        raise NotExecuted(errors_of(executor, ErrorCode.BAD_VARIABLES))
    stream = create_source_event_stream(executor)
    found = await stream if isawaitable(stream) else stream
    if isinstance(found, ExecutionResult):
        raise NotExecuted(errors_of(found.errors or [], ErrorCode.BAD_VARIABLES))
    async with aclosing(cast("AsyncGenerator[Wanted, None]", found)) as said:
        return await anext(said)
