"""The files that a connection reads."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.connections.models import Connection, ConnectionFile
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Invalid, NotFound, Refusal
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor

MOST_FILES = 20
MOST_BYTES = 200 * 1024 * 1024
"""Files of one connection, and how large all of them may be: a run has them in memory on their way to its folder."""


class FilesTooLarge(Refusal):
    """The files of a connection are too large together."""

    code = "FILES_TOO_LARGE"


async def store_file(
    session: TenantSession, actor: Actor, connection_id: UUID, *, name: str, content: bytes
) -> ConnectionFile:
    """Keep the file under this name; one that was there under it is replaced.

    The caller bounds the size of the content.
    Raises: Forbidden, NotFound, Invalid, TooMany, FilesTooLarge, TextMissing.
    """
    connection = await to_upload(session, actor, connection_id, name=name, lock=True)
    files = {file.name: file for file in await _files_of(session, connection.id)}
    file = files.get(text.name(name, "name"))
    others = sum(each.size for each in files.values() if each is not file)
    if others + len(content) > MOST_BYTES:
        raise FilesTooLarge(
            f"The files of a connection may have {MOST_BYTES:,} bytes together; remove one first.", field="name"
        )
    facts = {
        "content": content,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "uploaded_at": actor.now,
        "uploaded_by": actor.person_id,
    }
    before = None
    if file is None:
        if len(files) >= MOST_FILES:
            raise TooMany(f"A connection has at most {MOST_FILES} files; remove one first.", field="name")
        file = ConnectionFile(id=new_id(), connection_id=connection.id, name=text.name(name, "name"), **facts)
        session.add(file)
    else:
        before = _shown(file)
        for column, value in facts.items():
            setattr(file, column, value)
    await session.flush()
    record(session, actor, "connection_file.stored", "connection", connection.id, before=before, after=_shown(file))
    return file


async def to_upload(
    session: ReadSession, actor: Actor, connection_id: UUID, *, name: str, lock: bool = False
) -> Connection:
    """The connection that may be given a file of this name: what can be said before the file is sent.

    Raises: Forbidden, NotFound, Invalid, TextMissing, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.CONNECT_SOURCES)
    plain = text.name(name, "name")
    if "/" in plain or "\\" in plain or plain in (".", ".."):
        raise Invalid("The name of a file has no folder in it.", field="name")
    return await require(session, Connection, connection_id, field="connection", lock=lock)


async def remove_file(session: TenantSession, actor: Actor, connection_id: UUID, name: str) -> Connection:
    """Remove a file from the connection.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.CONNECT_SOURCES)
    connection = await require(session, Connection, connection_id, field="connection", lock=True)
    file = next((file for file in await _files_of(session, connection.id) if file.name == name), None)
    if file is None:
        raise NotFound("The connection has no file of this name.", field="name")
    record(session, actor, "connection_file.removed", "connection", connection.id, before=_shown(file))
    await session.delete(file)
    await session.flush()
    return connection


async def _files_of(session: TenantSession, connection_id: UUID) -> Sequence[ConnectionFile]:
    statement = select(ConnectionFile).where(
        ConnectionFile.tenant_id == session.tenant_id, ConnectionFile.connection_id == connection_id
    )
    return (await session.scalars(statement)).all()


def _shown(file: ConnectionFile) -> dict[str, object]:
    return {"name": file.name, "size": file.size, "sha256": file.sha256}
