"""Where the events stand."""

import strawberry

from equipoise.events.log import version_of
from equipoise_graphql.context import Info
from equipoise_graphql.events import compiled
from equipoise_graphql.events.cursors import cursor_at
from equipoise_graphql.fields import resolved


@strawberry.type
class EventQueries:
    """Where the events stand."""

    @resolved(
        "Where the organisation's events stand: subscribe with it as `after` to miss nothing of what happens from now "
        "on. Ask for it before, or first among, what you load to show.",
        compiled=compiled.event_cursor,
    )
    async def event_cursor(self, info: Info) -> str:
        return cursor_at(info.context.actor.tenant_id, await info.context.read(version_of))


QUERIES = (EventQueries,)
