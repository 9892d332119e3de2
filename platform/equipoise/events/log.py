"""Read the log, in order, from where one has come to."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text

from equipoise.db.session import ReadSession
from equipoise.events.event import Event


class Extent(NamedTuple):
    """From where to where the log can be read."""

    forgotten: int
    """Events up to this position may be gone."""
    position: int
    """The last change: nothing after it has been committed."""


_EXTENT = text("SELECT forgotten, position FROM change_counter WHERE tenant_id = :tenant_id")
_AFTER = text("""
    SELECT position, kind, at, actor_id, data FROM event
    WHERE tenant_id = :tenant_id AND position > :after ORDER BY position LIMIT :most
""")


async def extent(session: ReadSession) -> Extent:
    """How far the log reaches now. An organisation in which nothing was ever changed is at zero."""
    row = (await session.execute(_EXTENT, {"tenant_id": session.tenant_id})).one_or_none()
    return Extent(0, 0) if row is None else Extent(row.forgotten, row.position)


async def version_of(session: ReadSession) -> int:
    """The version of everything that can be read: the same as long as nothing has been changed.

    Read it before what it is to stand for: then it may be older than that, and never newer.
    """
    return (await extent(session)).position


async def events_after(session: ReadSession, position: int, most: int) -> Sequence[Event]:
    """The next events, oldest first."""
    bound = {"tenant_id": session.tenant_id, "after": position, "most": most}
    return [Event(*row) for row in await session.execute(_AFTER, bound)]
