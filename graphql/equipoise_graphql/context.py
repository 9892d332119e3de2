"""What one request knows: who asks, and its database transactions."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import strawberry
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.db.connection import reading_connection
from equipoise.db.session import ReadSession, TenantSession, writing
from equipoise.domain.roles import Permission
from equipoise.identity.access import ACCESS, COLUMNS, Access, Credentials, Unauthenticated, access_in, verifying
from equipoise.identity.actor import Actor
from equipoise.settings import Settings
from equipoise.trusted_documents.register import Check
from equipoise.usage.buffer import UsageBuffer
from equipoise.usage.noted import NotedViews
from equipoise_graphql.kept import KeptAnswers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Assumed:
    """The access that a request goes by until its first statement has found the same."""

    credentials: Credentials
    access: Access


class AccessChanged(Unauthenticated):
    """The access is not what the request went by; `now` is what it is, None where the token works no longer."""

    def __init__(self, now: Access | None) -> None:
        super().__init__("Your access has just changed. Look at what was done, and repeat the rest.")
        self.now = now


class RequestContext:
    """One request. Reads share one transaction, so that an answer is of one moment; each mutation has its own.

    Without `assumed` the actor has been found in the database already.
    """

    check_document: Check
    """How a document that is to be trusted is read; set where requests come in."""

    def __init__(
        self,
        engine: AsyncEngine,
        actor: Actor,
        usage: UsageBuffer,
        settings: Settings,
        connectors: ConnectorHost,
        *,
        assumed: Assumed | None = None,
        kept: KeptAnswers | None = None,
    ) -> None:
        from equipoise_graphql.loaders import Loaders  # noqa: PLC0415 - loaders need the context's type

        self.engine = engine
        self.actor = actor
        self.usage: UsageBuffer | NotedViews = usage
        self.settings = settings
        self.connectors = connectors
        self.assumed = assumed
        self.kept = kept
        self._loaders_of = Loaders
        self.loaders: Loaders = Loaders(self)
        self._session: ReadSession | None = None
        self._turn = asyncio.Lock()
        self._verified = assumed is None
        self._changed: AccessChanged | None = None
        self._wrote = False
        self._over = False

    async def read(self, query: Callable[[ReadSession], Awaitable[T]]) -> T:
        """Run a query in the request's reading transaction; resolvers that run side by side take turns.

        Raises: InsufficientScope.
        """
        self.actor.require(Permission.READ)
        async with self._turn:
            return await query(await self._reading())

    async def fetch(self, sql: str, values: Sequence[object]) -> Sequence[Any]:
        """The one row of a compiled statement.

        If it is the first statement of the request, who asks is verified by the same statement.
        Raises: InsufficientScope.
        """
        return (await self.fetch_changed(sql, values))[1]

    async def fetch_changed(
        self, sql: str, values: Sequence[object], *, since: int | None = None, used: bool = False
    ) -> tuple[int | None, Sequence[Any]]:
        """The same, with the version that the row was read at; where that is `since`, the row is all NULL.

        The version is None where it was not asked for in the same statement. `used`: it covers evidence of use too.
        """
        self.actor.require(Permission.READ)
        async with self._turn:
            if self._session is not None or self.assumed is None:
                connection = await (await self._reading()).connection()
                row = (await connection.exec_driver_sql(sql, tuple(values))).one()  # composed SQL: by the planner
                return None, row
            credentials = self.assumed.credentials
            async with reading_connection(self.engine, credentials.tenant_id) as driver:
                verified = verifying(sql, len(values) + 1, used=used)
                found = await driver.fetchrow(verified, *values, *credentials, since)
            self._verify(access_in(found))
            return found[COLUMNS], tuple(found[COLUMNS + 1 :])

    @asynccontextmanager
    async def write(self) -> AsyncIterator[TenantSession]:
        """A transaction of its own, committed on the way out; what was read before is forgotten."""
        await self.release()
        try:
            async with writing(self.engine, self.actor.tenant_id) as session:
                await self._enter(session)
                self._wrote = True
                yield session
        finally:
            self.loaders = self._loaders_of(self)

    async def verify(self) -> None:
        """To be called before the answer leaves: no statement may have been necessary, or the first one failed.

        Raises: AccessChanged, where the request has to begin anew.
        """
        if not self._verified and self._changed is None:
            async with self._turn:
                await self._reading()
        if self._changed is not None and not self._wrote:
            raise self._changed

    async def close(self) -> None:
        """The request is over: give the connection back, and let nobody take another.

        A failing field can leave resolvers and loaders behind that have not noticed yet.
        """
        self._over = True
        await self.release()

    async def release(self) -> None:
        """Give the connection back for now."""
        async with self._turn:
            if self._session is not None:
                session, self._session = self._session, None
                await session.close()

    async def _reading(self) -> ReadSession:
        if self._over:
            raise asyncio.CancelledError("the request is over")
        if self._session is None:
            self._session = ReadSession(self.engine, self.actor.tenant_id)
            await self._enter(self._session)
        return self._session

    async def _enter(self, session: ReadSession) -> None:
        """The first statement of every transaction: what was assumed when the request came is true in it."""
        if self.assumed is not None:
            connection = await session.connection()
            found = await connection.exec_driver_sql(ACCESS, self.assumed.credentials)  # composed SQL: a constant
            self._verify(access_in(found.one_or_none()))

    def _verify(self, found: Access | None) -> None:
        if self.assumed is None or self.assumed.access.same_as(found):
            self._verified = True
            return
        if self._wrote and found is not None and found.permits_as(self.assumed.access):
            # The organisation is another than before: this very request may have made it so.
            self.assumed = Assumed(self.assumed.credentials, found)
            return
        self._changed = AccessChanged(found)
        raise self._changed


Info: TypeAlias = strawberry.Info[RequestContext, None]
