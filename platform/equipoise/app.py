"""The application put together: one Starlette app over one engine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.middleware import Middleware

from equipoise.connections.host import ConnectorHost
from equipoise.key_ring import KeyRing
from equipoise.oauth.signing import SigningKeys
from equipoise.settings import Environment, Settings
from equipoise.usage.buffer import UsageBuffer
from equipoise.web.accidents import accident
from equipoise.web.connection_files import connection_file_routes
from equipoise.web.console import console_routes
from equipoise.web.health import health_routes
from equipoise.web.oauth_authorize import OAuthAuthorizeRoutes
from equipoise.web.oauth_metadata import oauth_metadata_routes
from equipoise.web.oauth_token import OAuthTokenRoutes
from equipoise.web.registered_origins import CrossOriginApi, RegisteredOrigins
from equipoise.web.sign_in import sign_in_routes
from equipoise.web.strategy_map import strategy_map_routes
from equipoise_graphql.documents.find import DocumentFinder
from equipoise_graphql.documents.persisted import PersistedQueries
from equipoise_graphql.documents.trusted import DocumentCheck, TrustedDocuments
from equipoise_graphql.explorer import explorer
from equipoise_graphql.field_use.buffer import FieldUseBuffer
from equipoise_graphql.http.bounds import Bounds
from equipoise_graphql.http.endpoint import GraphQLEndpoint
from equipoise_graphql.http.methods import graphql_routes
from equipoise_graphql.kept import KeptAnswers
from equipoise_graphql.live.endpoint import LiveEndpoint
from equipoise_graphql.schema import schema


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
    field_use = FieldUseBuffer(
        engine, schema._schema, flush_seconds=settings.usage_flush_seconds, keep_days=settings.field_use_days
    )
    developing = settings.environment is Environment.DEVELOPMENT
    bounds = Bounds.of(settings)
    graphql = GraphQLEndpoint(
        engine,
        usage,
        settings,
        connectors or ConnectorHost(settings),
        bounds,
        DocumentFinder(TrustedDocuments(engine), PersistedQueries(), bounds.first_sights.read, closed=not developing),
        DocumentCheck(),
        clock,
        kept=KeptAnswers(settings.kept_answers_mb * 1_000_000) if settings.kept_answers_mb else None,
        field_use=field_use,
    )

    origins = RegisteredOrigins(engine)
    live = LiveEndpoint(graphql, settings, origins)

    @cache
    def signing_keys() -> SigningKeys:
        return SigningKeys(KeyRing.of(settings))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        usage.start()
        field_use.start()
        try:
            yield
        finally:
            await live.stop()
            await usage.stop()
            await field_use.stop()

    app = Starlette(
        routes=[
            *graphql_routes(graphql, live, explorer=explorer if developing else None),
            *health_routes(engine),
            *sign_in_routes(engine, clock, secure_cookie=not developing),
            *strategy_map_routes(engine, clock),
            *connection_file_routes(engine, settings, clock),
            *console_routes(engine, clock, explorer=developing),
            *OAuthAuthorizeRoutes(engine, settings, clock).routes(),
            *OAuthTokenRoutes(engine, settings, signing_keys, clock).routes(),
            *oauth_metadata_routes(settings, signing_keys),
        ],
        middleware=[Middleware(CrossOriginApi, origins=origins, settings=settings)],
        exception_handlers={Exception: accident},
        lifespan=lifespan,
    )
    app.state.usage = usage
    app.state.field_use = field_use
    app.state.live = live
    return app
