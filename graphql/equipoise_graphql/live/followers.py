"""Those who follow one organisation, whose access is looked at together: one statement for all of them."""

import asyncio
import time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.connection import reading_connection
from equipoise.identity.access import Unauthenticated, present_all, refused
from equipoise_graphql.live.viewer import Viewer

FRESH_SECONDS = 0.25
"""How old the last look may be when an event is told. A change of access is an event too, and is looked at at once."""


class Followers:
    """Of one organisation."""

    def __init__(self, engine: AsyncEngine, tenant_id: UUID) -> None:
        self.viewers: dict[Viewer, int] = {}
        """With how many subscriptions each follows."""
        self._engine = engine
        self._tenant_id = tenant_id
        self._looking: asyncio.Task[None] | None = None

    async def verify(self, viewer: Viewer, *, since: float | None = None) -> None:
        """Have seen, at or after `since`, or else not long ago, what the viewer's token gives.

        Raises: Unauthenticated, where it works no longer.
        """
        oldest = time.monotonic() - FRESH_SECONDS if since is None else since
        while viewer.seen < oldest and not viewer.over:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look(), name="access of followers")
            # Whoever leaves does not take it away from the others. It may have begun before `since`: then once more.
            await asyncio.shield(self._looking)
        if viewer.over:
            raise refused()

    async def _look(self) -> None:
        begun = time.monotonic()
        viewers = list(self.viewers)
        hashes = {viewer.credentials.secret_hash for viewer in viewers}
        async with reading_connection(self._engine, self._tenant_id) as connection:
            found = await present_all(connection, self._tenant_id, hashes)
        for viewer in viewers:
            try:
                viewer.take(found.get(viewer.credentials.secret_hash), seen=begun)
            except Unauthenticated:
                viewer.over = True
