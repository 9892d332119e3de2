"""Bearer tokens: made once, shown once, kept only as a hash.

A token names its tenant, so that it can be looked up inside that tenant and nowhere else.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.audit.record import record
from equipoise.db.connection import reading_connection
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, writing
from equipoise.domain import text
from equipoise.domain.errors import Forbidden, Invalid
from equipoise.domain.roles import Permission, Role, permissions
from equipoise.domain.scopes import Scope, write_scopes
from equipoise.events.emit import emit
from equipoise.events.kinds import InternalKind
from equipoise.identity.access import PREFIX, credentials_of, hash_of, present, refused
from equipoise.identity.actor import Actor
from equipoise.identity.models import AccessToken, Person, PersonKind

LIFETIME = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; `secret` is what the bearer sends, and cannot be shown again."""

    row: AccessToken
    secret: str


async def create_token(
    session: TenantSession,
    actor: Actor,
    *,
    person_id: UUID,
    name: str,
    role: Role | None = None,
    scopes: Collection[Scope] | None = None,
    lifetime: timedelta | None = LIFETIME,
) -> IssuedToken:
    """A token to act as this person, with the person's role or a lower one, and for these scopes alone if given.

    Raises: NotFound, Forbidden, InsufficientScope, Invalid, TextMissing.
    """
    actor.require_everything("make a token")
    if scopes is not None and not scopes:
        raise Invalid("Give at least one scope, or leave them out for everything.", field="scopes")
    if person_id != actor.person_id:
        actor.require(Permission.MANAGE_PEOPLE)
    person = await require(session, Person, person_id, field="person")
    _refuse_acting_as_another_human(actor, person)
    granted = role or person.role
    if not permissions(granted) <= permissions(person.role):
        raise Forbidden(f"{person.display_name} is {person.role.lower()}; a token cannot be more.", field="role")
    if not permissions(granted) <= permissions(actor.role):
        raise Forbidden("A token cannot do more than who makes it.", field="role")

    secret = secrets.token_urlsafe(32)
    token = AccessToken(
        id=new_id(),
        person_id=person.id,
        name=text.name(name, "name"),
        role=granted,
        scopes=None if scopes is None else write_scopes(scopes),
        secret_hash=hash_of(secret),
        created_at=actor.now,
        expires_at=actor.now + lifetime if lifetime else None,
    )
    session.add(token)
    after = {"name": token.name, "role": granted, "scopes": token.scopes}
    record(session, actor, "token.created", "access_token", token.id, after=after)
    await session.flush()
    return IssuedToken(token, f"{PREFIX}_{session.tenant_id.hex}_{secret}")


async def revoke_token(session: TenantSession, actor: Actor, token_id: UUID) -> AccessToken:
    """End a token now. Repeating it changes nothing.

    Raises: NotFound, Forbidden.
    """
    token = await require(session, AccessToken, token_id, lock=True)
    if token.person_id != actor.person_id:
        actor.require(Permission.MANAGE_PEOPLE)
    if token.revoked_at is None:
        token.revoked_at = actor.now
        record(session, actor, "token.revoked", "access_token", token.id)
        emit(session, actor, InternalKind.ACCESS_CHANGED, person=token.person_id)
    return token


async def authenticate(engine: AsyncEngine, bearer: str, now: datetime) -> Actor:
    """Who sends this token.

    Raises: Unauthenticated.
    """
    credentials = credentials_of(bearer)
    async with reading_connection(engine, credentials.tenant_id) as connection:
        access = await present(connection, credentials)
    if access is None:
        raise refused()
    actor = access.actor(credentials.tenant_id, now)
    if access.last_used_on != now.date():
        await note_use(engine, credentials.tenant_id, access.token_id, now.date())
    return actor


async def note_use(engine: AsyncEngine, tenant_id: UUID, token_id: UUID, today: date) -> None:
    """Once a day, so that a token nobody uses can be told from one that somebody does."""
    async with writing(engine, tenant_id, quiet=True) as session:
        used = update(AccessToken).where(AccessToken.tenant_id == session.tenant_id, AccessToken.id == token_id)
        await session.execute(used.values(last_used_on=today))


def _refuse_acting_as_another_human(actor: Actor, person: Person) -> None:
    """Who held such a token could do things in somebody else's name; only the shell's operator is above that."""
    if person.kind is PersonKind.HUMAN and person.id != actor.person_id and actor.origin != "cli":
        raise Forbidden("Only they themselves can make a token for a person. Make one for a service.", field="person")
