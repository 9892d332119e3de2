"""Access tokens for clients: short-lived, of the same form as every other token of ours, and checked like them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain.roles import Role
from equipoise.domain.scopes import Scope, write_scopes
from equipoise.identity.access import PREFIX, hash_of
from equipoise.identity.models import AccessToken, Person
from equipoise.oauth.models import OAuthClient, OAuthGrant

LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class IssuedTokens:
    """What a client receives. `nonce` is what it sent along to find again in the ID token."""

    client: OAuthClient
    person: Person
    access_token: str
    scopes: frozenset[Scope]
    refresh_token: str | None = None
    nonce: str | None = None


async def issue_access_token(
    session: TenantSession,
    client: OAuthClient,
    person: Person,
    *,
    role: Role,
    scopes: frozenset[Scope],
    now: datetime,
    grant: OAuthGrant | None = None,
) -> str:
    """A token to act as this person; those of before that have expired go."""
    grant_id = grant.id if grant else None
    expired = delete(AccessToken).where(
        AccessToken.tenant_id == session.tenant_id,
        AccessToken.client_id == client.id,
        AccessToken.grant_id.is_not_distinct_from(grant_id),
        AccessToken.expires_at < now,
    )
    await session.execute(expired)
    secret = secrets.token_urlsafe(32)
    session.add(
        AccessToken(
            id=new_id(),
            person_id=person.id,
            client_id=client.id,
            grant_id=grant_id,
            name=client.name,
            role=role,
            scopes=write_scopes(scopes),
            secret_hash=hash_of(secret),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    await session.flush()
    return f"{PREFIX}_{session.tenant_id.hex}_{secret}"
