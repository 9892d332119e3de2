"""What people agreed to, so that they need not be asked again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain.errors import NotFound
from equipoise.domain.scopes import Scope, parse_scopes, write_scopes
from equipoise.identity.actor import Actor
from equipoise.oauth.ending import end_what_person_gave
from equipoise.oauth.models import OAuthClient, OAuthConsent


async def agreed_scopes(session: ReadSession, person_id: UUID, client_id: UUID) -> frozenset[Scope]:
    """What the person let the client have before."""
    statement = select(OAuthConsent.scopes).where(
        OAuthConsent.tenant_id == session.tenant_id,
        OAuthConsent.person_id == person_id,
        OAuthConsent.client_id == client_id,
    )
    return parse_scopes(await session.scalar(statement)) or frozenset()


async def remember_consent(session: TenantSession, actor: Actor, client: OAuthClient, scopes: frozenset[Scope]) -> None:
    """The person agreed to these scopes, beside those of before."""
    before = await agreed_scopes(session, actor.person_id, client.id)
    together = write_scopes(before | scopes)
    given = insert(OAuthConsent).values(
        tenant_id=session.tenant_id,
        id=new_id(),
        person_id=actor.person_id,
        client_id=client.id,
        scopes=together,
        given_at=actor.now,
    )
    await session.execute(
        given.on_conflict_do_update(
            index_elements=["tenant_id", "person_id", "client_id"],
            set_={"scopes": given.excluded.scopes, "given_at": given.excluded.given_at},
        )
    )
    record(
        session,
        actor,
        "oauth_consent.given",
        "oauth_client",
        client.id,
        before={"scopes": write_scopes(before)},
        after={"scopes": together},
    )


async def withdraw_consent(session: TenantSession, actor: Actor, client_id: UUID) -> OAuthClient:
    """The application may act for this person no more, from now on.

    Raises: NotFound, also where there is nothing to withdraw; InsufficientScope.
    """
    actor.require_everything("withdraw your consent")
    client = await require(session, OAuthClient, client_id)
    held = select(func.count()).where(
        OAuthConsent.tenant_id == session.tenant_id,
        OAuthConsent.person_id == actor.person_id,
        OAuthConsent.client_id == client_id,
    )
    if not await session.scalar(held):
        raise NotFound("You have not let this application do anything.", field="id")
    await end_what_person_gave(session, actor.person_id, client_id, actor.now)
    record(session, actor, "oauth_consent.withdrawn", "oauth_client", client_id)
    return client


async def applications_of(session: ReadSession, person_id: UUID) -> Sequence[tuple[OAuthConsent, OAuthClient]]:
    """The applications that the person lets act, in the order of their names."""
    statement = (
        select(OAuthConsent, OAuthClient)
        .join(
            OAuthClient,
            (OAuthClient.tenant_id == OAuthConsent.tenant_id) & (OAuthClient.id == OAuthConsent.client_id),
        )
        .where(OAuthConsent.tenant_id == session.tenant_id, OAuthConsent.person_id == person_id)
        .order_by(OAuthClient.name)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]
