"""What a connector is given of a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from equipoise.connections.configuration import Configuration
from equipoise.connections.models import Connection, ConnectionFile
from equipoise.db.lookup import require
from equipoise.db.session import ReadSession
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.key_ring import KeyRing


@dataclass(frozen=True, slots=True)
class Setup:
    """Configuration with the secrets in it, and the connection's files by their names."""

    connector: str
    configuration: Configuration
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


async def load_setup(session: ReadSession, keys: KeyRing, connection: Connection) -> Setup:
    """The connection as it is now. Raises: KeyProblem."""
    statement = (
        select(ConnectionFile)
        .where(ConnectionFile.tenant_id == session.tenant_id, ConnectionFile.connection_id == connection.id)
        .options(undefer(ConnectionFile.content))
        .order_by(ConnectionFile.name)
    )
    files = (await session.scalars(statement)).all()
    return Setup(
        connector=connection.connector,
        configuration=configuration_of(connection, keys),
        files={file.name: file.content for file in files},
    )


async def setup_to_ask(
    session: ReadSession, actor: Actor, keys: KeyRing, connection_id: UUID, *, field: str = "id"
) -> Setup:
    """The connection, for somebody who wants its connector asked something; `field` is where its id came in.

    Raises: Forbidden, NotFound, KeyProblem.
    """
    actor.require(Permission.CONNECT_SOURCES)
    return await load_setup(session, keys, await require(session, Connection, connection_id, field=field))


def configuration_of(connection: Connection, keys: KeyRing) -> Configuration:
    """The configuration with its secrets opened. Raises: KeyProblem."""
    sealed = connection.secrets
    opened = None if sealed is None else keys.open(sealed, context=connection.id.bytes)
    return Configuration.of_bytes(connection.config, opened)


def sealed_secrets(connection: Connection, configuration: Configuration, keys: KeyRing) -> bytes | None:
    """The secrets as they are kept: they can be opened for this connection alone."""
    plain = configuration.secrets_as_bytes()
    return None if plain is None else keys.seal(plain, context=connection.id.bytes)
