"""The application put together: one Starlette app over one engine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.routing import Route

from equipoise.connections.host import ConnectorHost
from equipoise.settings import Environment, Settings
from equipoise.usage.buffer import UsageBuffer
from equipoise.web.accidents import accident
from equipoise.web.connection_files import connection_file_routes
from equipoise.web.console import console_routes
from equipoise.web.health import health_routes
from equipoise.web.sign_in import sign_in_routes
from equipoise.web.strategy_map import strategy_map_routes
from equipoise_graphql.graphiql import graphiql
from equipoise_graphql.http.endpoint import GraphQLEndpoint


def wall_clock() -> datetime:
    return datetime.now(UTC)


def create_app(
    engine: AsyncEngine,
    settings: Settings,
    *,
    clock: Callable[[], datetime] = wall_clock,
    connectors: ConnectorHost | None = None,
) -> Starlette:
    """Everything that answers HTTP. The engine is the caller's, who also disposes of it."""
    usage = UsageBuffer(engine, flush_seconds=settings.usage_flush_seconds)
    graphql = GraphQLEndpoint(engine, usage, settings, connectors or ConnectorHost(settings), clock)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        usage.start()
        try:
            yield
        finally:
            await usage.stop()

    developing = settings.environment is Environment.DEVELOPMENT
    app = Starlette(
        routes=[
            Route("/graphql", graphql.post, methods=["POST"]),
            *([Route("/graphql", graphiql)] if developing else []),
            *health_routes(engine),
            *sign_in_routes(engine, clock, secure_cookie=not developing),
            *strategy_map_routes(engine, clock),
            *connection_file_routes(engine, settings, clock),
            *console_routes(engine, clock, graphiql=developing),
        ],
        exception_handlers={Exception: accident},
        lifespan=lifespan,
    )
    app.state.usage = usage
    return app
