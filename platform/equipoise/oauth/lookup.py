"""Find the client and the person that a request of OAuth is about, inside one tenant."""

from uuid import UUID

from sqlalchemy import select

from equipoise.db.session import ReadSession
from equipoise.identity.models import Person
from equipoise.oauth.models import OAuthClient
from equipoise.tenants.models import Tenant, TenantState


async def working_client(session: ReadSession, client_id: UUID) -> OAuthClient | None:
    """The client, unless it is disabled or its organisation is suspended."""
    statement = (
        select(OAuthClient)
        .join(Tenant, Tenant.id == OAuthClient.tenant_id)
        .where(
            OAuthClient.tenant_id == session.tenant_id,
            OAuthClient.id == client_id,
            OAuthClient.disabled_at.is_(None),
            Tenant.state == TenantState.ACTIVE,
        )
    )
    return await session.scalar(statement)


async def present_person(session: ReadSession, person_id: UUID) -> Person | None:
    """The person, unless they have left."""
    statement = select(Person).where(
        Person.tenant_id == session.tenant_id, Person.id == person_id, Person.left_at.is_(None)
    )
    return await session.scalar(statement)
