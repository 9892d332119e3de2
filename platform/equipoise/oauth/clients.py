"""Administrators register applications, change and disable them."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Conflict, Duplicate, Forbidden, Invalid
from equipoise.domain.roles import Permission, Role, permissions
from equipoise.domain.scopes import Scope, read_scopes, write_scopes
from equipoise.identity.access import hash_of
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person, PersonKind
from equipoise.oauth.ending import end_what_client_has
from equipoise.oauth.identifiers import new_client_secret
from equipoise.oauth.models import ClientKind, OAuthClient
from equipoise.oauth.redirect_uris import MOST, check_redirect_uri, check_web_origin

MOST_CLIENTS = 200
"""Of one organisation."""


class ClientProperties(TypedDict, total=False):
    """What can be changed about a client; what is left out stays as it is."""

    name: str
    redirect_uris: Sequence[str]
    web_origins: Sequence[str]
    scopes: Sequence[str]


@dataclass(frozen=True, slots=True)
class RegisteredClient:
    """A client with the secret that cannot be shown again; None where it has none."""

    row: OAuthClient
    secret: str | None


async def register_client(
    session: TenantSession,
    actor: Actor,
    *,
    name: str,
    kind: ClientKind,
    redirect_uris: Sequence[str],
    web_origins: Sequence[str],
    scopes: Sequence[str],
    service_role: Role | None = None,
) -> RegisteredClient:
    """A new application. With a role it gets a service of its own, as which it may act without a person.

    Raises: Forbidden, Invalid, Duplicate, Conflict, TextMissing.
    """
    _require_rights(actor)
    facts = _checked(name=name, redirect_uris=redirect_uris, web_origins=web_origins, scopes=scopes)
    if service_role is not None and kind is ClientKind.PUBLIC:
        raise Invalid("Only a client that keeps a secret can act for itself.", field="serviceRole")
    if service_role is None and not redirect_uris:
        raise Invalid("Give a redirect URI, or a role to act without a person.", field="redirectUris")
    await _refuse_too_many(session)
    await _refuse_taken(session, facts["name"])

    client_id = new_id()
    service = await _service(session, actor, client_id, facts["name"], service_role) if service_role else None
    secret = new_client_secret() if kind is ClientKind.CONFIDENTIAL else None
    client = OAuthClient(
        id=client_id,
        secret_hash=hash_of(secret) if secret else None,
        service_person_id=service.id if service else None,
        created_at=actor.now,
        **facts,
    )
    session.add(client)
    await session.flush()
    record(session, actor, "oauth_client.registered", "oauth_client", client.id, after={"kind": kind, **facts})
    return RegisteredClient(client, secret)


async def update_client(
    session: TenantSession, actor: Actor, client_id: UUID, **properties: Unpack[ClientProperties]
) -> OAuthClient:
    """Change what is given. Scopes that are taken away are gone with the next token, which is a matter of minutes.

    Raises: Forbidden, NotFound, Invalid, Duplicate, TextMissing.
    """
    _require_rights(actor)
    client = await require(session, OAuthClient, client_id, lock=True)
    facts = _checked(**properties)
    if client.service_person_id is None and facts.get("redirect_uris") == "":
        raise Invalid("The client acts for people only and needs a redirect URI.", field="redirectUris")
    if "name" in facts and facts["name"] != client.name:
        await _refuse_taken(session, facts["name"])
    changed = change(client, facts)
    if changed:
        record(
            session,
            actor,
            "oauth_client.updated",
            "oauth_client",
            client.id,
            before=changed.before,
            after=changed.after,
        )
    return client


async def rotate_client_secret(session: TenantSession, actor: Actor, client_id: UUID) -> RegisteredClient:
    """A new secret; the old one ends now.

    Raises: Forbidden, NotFound, Conflict.
    """
    _require_rights(actor)
    client = await require(session, OAuthClient, client_id, lock=True)
    if client.kind is ClientKind.PUBLIC:
        raise Conflict(f"{client.name} is public: it has no secret.", field="id")
    await _refuse_more_than_own(session, actor, client)
    secret = new_client_secret()
    client.secret_hash = hash_of(secret)
    record(session, actor, "oauth_client.secret_rotated", "oauth_client", client.id)
    return RegisteredClient(client, secret)


async def disable_client(session: TenantSession, actor: Actor, client_id: UUID) -> OAuthClient:
    """The client gets nothing any more, and all it was given ends now. Repeating it changes nothing.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    client = await require(session, OAuthClient, client_id, lock=True)
    if client.disabled_at is None:
        client.disabled_at = actor.now
        await end_what_client_has(session, client.id, actor.now)
        record(session, actor, "oauth_client.disabled", "oauth_client", client.id)
    return client


