"""Have the database ready and run a coroutine against it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

import equipoise.schema  # noqa: F401 - every table, since those of one command refer to those of others
from equipoise.db.engine import application_engine
from equipoise.db.migrate import pending_revisions
from equipoise.db.session import ReadSession
from equipoise.domain.errors import NotFound, Refusal
from equipoise.domain.roles import Role
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person, PersonKind
from equipoise.installation import Installation, open_installation
from equipoise.settings import Settings
from equipoise.tenants.directory import tenant_id_of

T = TypeVar("T")


class SchemaBehind(Refusal):
    """The database does not have the newest schema."""

    code = "SCHEMA_BEHIND"


class BadSetting(Refusal):
    """An EQUIPOISE_ setting cannot be used."""

    code = "BAD_SETTING"


def read_settings() -> Settings:
    """The settings from the environment.

    Raises: BadSetting, naming each variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"EQUIPOISE_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in error.errors(include_input=False)
        )
        raise BadSetting(problems) from None


def ready_installation() -> Installation:
    """The installation with its schema up to date.

    Raises: SchemaBehind.
    """
    installation = open_installation(read_settings())
    pending = pending_revisions(installation.owner_url)
    if pending:
        raise SchemaBehind(f"{len(pending)} migration(s) are pending. Run `equipoise migrate`, then repeat.")
    return installation


def with_engine(installation: Installation, work: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    """Run `work` with connections as the application role."""

    async def run() -> T:
        async with opened_engine(installation) as engine:
            return await work(engine)

    return asyncio.run(run())


@asynccontextmanager
async def opened_engine(installation: Installation) -> AsyncIterator[AsyncEngine]:
    """Connections as the application role, closed on the way out."""
    engine = application_engine(installation.application_url, pool_size=installation.settings.pool_size)
    try:
        yield engine
    finally:
        await engine.dispose()


async def required_tenant(engine: AsyncEngine, slug: str) -> UUID:
    """Raises: NotFound."""
    tenant_id = await tenant_id_of(engine, slug)
    if tenant_id is None:
        raise NotFound(f"There is no tenant {slug!r}. `equipoise tenant list` shows those there are.")
    return tenant_id


async def operator(session: ReadSession) -> Actor:
    """The operator at the shell acts as the organisation's first owner; the audit log says that it was the shell."""
    owners = select(Person).where(
        Person.tenant_id == session.tenant_id, Person.role == Role.OWNER, Person.left_at.is_(None)
    )
    owner = (await session.scalars(owners.order_by(Person.id).limit(1))).one()
    return Actor(session.tenant_id, owner.id, Role.OWNER, PersonKind.SERVICE, datetime.now(UTC), origin="cli")
