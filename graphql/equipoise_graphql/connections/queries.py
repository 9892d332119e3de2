"""Reading connections."""

from typing import cast

import strawberry

from equipoise.connections import models
from equipoise.domain.roles import Permission
from equipoise_graphql.connections import compiled
from equipoise_graphql.connections.runs import ConnectionRun
from equipoise_graphql.connections.types import Connection, Connector
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.paging import After, First, page
from equipoise_graphql.paging import Connection as Page


@strawberry.type
class ConnectionQueries:
    """Reading connections. All of it is for those who may connect sources; results of runs are for editors too."""

    @resolved(
        "The kinds of source that can be connected, by their keys; for administrators and owners.", uncounted=True
    )
    async def connectors(self, info: Info) -> list[Connector]:
        info.context.actor.require(Permission.CONNECT_SOURCES)
        found = (await info.context.connectors.specifications()).connectors
        return cast("list[Connector]", [found[key] for key in sorted(found)])

    @resolved(
        "The sources that are connected, in the order in which they were; for administrators and owners.",
        compiled=compiled.connections,
    )
    async def connections(self, info: Info, first: First = 50, after: After = None) -> Page[Connection]:
        info.context.actor.require(Permission.CONNECT_SOURCES)
        return await page(info, models.Connection, first=first, after=after)

    @resolved(
        "One connection; null if there is no such connection. For administrators and owners.",
        compiled=compiled.connection,
    )
    async def connection(self, info: Info, id: Id) -> Connection | None:
        info.context.actor.require(Permission.CONNECT_SOURCES)
        found: Connection | None = await info.context.loaders.row(models.Connection).load(decode(id, models.Connection))
        return found

    @resolved(
        "One run of a connection; null if there is no such run. For editors and above.",
        compiled=compiled.connection_run,
    )
    async def connection_run(self, info: Info, id: Id) -> ConnectionRun | None:
        info.context.actor.require(Permission.RECORD_VALUES)
        found: ConnectionRun | None = await info.context.loaders.row(models.ConnectionRun).load(
            decode(id, models.ConnectionRun)
        )
        return found


QUERIES = (ConnectionQueries,)
