"""A server with the demo organisation, for the examples that talk to one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.app import create_app
from equipoise.db.engine import application_engine
from equipoise.db.session import reading, writing
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person
from equipoise.identity.tokens import create_token
from equipoise.settings import Settings
from equipoise.tenants.directory import tenant_id_of
from tests.docs.conftest import PassingTime
from tests.docs.demo_database import copy_of_demo
from tests.support.clusters import TestCluster
from tests.support.listening import listening
from tests.support.oauth import REGISTER


@dataclass(frozen=True)
class DemoServer:
    """Where it is, and what is behind it."""

    address: str
    engine: AsyncEngine
    tenant_id: UUID

    async def token(self, email: str) -> str:
        """A token with which this person signs in."""
        async with reading(self.engine, self.tenant_id) as session:
            person = (await session.scalars(select(Person).where(Person.email == email))).one()
        actor = Actor(self.tenant_id, person.id, person.role, person.kind, PassingTime()())
        async with writing(self.engine, self.tenant_id) as session:
            return (await create_token(session, actor, person_id=person.id, name="browser")).secret

    async def register(self, **asked: Any) -> Any:
        """An application, registered as the guide says by the organisation's owner."""
        headers = {"Authorization": f"Bearer {await self.token('annika@lindmoor.example')}"}
        async with httpx.AsyncClient(base_url=self.address, headers=headers) as client:
            answer = await client.post("/graphql", json={"query": REGISTER, "variables": {"input": asked}})
        made = answer.json()["data"]["registerOauthClient"]
        assert made["userErrors"] == []
        return made


@asynccontextmanager
async def demo_server(cluster: TestCluster, purpose: str, folder: Path) -> AsyncIterator[DemoServer]:
    """The server, on a copy of the demo organisation of its own."""
    with copy_of_demo(cluster, purpose) as url:
        engine = application_engine(url)
        try:
            app = create_app(engine, Settings(home=folder / "home"), clock=PassingTime())
            async with app.router.lifespan_context(app), listening(app) as address:
                tenant_id = await tenant_id_of(engine, "demo")
                assert tenant_id
                yield DemoServer(address, engine, tenant_id)
        finally:
            await engine.dispose()
