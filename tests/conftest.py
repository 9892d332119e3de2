"""The application on a real, migrated database; organisations are made as tests need them."""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.app import create_app
from equipoise.connections.host import ConnectorHost
from equipoise.db.engine import application_engine
from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person, PersonKind
from equipoise.identity.tokens import create_token
from equipoise.settings import Settings
from equipoise.tenants.create import create_tenant
from tests.support.api import Api, TestOrganisation
from tests.support.clusters import RUN, TestCluster, opened, shared_folder
from tests.support.connections import Worker
from tests.support.database import migrated_database
from tests.support.routing import STATEMENTS, every_statement_names_its_tenant

__all__ = ["every_statement_names_its_tenant"]

NewOrganisation = Callable[[], Awaitable[TestOrganisation]]
NewPerson = Callable[[TestOrganisation, Role], Awaitable[Api]]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """One folder for this run and everything it makes, which the processes it starts learn of by its name.

    Not pytest's usual one: a run beside this one closes that for other accounts when it starts, and as root the
    servers of the tests belong to another account.
    """
    folder = Path(
        os.environ.setdefault(RUN, str(Path(tempfile.gettempdir()) / f"equipoise-tests-{uuid.uuid4().hex[:12]}"))
    )
    folder.mkdir(mode=0o700, exist_ok=True)
    if config.option.basetemp is None:
        config.option.basetemp = folder / "pytest"


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run removes its folder; by then the others have ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(RUN), ignore_errors=True)


class Clock:
    """The time that the application sees; tests move it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def cluster() -> Iterator[TestCluster]:
    """The product's own PostgreSQL."""
    with opened("embedded", shared_folder()) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def database_url(cluster: TestCluster) -> Iterator[str]:
    """A migrated database of this process, as its superuser."""
    with migrated_database(cluster, shared_folder()) as url:
        yield url


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Connections as the application makes them."""
    engine = application_engine(database_url)
    with STATEMENTS.listening(engine, database_url):
        yield engine
    await engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def connectors(settings: Settings) -> ConnectorHost:
    """The connectors that are installed; a module of tests may have others."""
    return ConnectorHost(settings)


@pytest.fixture
def worker(
    database_url: str, engine: AsyncEngine, settings: Settings, clock: Clock, connectors: ConnectorHost
) -> Worker:
    return Worker(database_url, engine, settings, clock, connectors)


@pytest.fixture
async def app(
    engine: AsyncEngine, settings: Settings, clock: Clock, connectors: ConnectorHost
) -> AsyncIterator[Starlette]:
    app = create_app(engine, settings, clock=clock, connectors=connectors)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://equipoise.test") as client:
        yield client


@pytest.fixture
def new_organisation(engine: AsyncEngine, client: httpx.AsyncClient, clock: Clock) -> NewOrganisation:
    """Makes an organisation whose owner is signed in."""

    async def make() -> TestOrganisation:
        tenant_id = new_id()
        slug = f"org-{uuid.uuid4().hex[:12]}"
        async with writing(engine, tenant_id) as session:
            owner = await create_tenant(
                session, slug=slug, name="Acme", owner_name="Olga Owner", owner_email="olga@acme.example", now=clock.now
            )
            token = await create_token(session, owner, person_id=owner.person_id, name="test", lifetime=None)
        return TestOrganisation(tenant_id, slug, owner, Api(client, token.secret))

    return make


@pytest.fixture
async def organisation(new_organisation: NewOrganisation) -> TestOrganisation:
    return await new_organisation()


@pytest.fixture
def api(organisation: TestOrganisation) -> Api:
    """The owner's access."""
    return organisation.api


@pytest.fixture
def signed_in(engine: AsyncEngine, client: httpx.AsyncClient, clock: Clock) -> NewPerson:
    """Makes a person with a role, signed in."""

    async def make(organisation: TestOrganisation, role: Role) -> Api:
        async with writing(engine, organisation.tenant_id) as session:
            person = Person(
                id=new_id(),
                display_name=f"{role.title()} Person",
                email=f"{uuid.uuid4().hex}@acme.example",
                kind=PersonKind.HUMAN,
                role=role,
                created_at=clock.now,
            )
            session.add(person)
            await session.flush()
            actor = Actor(organisation.tenant_id, person.id, role, PersonKind.HUMAN, clock.now)
            token = await create_token(session, actor, person_id=person.id, name="test", lifetime=None)
        return Api(client, token.secret)

    return make
