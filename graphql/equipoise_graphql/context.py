"""What one request knows: who asks, and its database transactions."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias, TypeVar

import strawberry
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.db.session import ReadSession, TenantSession, writing
from equipoise.identity.actor import Actor
from equipoise.settings import Settings
from equipoise.usage.buffer import UsageBuffer

T = TypeVar("T")


class RequestContext:
    """One request. Reads share one transaction, so that an answer is of one moment; each mutation has its own."""

    def __init__(
        self, engine: AsyncEngine, actor: Actor, usage: UsageBuffer, settings: Settings, connectors: ConnectorHost
    ) -> None:
        from equipoise_graphql.loaders import Loaders  # noqa: PLC0415 - loaders need the context's type

        self.engine = engine
        self.actor = actor
        self.usage = usage
        self.settings = settings
        self.connectors = connectors
        self._loaders_of = Loaders
        self.loaders: Loaders = Loaders(self)
        self._session: ReadSession | None = None
        self._turn = asyncio.Lock()

    async def read(self, query: Callable[[ReadSession], Awaitable[T]]) -> T:
        """Run a query in the request's reading transaction; resolvers that run side by side take turns."""
        async with self._turn:
            if self._session is None:
                self._session = ReadSession(self.engine, self.actor.tenant_id)
            return await query(self._session)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[TenantSession]:
        """A transaction of its own, committed on the way out; what was read before is forgotten."""
        await self.close()
        try:
            async with writing(self.engine, self.actor.tenant_id) as session:
                yield session
        finally:
            self.loaders = self._loaders_of(self)

    async def close(self) -> None:
        """Give the connection back."""
        async with self._turn:
            if self._session is not None:
                session, self._session = self._session, None
                await session.close()


Info: TypeAlias = strawberry.Info[RequestContext, None]
