"""The strategy map as a picture."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from equipoise.db.public_ids import InvalidId, decode
from equipoise.db.session import reading
from equipoise.domain.errors import Forbidden, Invalid, NotFound, Refusal
from equipoise.domain.roles import Permission
from equipoise.identity.access import Unauthenticated
from equipoise.identity.actor import Actor
from equipoise.identity.tokens import authenticate
from equipoise.strategy.map import maps_of
from equipoise.strategy.map_svg import map_svg
from equipoise.strategy.models import Scorecard
from equipoise.tenants.calendar import organisation_time
from equipoise.web.credentials import bearer_of

_HEADERS = {
    # The picture carries texts that people wrote: whatever they are, nothing in it may run or load anything.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private",
    "Vary": "Authorization, Cookie",
}


def strategy_map_routes(engine: AsyncEngine, clock: Callable[[], datetime]) -> list[Route]:
    """`/scorecards/{id}/map.svg`, with `?on=2026-03-31` for another period than today's."""

    async def show(request: Request) -> Response:
        try:
            actor = await authenticate(engine, bearer_of(request), clock())
            picture = await _picture(engine, actor, request.path_params["id"], request.query_params.get("on"))
        except Unauthenticated as refusal:
            return _refused(refusal, 401, {"WWW-Authenticate": "Bearer"})
        except (InvalidId, NotFound):
            # The same words whether it never was, is gone, or is somebody else's.
            return _refused(NotFound("There is no scorecard with this id."), 404)
        except Refusal as refusal:
            return _refused(refusal, 403 if isinstance(refusal, Forbidden) else 400)
        return Response(picture, headers=_HEADERS, media_type="image/svg+xml")

    return [Route("/scorecards/{id}/map.svg", show)]


async def _picture(engine: AsyncEngine, actor: Actor, scorecard: str, on: str | None) -> str:
    actor.require(Permission.READ)
    scorecard_id = decode(scorecard, Scorecard)
    async with reading(engine, actor.tenant_id) as session:
        day = (await organisation_time(session)).day_of(actor.now) if on is None else _day(on)
        found = (await maps_of(session, [scorecard_id], day)).get(scorecard_id)
    if found is None:
        raise NotFound("There is no scorecard with this id.")
    # The largest maps take half a second to draw: not in the loop that answers everybody else.
    return await asyncio.to_thread(map_svg, found.map, found.warnings, day)


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise Invalid("Write the day as 2026-03-31.", field="on") from None


def _refused(refusal: Refusal, status: int, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{refusal.code}: {refusal.message}\n", status, {**_HEADERS, **(headers or {})})
