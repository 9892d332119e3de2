"""Change, pause, resume and remove a connection."""

from typing import Any
from uuid import UUID

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.connections.create import refuse_taken_name
from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import Connection, ConnectionState
from equipoise.connections.setup import sealed_secrets
from equipoise.connections.validate import ValidConfiguration
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Conflict
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor


async def update_connection(
    session: TenantSession,
    actor: Actor,
    host: ConnectorHost,
    connection_id: UUID,
    *,
    name: str | None = None,
    valid: ValidConfiguration | None = None,
) -> Connection:
    """Change what is given. The audit log says that secrets were changed, never what they are.

    Raises: Forbidden, NotFound, Duplicate, TextMissing, Conflict when somebody else has changed the configuration.
    """
    actor.require(Permission.CONNECT_SOURCES)
    connection = await require(session, Connection, connection_id, lock=True)
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = text.name(name, "name")
        if wanted["name"] != connection.name:
            await refuse_taken_name(session, wanted["name"])
    if valid is not None:
        if valid.before != (connection.config, connection.secrets):
            raise Conflict(
                "Somebody else has changed the configuration. Look at it again, then repeat.", field="config"
            )
        wanted["config"] = valid.configuration.public
        connection.secrets = sealed_secrets(connection, valid.configuration, host.keys)
    changed = change(connection, wanted)
    if changed or valid is not None:
        record(
            session,
            actor,
            "connection.updated",
            "connection",
            connection.id,
            before=changed.before,
            after=changed.after,
        )
    return connection


async def pause_connection(session: TenantSession, actor: Actor, connection_id: UUID) -> Connection:
    """Run it no more until it is resumed; runs that wait will fail. Repeating it changes nothing.

    Raises: Forbidden, NotFound.
    """
    return await _put(session, actor, connection_id, ConnectionState.PAUSED, "connection.paused")


async def resume_connection(session: TenantSession, actor: Actor, connection_id: UUID) -> Connection:
    """Let it run again. Repeating it changes nothing.

    Raises: Forbidden, NotFound.
    """
    return await _put(session, actor, connection_id, ConnectionState.ACTIVE, "connection.resumed")


async def remove_connection(session: TenantSession, actor: Actor, connection_id: UUID) -> None:
    """Remove it with its configuration, secrets, files, mappings and the history of its runs. Its values stay.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.CONNECT_SOURCES)
    connection = await require(session, Connection, connection_id, lock=True)
    facts = {"name": connection.name, "connector": connection.connector, "config": connection.config}
    record(session, actor, "connection.removed", "connection", connection.id, before=facts)
    await session.delete(connection)
    await session.flush()


async def _put(
    session: TenantSession, actor: Actor, connection_id: UUID, state: ConnectionState, action: str
) -> Connection:
    actor.require(Permission.CONNECT_SOURCES)
    connection = await require(session, Connection, connection_id, lock=True)
    changed = change(connection, {"state": state})
    if changed:
        record(session, actor, action, "connection", connection.id, before=changed.before, after=changed.after)
    return connection
