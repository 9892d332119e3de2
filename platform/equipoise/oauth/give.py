"""A person lets a client act: the code with which the client picks that up."""

from datetime import timedelta

from sqlalchemy import and_, delete, or_

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain.scopes import write_scopes
from equipoise.identity.access import hash_of
from equipoise.identity.actor import Actor
from equipoise.oauth.authorization_request import AuthorizationRequest
from equipoise.oauth.identifiers import new_code
from equipoise.oauth.models import OAuthGrant

CODE_LIFETIME = timedelta(seconds=60)
KEPT = timedelta(hours=1)
"""For how long a grant from which nothing can come any more is kept; longer than any access token works."""


async def give(session: TenantSession, actor: Actor, asked: AuthorizationRequest) -> str:
    """The code. It can be used once, by this client, within a minute.

    Raises: InsufficientScope, for who is signed in with a token that is not for everything.
    """
    actor.require_everything("let an application act")
    await _forget_spent(session, actor, asked)
    code = new_code()
    scopes = write_scopes(asked.scopes)
    grant = OAuthGrant(
        id=new_id(),
        client_id=asked.client.id,
        person_id=actor.person_id,
        role=actor.role,
        scopes=scopes,
        redirect_uri=asked.redirect_uri,
        code_hash=hash_of(code),
        code_challenge=asked.code_challenge,
        nonce=asked.nonce,
        created_at=actor.now,
        code_expires_at=actor.now + CODE_LIFETIME,
    )
    session.add(grant)
    record(session, actor, "oauth_grant.given", "oauth_client", asked.client.id, after={"scopes": scopes})
    await session.flush()
    return code


async def _forget_spent(session: TenantSession, actor: Actor, asked: AuthorizationRequest) -> None:
    """Signing in again and again leaves no trail: grants go an hour after their last token could work."""
    before = actor.now - KEPT
    spent = delete(OAuthGrant).where(
        OAuthGrant.tenant_id == session.tenant_id,
        OAuthGrant.person_id == actor.person_id,
        OAuthGrant.client_id == asked.client.id,
        OAuthGrant.created_at < before,
        or_(
            OAuthGrant.ended_at < before,
            OAuthGrant.refresh_expires_at < before,
            and_(OAuthGrant.refresh_expires_at.is_(None), OAuthGrant.code_expires_at < before),
        ),
    )
    await session.execute(spent)
