"""What all who hear of one event read of it: one transaction for all of them, and each row once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from equipoise.db.model import Entity, TenantModel
from equipoise.db.session import ReadSession
from equipoise.domain.roles import Permission
from equipoise_graphql.context import RequestContext
from equipoise_graphql.live.viewer import Viewer
from equipoise_graphql.loaders import Loaders

T = TypeVar("T")


class Moment(RequestContext):
    """Open from the first who hears to the last. It takes one of the turns while it holds a transaction."""

    def __init__(self, viewer: Viewer, turns: asyncio.Semaphore) -> None:
        _of_viewer(self, viewer)
        self.users = 0
        self._turns = turns
        self._has_turn = False
        self._beginning = asyncio.Lock()

    async def read(self, query: Callable[[ReadSession], Awaitable[T]]) -> T:
        async with self._beginning:
            if not self._has_turn:
                await self._turns.acquire()
                self._has_turn = True
        return await super().read(query)

    async def close(self) -> None:
        await super().close()
        if self._has_turn:
            self._has_turn = False
            self._turns.release()


class HearerContext(RequestContext):
    """One viewer's execution within the moment. The access has been looked at; rows are the same for everybody."""

    def __init__(self, viewer: Viewer, moment: Moment) -> None:
        _of_viewer(self, viewer)
        self._moment = moment
        self.loaders = _SharedRows(self, moment.loaders)

    async def read(self, query: Callable[[ReadSession], Awaitable[T]]) -> T:
        self.actor.require(Permission.READ)
        return await self._moment.read(query)


def _of_viewer(context: RequestContext, viewer: Viewer) -> None:
    graphql = viewer.graphql
    RequestContext.__init__(
        context, graphql.engine, viewer.actor(), graphql.usage, graphql.settings, graphql.connectors
    )


class _SharedRows(Loaders):
    """Rows by their ids come from the loaders that all share; what may depend on who asks does not."""

    def __init__(self, context: RequestContext, shared: Loaders) -> None:
        super().__init__(context)
        self._shared = shared

    def row(self, model: type[Entity]) -> DataLoader[UUID, Any]:
        return self._shared.row(model)

    def rows_of(self, model: type[TenantModel], key: str, order_by: tuple[str, ...]) -> DataLoader[UUID, Any]:
        return self._shared.rows_of(model, key, order_by)
