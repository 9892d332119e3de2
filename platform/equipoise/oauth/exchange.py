"""What a client presents is exchanged for tokens: a code, a refresh token, or its own secret (RFC 6749, 4 to 6)."""

import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import NoReturn

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy import ColumnElement, select

from equipoise.audit.record import record
from equipoise.db.session import TenantSession
from equipoise.domain.scopes import OF_A_PERSON, Scope, parse_scopes
from equipoise.identity.access import hash_of
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person
from equipoise.oauth.ending import end_grant
from equipoise.oauth.errors import OAuthError, invalid_grant, invalid_request, invalid_scope
from equipoise.oauth.identifiers import new_refresh_token, read_refresh_token
from equipoise.oauth.issue import IssuedTokens, issue_access_token
from equipoise.oauth.lookup import present_person
from equipoise.oauth.models import OAuthClient, OAuthGrant
from equipoise.oauth.parameters import required

REFRESH_LIFETIME = timedelta(days=30)
"""How long a client may be away; each refresh begins it anew."""

challenge_of: Callable[[str], str] = create_s256_code_challenge

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")

Exchange = Callable[[TenantSession, OAuthClient, Mapping[str, str], datetime], Awaitable[IssuedTokens]]


async def exchange(
    session: TenantSession, client: OAuthClient, parameters: Mapping[str, str], now: datetime
) -> IssuedTokens:
    """Tokens for a client that has shown that it is the one.

    Before a refusal nothing is changed but what a replay ends, which has to stay: commit either way.
    Raises: OAuthError.
    """
    asked_for = required(parameters, "grant_type")
    way = _WAYS.get(asked_for)
    if way is None:
        raise OAuthError("unsupported_grant_type", f"The grant types are {', '.join(_WAYS)}.")
    return await way(session, client, parameters, now)


async def redeem_code(
    session: TenantSession, client: OAuthClient, parameters: Mapping[str, str], now: datetime
) -> IssuedTokens:
    """The first tokens for the code of an authorization. A second use ends what came of the first.

    Raises: OAuthError.
    """
    code, redirect_uri = required(parameters, "code"), required(parameters, "redirect_uri")
    verifier = required(parameters, "code_verifier")
    if not _VERIFIER.fullmatch(verifier):
        raise invalid_request("code_verifier has 43 to 128 letters, digits, and - . _ ~.")
    grant = await _locked(session, client, OAuthGrant.code_hash == hash_of(code))
    if grant.redeemed_at is not None:
        await _end_replayed(session, grant, now, "a code was used twice")
    fits = hmac.compare_digest(challenge_of(verifier), grant.code_challenge)
    if grant.ended_at is not None or grant.code_expires_at <= now or grant.redirect_uri != redirect_uri or not fits:
        raise invalid_grant()
    person = await _person(session, grant)

    grant.redeemed_at = now
    scopes = _still_allowed(client, grant)
    return await _issue(session, client, grant, person, scopes=scopes, now=now, nonce=grant.nonce)


async def refresh(
    session: TenantSession, client: OAuthClient, parameters: Mapping[str, str], now: datetime
) -> IssuedTokens:
    """New tokens for a refresh token, which thereby is used up. Using it again ends the whole family.

    Raises: OAuthError.
    """
    presented = read_refresh_token(required(parameters, "refresh_token"))
    if presented is None:
        raise invalid_grant()
    grant = await _locked(session, client, OAuthGrant.family_hash == hash_of(presented.family))
    if not hmac.compare_digest(grant.refresh_hash or b"", hash_of(presented.newest)):
        await _end_replayed(session, grant, now, "a refresh token was used twice")
    if grant.ended_at is not None or grant.refresh_expires_at is None or grant.refresh_expires_at <= now:
        raise invalid_grant()
    person = await _person(session, grant)
    scopes = _narrowed(_still_allowed(client, grant), parameters.get("scope"))
    return await _issue(session, client, grant, person, scopes=scopes, now=now, family=presented.family)


