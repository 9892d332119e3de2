"""The application on an engine of the test's choice, for fixtures that outlive one test or leave the usual server."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.app import create_app
from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.identity.tokens import create_token
from equipoise.settings import Settings
from equipoise.tenants.create import create_tenant
from tests.support.api import Api, TestOrganisation


@asynccontextmanager
async def served(engine: AsyncEngine, home: Path, clock: Callable[[], datetime]) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application."""
    app = create_app(engine, Settings(home=home), clock=clock)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://equipoise.test") as client,
    ):
        yield client


async def signed_up(engine: AsyncEngine, client: httpx.AsyncClient, now: datetime) -> TestOrganisation:
    """A new organisation whose owner is signed in."""
    tenant_id = new_id()
    slug = f"org-{tenant_id.hex}"
    async with writing(engine, tenant_id) as session:
        owner = await create_tenant(
            session, slug=slug, name="Acme", owner_name="Olga Owner", owner_email="olga@acme.example", now=now
        )
        token = await create_token(session, owner, person_id=owner.person_id, name="test", lifetime=None)
    return TestOrganisation(tenant_id, slug, owner, Api(client, token.secret))
