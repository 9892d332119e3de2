"""Services that act like people."""

import uuid

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.identity.models import Person, PersonKind
from equipoise.identity.tokens import create_token
from tests.support.api import Api, TestOrganisation


async def service_of(engine: AsyncEngine, organisation: TestOrganisation) -> Api:
    """A service of the organisation with an editor's rights, signed in."""
    async with writing(engine, organisation.tenant_id) as session:
        service = Person(
            id=new_id(),
            display_name="Nightly sync",
            email=f"{uuid.uuid4().hex}@acme.example",
            kind=PersonKind.SERVICE,
            role=Role.EDITOR,
            created_at=organisation.owner.now,
        )
        session.add(service)
        await session.flush()
        token = await create_token(
            session, organisation.owner, person_id=service.id, name="sync", role=Role.EDITOR, lifetime=None
        )
    return Api(organisation.api.client, token.secret)