async def client_credentials(
    session: TenantSession, client: OAuthClient, parameters: Mapping[str, str], now: datetime
) -> IssuedTokens:
    """A token with which the client acts for itself, as the service that it was given.

    Raises: OAuthError.
    """
    if client.service_person_id is None:
        raise OAuthError("unauthorized_client", "This client acts for people only.")
    service = await present_person(session, client.service_person_id)
    if service is None:
        raise invalid_grant()
    registered = parse_scopes(client.scopes) or frozenset()
    scopes = _narrowed(registered - OF_A_PERSON, parameters.get("scope"))
    if not scopes:
        raise invalid_scope("The client is registered for no scope that a service can use.")
    token = await issue_access_token(session, client, service, role=service.role, scopes=scopes, now=now)
    return IssuedTokens(client, service, token, scopes)


_WAYS: dict[str, Exchange] = {
    "authorization_code": redeem_code,
    "refresh_token": refresh,
    "client_credentials": client_credentials,
}
GRANT_TYPES = tuple(_WAYS)


async def _locked(session: TenantSession, client: OAuthClient, known_by: ColumnElement[bool]) -> OAuthGrant:
    """The grant, held until the transaction ends: of two uses at once, the second one is a replay."""
    statement = select(OAuthGrant).where(
        OAuthGrant.tenant_id == session.tenant_id, OAuthGrant.client_id == client.id, known_by
    )
    grant = await session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    if grant is None:
        raise invalid_grant()
    return grant


async def _end_replayed(session: TenantSession, grant: OAuthGrant, now: datetime, reason: str) -> NoReturn:
    """Somebody else has it too, and nobody can say who is who. Raises: OAuthError."""
    if grant.ended_at is None:
        await end_grant(session, grant, now)
        person = await present_person(session, grant.person_id)
        if person is not None:
            actor = Actor(session.tenant_id, person.id, grant.role, person.kind, now, origin="oauth")
            after = {"reason": reason}
            record(session, actor, "oauth_grant.ended", "oauth_client", grant.client_id, after=after)
    raise invalid_grant()


async def _person(session: TenantSession, grant: OAuthGrant) -> Person:
    person = await present_person(session, grant.person_id)
    if person is None:
        raise invalid_grant()
    return person


def _still_allowed(client: OAuthClient, grant: OAuthGrant) -> frozenset[Scope]:
    """What the person agreed to and the client may have today."""
    scopes = (parse_scopes(grant.scopes) or frozenset()) & (parse_scopes(client.scopes) or frozenset())
    if not scopes:
        raise invalid_grant()
    return scopes


def _narrowed(scopes: frozenset[Scope], wanted: str | None) -> frozenset[Scope]:
    """Raises: OAuthError, where more is wanted than there is."""
    if wanted is None:
        return scopes
    names = set(wanted.split(" "))
    narrowed = frozenset(scope for scope in scopes if scope in names)
    if len(narrowed) != len(names):
        raise invalid_scope("Only scopes that were given before can be asked for.")
    return narrowed


async def _issue(
    session: TenantSession,
    client: OAuthClient,
    grant: OAuthGrant,
    person: Person,
    *,
    scopes: frozenset[Scope],
    now: datetime,
    family: str | None = None,
    nonce: str | None = None,
) -> IssuedTokens:
    refresh_token = None
    if family is not None or Scope.OFFLINE_ACCESS in scopes:
        refresh_token = new_refresh_token(family)
        grant.family_hash = hash_of(refresh_token.family)
        grant.refresh_hash = hash_of(refresh_token.newest)
        grant.refresh_expires_at = now + REFRESH_LIFETIME
    token = await issue_access_token(session, client, person, role=grant.role, scopes=scopes, now=now, grant=grant)
    return IssuedTokens(client, person, token, scopes, str(refresh_token) if refresh_token else None, nonce)
