"""How a connection is given the files that it reads."""

from typing import Any

import strawberry

from equipoise.connections import models
from equipoise.connections.files import store_file, to_upload
from equipoise.db.session import TenantSession
from equipoise_graphql.connections.edit import ConnectionPayload
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.mutation import attempt
from equipoise_graphql.uploaded import UploadedFile


@strawberry.input(description="A file for a connection to read.")
class UploadConnectionFileInput:
    """A file for a connection to read."""

    connection: strawberry.ID = strawberry.field(description="The connection that is to read it.")
    file: UploadedFile = strawberry.field(description="The file; one of the same name is replaced.")
    name: str | None = strawberry.field(
        default=None, description="What to call it, at most 200 characters; by default as it was called so far."
    )


@strawberry.type
class ConnectionFileMutations:
    """Giving files to connections."""

    @mutation("Give a connection a file to read. The request is multipart/form-data.")
    async def upload_connection_file(self, info: Info, input: UploadConnectionFileInput) -> ConnectionPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            connection_id = decode(input.connection, models.Connection, "connection")
            name = input.file.name if input.name is None else input.name
            connection = await to_upload(session, info.context.actor, connection_id, name=name)
            await store_file(session, info.context.actor, connection_id, name=name, content=input.file.content())
            return {"connection": connection}

        return await attempt(info, ConnectionPayload, act)
