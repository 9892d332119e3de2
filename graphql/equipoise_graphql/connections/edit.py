"""How connections are added, changed, tried out, paused and removed."""

from typing import Any

import strawberry

from equipoise.connections import models
from equipoise.connections.create import add_connection
from equipoise.connections.files import remove_file
from equipoise.connections.update import pause_connection, remove_connection, resume_connection, update_connection
from equipoise.connections.validate import ValidConfiguration, to_replace, validated
from equipoise.db.session import TenantSession
from equipoise_graphql.connections.asking import ask_then_attempt, setup_of
from equipoise_graphql.connections.inputs import (
    AddConnectionInput,
    ConnectionInput,
    RemoveConnectionFileInput,
    UpdateConnectionInput,
)
from equipoise_graphql.connections.types import Connection
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.mutation import Payload, attempt


@strawberry.type(description="The answer of a mutation of a connection.")
class ConnectionPayload(Payload):
    """The answer of a mutation of a connection."""

    connection: Connection | None = strawberry.field(
        default=None, description="The connection as it is now; null if it is gone."
    )


@strawberry.type
class ConnectionMutations:
    """Changing connections."""

    @mutation("Connect a source. Its connector checks the configuration, and names every field that has to change.")
    async def add_connection(self, info: Info, input: AddConnectionInput) -> ConnectionPayload:
        context = info.context

        async def ask() -> ValidConfiguration:
            return await validated(context.connectors, context.actor, input.connector, input.config)

        async def act(session: TenantSession, valid: ValidConfiguration) -> dict[str, Any]:
            added = await add_connection(session, context.actor, context.connectors, name=input.name, valid=valid)
            return {"connection": added}

        return await ask_then_attempt(info, ConnectionPayload, ask, act)

    @mutation("Change a connection. Its connector checks a new configuration.")
    async def update_connection(self, info: Info, input: UpdateConnectionInput) -> ConnectionPayload:
        context = info.context

        async def ask() -> ValidConfiguration | None:
            connection_id = decode(input.id, models.Connection)
            if input.config is None:
                return None
            replacing = await context.read(lambda session: to_replace(session, context.actor, connection_id))
            await context.release()
            return await validated(
                context.connectors, context.actor, replacing.connector, input.config, replacing=replacing
            )

        async def act(session: TenantSession, valid: ValidConfiguration | None) -> dict[str, Any]:
            connection_id = decode(input.id, models.Connection)
            updated = await update_connection(
                session, context.actor, context.connectors, connection_id, name=input.name, valid=valid
            )
            return {"connection": updated}

        return await ask_then_attempt(info, ConnectionPayload, ask, act)

    @mutation("Try whether a run would work: reaches the source and reads nothing. Without user errors it would.")
    async def test_connection(self, info: Info, input: ConnectionInput) -> ConnectionPayload:
        context = info.context

        async def ask() -> None:
            await context.connectors.check(await setup_of(info, decode(input.id, models.Connection)))

        async def act(session: TenantSession, _answer: None) -> dict[str, Any]:
            return {"connection": await to_replace(session, context.actor, decode(input.id, models.Connection))}

        return await ask_then_attempt(info, ConnectionPayload, ask, act)

    @mutation("Run a connection no more until it is resumed.")
    async def pause_connection(self, info: Info, input: ConnectionInput) -> ConnectionPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            connection_id = decode(input.id, models.Connection)
            return {"connection": await pause_connection(session, info.context.actor, connection_id)}

        return await attempt(info, ConnectionPayload, act)

    @mutation("Let a connection run again.")
    async def resume_connection(self, info: Info, input: ConnectionInput) -> ConnectionPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            connection_id = decode(input.id, models.Connection)
            return {"connection": await resume_connection(session, info.context.actor, connection_id)}

        return await attempt(info, ConnectionPayload, act)

    @mutation("Remove a connection with its secrets, files, mappings and runs. The values that it recorded stay.")
    async def remove_connection(self, info: Info, input: ConnectionInput) -> ConnectionPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            await remove_connection(session, info.context.actor, decode(input.id, models.Connection))
            return {}

        return await attempt(info, ConnectionPayload, act)

    @mutation("Remove a file from a connection.")
    async def remove_connection_file(self, info: Info, input: RemoveConnectionFileInput) -> ConnectionPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            connection_id = decode(input.connection, models.Connection, "connection")
            return {"connection": await remove_file(session, info.context.actor, connection_id, input.name)}

        return await attempt(info, ConnectionPayload, act)
