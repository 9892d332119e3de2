"""What was given ends: the tokens at once, and nothing new comes of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update

from equipoise.db.session import TenantSession
from equipoise.events.emit import emit
from equipoise.events.kinds import InternalKind
from equipoise.identity.models import AccessToken
from equipoise.oauth.models import OAuthConsent, OAuthGrant


async def end_grant(session: TenantSession, grant: OAuthGrant, now: datetime) -> None:
    """This one grant, with all that came of it."""
    grant.ended_at = now
    await _revoke(session, now, AccessToken.client_id == grant.client_id, AccessToken.grant_id == grant.id)
    emit(session, now, InternalKind.ACCESS_CHANGED, person=grant.person_id)


async def end_what_client_has(session: TenantSession, client_id: UUID, now: datetime) -> None:
    """Everything that the client was given, by whomever."""
    await _end(session, now, OAuthGrant.client_id == client_id)
    await _revoke(session, now, AccessToken.client_id == client_id)
    emit(session, now, InternalKind.ACCESS_CHANGED)


async def end_what_person_gave(session: TenantSession, person_id: UUID, client_id: UUID, now: datetime) -> None:
    """Everything that the person let the client do; next time they are asked again."""
    await _end(session, now, OAuthGrant.person_id == person_id, OAuthGrant.client_id == client_id)
    await _revoke(session, now, AccessToken.person_id == person_id, AccessToken.client_id == client_id)
    emit(session, now, InternalKind.ACCESS_CHANGED, person=person_id)
    await session.execute(
        delete(OAuthConsent).where(
            OAuthConsent.tenant_id == session.tenant_id,
            OAuthConsent.person_id == person_id,
            OAuthConsent.client_id == client_id,
        )
    )


async def _end(session: TenantSession, now: datetime, *which: ColumnElement[bool]) -> None:
    grants = update(OAuthGrant).where(OAuthGrant.tenant_id == session.tenant_id, OAuthGrant.ended_at.is_(None), *which)
    await session.execute(grants.values(ended_at=now))


async def _revoke(session: TenantSession, now: datetime, *which: ColumnElement[bool]) -> None:
    tokens = update(AccessToken).where(
        AccessToken.tenant_id == session.tenant_id, AccessToken.revoked_at.is_(None), *which
    )
    await session.execute(tokens.values(revoked_at=now))
