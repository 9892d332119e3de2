"""Giving a connection the files that it reads."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from equipoise.connections.files import store_file, to_upload
from equipoise.connections.models import Connection, ConnectionFile
from equipoise.db.public_ids import InvalidId, decode
from equipoise.db.session import reading, writing
from equipoise.domain.errors import Forbidden, NotFound, Refusal
from equipoise.identity.access import Unauthenticated
from equipoise.identity.actor import Actor
from equipoise.identity.tokens import authenticate
from equipoise.settings import Settings
from equipoise.web.body import BodyTooLarge, bounded_body
from equipoise.web.credentials import bearer_of

_MEGABYTE = 1024 * 1024
_STATUSES: dict[type[Refusal], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    InvalidId: 404,
    BodyTooLarge: 413,
}


class CrossSite(Forbidden):
    """A request that a page of another site could have sent with the visitor's cookie."""

    code = "CROSS_SITE"


def connection_file_routes(engine: AsyncEngine, settings: Settings, clock: Callable[[], datetime]) -> list[Route]:
    """`PUT /connections/{id}/files/{name}`, the file as the body; one of the same name is replaced."""

    async def put(request: Request) -> Response:
        try:
            actor = await authenticate(engine, bearer_of(request), clock())
            _refuse_cross_site(request)
            file = await _stored(engine, actor, request, settings.upload_mb * _MEGABYTE)
        except Refusal as refusal:
            return _refused(refusal)
        return JSONResponse(
            {
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "uploadedAt": file.uploaded_at.isoformat(),
            }
        )

    return [Route("/connections/{id}/files/{name}", put, methods=["PUT"])]


async def _stored(engine: AsyncEngine, actor: Actor, request: Request, most: int) -> ConnectionFile:
    connection_id: UUID = decode(request.path_params["id"], Connection)
    name = request.path_params["name"]
    async with reading(engine, actor.tenant_id) as session:
        # Before the body is read: who may not upload does not get to send it.
        await to_upload(session, actor, connection_id, name=name)
    content = await bounded_body(request, most)
    async with writing(engine, actor.tenant_id) as session:
        return await store_file(session, actor, connection_id, name=name, content=content)


def _refuse_cross_site(request: Request) -> None:
    """A cookie goes along whoever sends the request; a header of one's own takes a script of this site."""
    if "authorization" not in request.headers and "x-requested-with" not in request.headers:
        raise CrossSite("Send a bearer token, or with a cookie the header X-Requested-With.")


def _refused(refusal: Refusal) -> Response:
    status = next((number for kind, number in _STATUSES.items() if isinstance(refusal, kind)), 400)
    field = {"field": refusal.field} if refusal.field else {}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    error = {"message": refusal.message, "extensions": {**field, "code": refusal.code}}
    return JSONResponse({"errors": [error]}, status, headers)
