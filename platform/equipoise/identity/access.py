"""What a bearer token gives.

A request goes by what was found for its token the last time, and its first statement finds it anew, in the
transaction that reads or writes: that costs no round trip of its own, and what has been withdrawn is over at once.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from equipoise.domain.errors import Refusal
from equipoise.domain.roles import Role, permissions
from equipoise.domain.scopes import parse_scopes
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind

PREFIX = "eqp"
MOST_KEPT = 20_000
"""Tokens whose access is remembered; the least recently used go first."""


class Unauthenticated(Refusal):
    """No token, or one that does not work (any longer). It is not said which."""

    code = "UNAUTHENTICATED"


class Credentials(NamedTuple):
    """What a token says: whose tenant it is of, and what it is known by there."""

    tenant_id: UUID
    secret_hash: bytes


class Access(NamedTuple):
    """What the database says about a token that works, and about the organisation."""

    token_id: UUID
    token_role: str
    person_id: UUID
    person_role: str
    kind: str
    expires_at: datetime | None
    time_zone: str
    fiscal_first_month: int
    trusted_documents_only: bool
    trusted_documents_version: int
    client_id: UUID | None
    scopes: str | None
    last_used_on: date | None

    def same_as(self, other: "Access | None") -> bool:
        """Whether a request may go by either; the day of the last use is no matter."""
        return other is not None and self[:-1] == other[:-1]

    def permits_as(self, other: "Access") -> bool:
        """Whether both let the same client do the same; how the organisation tells time and whom it trusts aside."""
        return self == other._replace(
            time_zone=self.time_zone,
            fiscal_first_month=self.fiscal_first_month,
            trusted_documents_only=self.trusted_documents_only,
            trusted_documents_version=self.trusted_documents_version,
            last_used_on=self.last_used_on,
        )

    def actor(self, tenant_id: UUID, now: datetime) -> Actor:
        """Who acts, with the lower of the roles of token and person.

        Raises: Unauthenticated, where the token has expired.
        """
        if self.expires_at is not None and self.expires_at <= now:
            raise refused()
        token_role, person_role = Role(self.token_role), Role(self.person_role)
        role = token_role if permissions(token_role) <= permissions(person_role) else person_role
        return Actor(
            tenant_id,
            self.person_id,
            role,
            PersonKind(self.kind),
            now,
            client_id=self.client_id or self.token_id,
            scopes=parse_scopes(self.scopes),
        )


ACCESS = """
    SELECT token.id AS token_id, token.role AS token_role, person.id AS person_id, person.role AS person_role,
           person.kind, token.expires_at, organisation.time_zone, organisation.fiscal_first_month,
           organisation.trusted_documents_only, organisation.trusted_documents_version,
           token.client_id, token.scopes, token.last_used_on
    FROM access_token AS token
    JOIN person ON person.tenant_id = token.tenant_id AND person.id = token.person_id
    JOIN tenant ON tenant.id = token.tenant_id
    JOIN organisation ON organisation.tenant_id = token.tenant_id
    WHERE token.tenant_id = $1::uuid AND token.secret_hash = $2::bytea AND token.revoked_at IS NULL
      AND person.left_at IS NULL AND tenant.state = 'ACTIVE'
"""
"""Columns of `Access`; parameters are the fields of `Credentials`. No row where the token does not work."""

COLUMNS = len(Access._fields)

_ACCESS_OF_ALL = ACCESS.replace("$2::bytea", "ANY ($2::bytea[])").replace(
    "token.last_used_on\n", "token.last_used_on, token.secret_hash\n"
)


def credentials_of(bearer: str) -> Credentials:
    """Raises: Unauthenticated, where this was never a token of ours."""
    prefix, _, rest = bearer.partition("_")
    tenant, _, secret = rest.partition("_")
    if prefix != PREFIX or len(tenant) != 32 or not 20 <= len(secret) <= 100:
        raise refused()
    try:
        return Credentials(UUID(hex=tenant), hash_of(secret))
    except ValueError:
        raise refused() from None


def hash_of(secret: str) -> bytes:
    # The secret is 256 random bits: nothing to guess, so a fast hash is enough.
    return hashlib.sha256(secret.encode()).digest()


def refused() -> Unauthenticated:
    return Unauthenticated("Sign in: send a valid access token as `Authorization: Bearer …`.")


async def present(connection: Any, credentials: Credentials) -> Access | None:
    """What the token gives now, in the tenant's transaction that the driver's connection is in."""
    return access_in(await connection.fetchrow(ACCESS, *credentials))


async def present_all(connection: Any, tenant_id: UUID, hashes: Collection[bytes]) -> dict[bytes, Access]:
    """What each of the tokens known by these hashes gives now; those that do not work are left out."""
    found = await connection.fetch(_ACCESS_OF_ALL, tenant_id, list(hashes))
    return {row["secret_hash"]: Access(*row[:COLUMNS]) for row in found}


def access_in(row: Sequence[Any] | None) -> Access | None:
    """The access at the beginning of a row."""
    return None if row is None else Access(*row[:COLUMNS])


@lru_cache(maxsize=2_000)
def verifying(sql: str, place: int, *, used: bool) -> str:
    """A statement that is answered only to who may ask, and only if anything has changed.

    Before its own columns come those of `Access` and the version of what can be read. Where that is the one given,
    nothing more is read and its own columns are NULL. The parameters from `place` on are the fields of `Credentials`
    and the version; with `used` the version also moves on with evidence of use.
    """
    access = ACCESS.replace("$2::", f"${place + 1}::").replace("$1::", f"${place}::")
    version = f"coalesce(counter.position{' + counter.used' if used else ''}, 0)"
    return f"""
        SELECT access.*, {version}, asked.*
        FROM ({access}) AS access
        LEFT JOIN change_counter AS counter ON counter.tenant_id = ${place}::uuid
        LEFT JOIN LATERAL (
            -- OFFSET keeps the planner from taking the reading out from under its condition.
            SELECT * FROM ({sql}) AS told WHERE {version} IS DISTINCT FROM ${place + 2}::bigint OFFSET 0
        ) AS asked ON true
    """  # noqa: S608 - of statements of ours, and numbers of parameters


class KnownAccess:
    """What was found for tokens the last time. Never to be trusted by itself: what it gives is verified."""

    def __init__(self) -> None:
        self._found: OrderedDict[Credentials, Access] = OrderedDict()

    def get(self, credentials: Credentials) -> Access | None:
        found = self._found.get(credentials)
        if found is not None:
            self._found.move_to_end(credentials)
        return found

    def note(self, credentials: Credentials, access: Access | None) -> None:
        """What was found just now."""
        if access is None:
            self._found.pop(credentials, None)
            return
        self._found[credentials] = access
        if len(self._found) > MOST_KEPT:
            self._found.popitem(last=False)
