"""A client gives back what it was given (RFC 7009)."""

from datetime import datetime

from sqlalchemy import select

from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.events.emit import emit
from equipoise.events.kinds import InternalKind
from equipoise.identity.access import credentials_of, hash_of
from equipoise.identity.models import AccessToken
from equipoise.oauth.ending import end_grant
from equipoise.oauth.identifiers import read_refresh_token
from equipoise.oauth.models import OAuthClient, OAuthGrant


async def give_back(session: TenantSession, client: OAuthClient, token: str, now: datetime) -> None:
    """End a token of this client: a refresh token with all that came of it, an access token by itself.

    A token that is not this client's, or none at all, is left alone without a word.
    """
    refresh_token = read_refresh_token(token)
    if refresh_token is not None:
        known_by = OAuthGrant.family_hash == hash_of(refresh_token.family)
        grants = select(OAuthGrant).where(
            OAuthGrant.tenant_id == session.tenant_id, OAuthGrant.client_id == client.id, known_by
        )
        grant = await session.scalar(grants.with_for_update())
        if grant is not None and grant.ended_at is None:
            await end_grant(session, grant, now)
        return
    try:
        credentials = credentials_of(token)
    except Refusal:
        return
    tokens = select(AccessToken).where(
        AccessToken.tenant_id == session.tenant_id,
        AccessToken.client_id == client.id,
        AccessToken.secret_hash == credentials.secret_hash,
        AccessToken.revoked_at.is_(None),
    )
    row = await session.scalar(tokens.with_for_update())
    if row is not None:
        row.revoked_at = now
        emit(session, now, InternalKind.ACCESS_CHANGED, person=row.person_id)
