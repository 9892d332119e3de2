"""Connect a source."""

from sqlalchemy import func, select

from equipoise.audit.record import record
from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import Connection
from equipoise.connections.setup import sealed_secrets
from equipoise.connections.validate import ValidConfiguration
from equipoise.db.ids import new_id
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Duplicate
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.tenants.organisation import locked_organisation

MOST_CONNECTIONS = 500


async def add_connection(
    session: TenantSession, actor: Actor, host: ConnectorHost, *, name: str, valid: ValidConfiguration
) -> Connection:
    """A new connection, active, without files and mappings.

    Raises: Forbidden, Duplicate, TooMany, TextMissing.
    """
    actor.require(Permission.CONNECT_SOURCES)
    await locked_organisation(session, shared=False)
    title = text.name(name, "name")
    await refuse_taken_name(session, title)
    counted = select(func.count()).select_from(Connection).where(Connection.tenant_id == session.tenant_id)
    if (await session.scalar(counted) or 0) >= MOST_CONNECTIONS:
        raise TooMany(f"An organisation has at most {MOST_CONNECTIONS} connections.", field="name")

    connection = Connection(
        id=new_id(),
        connector=valid.connector,
        name=title,
        config=valid.configuration.public,
        created_at=actor.now,
    )
    connection.secrets = sealed_secrets(connection, valid.configuration, host.keys)
    session.add(connection)
    await session.flush()
    facts = {"name": title, "connector": connection.connector, "config": connection.config}
    record(session, actor, "connection.added", "connection", connection.id, after=facts)
    return connection


async def refuse_taken_name(session: ReadSession, name: str) -> None:
    """Raises: Duplicate."""
    taken = select(Connection.id).where(Connection.tenant_id == session.tenant_id, Connection.name == name)
    if await session.scalar(taken):
        raise Duplicate("There is a connection of this name already.", field="name")