async def enable_client(session: TenantSession, actor: Actor, client_id: UUID) -> OAuthClient:
    """The client works again; what ended stays ended. Repeating it changes nothing.

    Raises: Forbidden, NotFound.
    """
    _require_rights(actor)
    client = await require(session, OAuthClient, client_id, lock=True)
    await _refuse_more_than_own(session, actor, client)
    if client.disabled_at is not None:
        client.disabled_at = None
        record(session, actor, "oauth_client.enabled", "oauth_client", client.id)
    return client


def is_secret_of(client: OAuthClient, secret: str) -> bool:
    """Whether this is the client's secret."""
    return client.secret_hash is not None and hmac.compare_digest(client.secret_hash, hash_of(secret))


def _require_rights(actor: Actor) -> None:
    actor.require(Permission.MANAGE_PEOPLE)
    actor.require_everything("manage applications")


def _checked(**properties: Unpack[ClientProperties]) -> dict[str, Any]:
    """The columns of what is given, as they are kept."""
    facts: dict[str, Any] = {}
    if "name" in properties:
        facts["name"] = text.name(properties["name"], "name")
    if "redirect_uris" in properties:
        uris = _few(properties["redirect_uris"], "redirectUris")
        facts["redirect_uris"] = " ".join(
            check_redirect_uri(uri, f"redirectUris.{place}") for place, uri in enumerate(uris)
        )
    if "web_origins" in properties:
        origins = _few(properties["web_origins"], "webOrigins")
        facts["web_origins"] = " ".join(
            check_web_origin(origin, f"webOrigins.{place}") for place, origin in enumerate(origins)
        )
    if "scopes" in properties:
        scopes = read_scopes(_few(properties["scopes"], "scopes"), "scopes")
        if not scopes - {Scope.OFFLINE_ACCESS}:
            raise Invalid("Give at least one scope with which something can be done.", field="scopes")
        facts["scopes"] = write_scopes(scopes)
    return facts


def _few(items: Sequence[str], field: str) -> Sequence[str]:
    if len(items) > MOST:
        raise Invalid(f"At most {MOST}; these are {len(items):,}.", field=field)
    return items


async def _refuse_too_many(session: TenantSession) -> None:
    counted = select(func.count()).select_from(OAuthClient).where(OAuthClient.tenant_id == session.tenant_id)
    if (await session.scalar(counted) or 0) >= MOST_CLIENTS:
        raise Conflict(f"An organisation has at most {MOST_CLIENTS} applications; change one that is not needed.")


async def _refuse_taken(session: TenantSession, name: str) -> None:
    """People decide by the name whom they let in."""
    taken = select(OAuthClient.id).where(OAuthClient.tenant_id == session.tenant_id, OAuthClient.name == name)
    if await session.scalar(taken):
        raise Duplicate(f"There is an application of the name {name} already.", field="name")


async def _refuse_more_than_own(session: TenantSession, actor: Actor, client: OAuthClient) -> None:
    """Who holds the secret is the service: nobody takes it over whose own role is less."""
    if client.service_person_id is None:
        return
    service = await require(session, Person, client.service_person_id)
    _refuse_role(actor, service.role, "id")


def _refuse_role(actor: Actor, role: Role, field: str) -> None:
    if not permissions(role) <= permissions(actor.role):
        raise Forbidden(f"The application would be {role.lower()}; you are {actor.role.lower()}.", field=field)


async def _service(session: TenantSession, actor: Actor, client_id: UUID, name: str, role: Role) -> Person:
    _refuse_role(actor, role, "serviceRole")
    service = Person(
        id=new_id(),
        display_name=name,
        email=f"{client_id.hex}@client.invalid",
        kind=PersonKind.SERVICE,
        role=role,
        created_at=actor.now,
    )
    session.add(service)
    await session.flush()
    record(session, actor, "person.added", "person", service.id, after={"email": service.email, "role": role})
    return service
