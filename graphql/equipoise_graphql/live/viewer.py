"""Who is at the other end of a connection that stays open."""

import time
from datetime import datetime

from equipoise.db.connection import reading_connection
from equipoise.identity.access import Access, Credentials, present, refused
from equipoise.identity.actor import Actor
from equipoise_graphql.context import Assumed, RequestContext
from equipoise_graphql.http.endpoint import Caller, GraphQLEndpoint


class Viewer:
    """A token and what it gives: looked at again before each event, after each change of access, and now and then."""

    def __init__(self, graphql: GraphQLEndpoint, credentials: Credentials, access: Access, *, console: bool) -> None:
        self.graphql = graphql
        self.credentials = credentials
        self.access = access
        self.console = console
        self.seen = time.monotonic()
        """When it was looked at the last time, on the clock that never jumps."""
        self.over = False

    @classmethod
    async def of(cls, graphql: GraphQLEndpoint, credentials: Credentials, *, console: bool) -> "Viewer":
        """Raises: Unauthenticated."""
        viewer = cls(graphql, credentials, await _access(graphql, credentials), console=console)
        viewer.actor()
        return viewer

    def caller(self) -> Caller:
        """The same for what is answered once."""
        return Caller(self.credentials, self.access, self.now(), self.console)

    def now(self) -> datetime:
        return self.graphql.clock()

    def actor(self) -> Actor:
        """Raises: Unauthenticated, where the token has expired."""
        return self.access.actor(self.credentials.tenant_id, self.now())

    def context(self) -> RequestContext:
        """What one execution knows; its first statement finds out whether the access is still the same.

        Raises: Unauthenticated, where the token has expired.
        """
        graphql = self.graphql
        return RequestContext(
            graphql.engine,
            self.actor(),
            graphql.usage,
            graphql.settings,
            graphql.connectors,
            assumed=Assumed(self.credentials, self.access),
        )

    def take(self, access: Access | None, seen: float | None = None) -> None:
        """Go on by what was found. Raises: Unauthenticated, where the token works no longer."""
        if access is None:
            raise refused()
        self.access, self.seen = access, time.monotonic() if seen is None else seen

    async def look_again(self) -> None:
        """Raises: Unauthenticated."""
        self.take(await _access(self.graphql, self.credentials))


async def _access(graphql: GraphQLEndpoint, credentials: Credentials) -> Access:
    async with reading_connection(graphql.engine, credentials.tenant_id) as connection:
        access = await present(connection, credentials)
    graphql.known.note(credentials, access)
    if access is None:
        raise refused()
    return access
