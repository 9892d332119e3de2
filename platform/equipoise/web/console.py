"""The console's first page: the scorecards of the organisation, with their scores and maps."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from equipoise.db.session import reading
from equipoise.domain.errors import Refusal
from equipoise.identity.tokens import authenticate
from equipoise.strategy.overview import overview
from equipoise.web.credentials import bearer_of
from equipoise.web.pages import page


def console_routes(engine: AsyncEngine, clock: Callable[[], datetime], *, explorer: bool) -> list[Route]:
    """`/console`, for who is signed in."""

    async def show(request: Request) -> Response:
        try:
            actor = await authenticate(engine, bearer_of(request), clock())
            async with reading(engine, actor.tenant_id) as session:
                shown = await overview(session, actor)
        except Refusal:
            return RedirectResponse("/login", 303)
        return page("console.html", overview=shown, explorer=explorer)

    return [Route("/console", show)]
