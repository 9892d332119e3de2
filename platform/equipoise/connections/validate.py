"""Have a connector look at a configuration before it is kept."""

from dataclasses import dataclass
from uuid import UUID

from equipoise.connections.configuration import Configuration, read_configuration
from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import Connection
from equipoise.connections.setup import Setup, configuration_of
from equipoise.db.lookup import require
from equipoise.db.model import Json
from equipoise.db.session import ReadSession
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class ValidConfiguration:
    """A configuration that its connector accepts; `before` is what it was worked out from, if it replaces one."""

    connector: str
    configuration: Configuration
    before: tuple[Json, bytes | None] | None = None


async def to_replace(session: ReadSession, actor: Actor, connection_id: UUID) -> Connection:
    """The connection, for somebody who may change it. Raises: Forbidden, NotFound."""
    actor.require(Permission.CONNECT_SOURCES)
    return await require(session, Connection, connection_id)


async def validated(
    host: ConnectorHost, actor: Actor, connector: str, config: object, *, replacing: Connection | None = None
) -> ValidConfiguration:
    """Read the configuration and ask the connector whether it is valid. Takes no session: it may last seconds.

    Secrets that `config` leaves out stay as they are in the connection that it replaces.
    Raises: Forbidden, NotFound, Invalid, ConfigRefused, ConnectorFailed, KeyProblem.
    """
    actor.require(Permission.CONNECT_SOURCES)
    specification = (await host.specifications()).require(connector)
    kept = None if replacing is None else configuration_of(replacing, host.keys)
    configuration = read_configuration(config, specification.config_schema, kept)
    await host.validate(Setup(connector, configuration))
    before = None if replacing is None else (replacing.config, replacing.secrets)
    return ValidConfiguration(connector, configuration, before)
