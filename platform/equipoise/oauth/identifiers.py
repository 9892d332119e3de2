"""Names and secrets of clients, codes and tokens. Secrets are shown once and kept as hashes.

Each begins with what it is, so that a scanner of source code, or a person, knows one that has leaked.
"""

import re
import secrets
from typing import NamedTuple
from uuid import UUID

_CLIENT = re.compile(r"eqpc_([0-9a-f]{32})_([0-9a-f]{32})")
_REFRESH = re.compile(r"eqpr_([\w-]{43})\.([\w-]{43})", re.ASCII)


class ClientName(NamedTuple):
    """A `client_id` taken apart: it names its tenant, like a token, so that it is looked up there and nowhere else."""

    tenant_id: UUID
    client_id: UUID


class RefreshToken(NamedTuple):
    """The secret that all refresh tokens of a grant have in common, and the one of this token."""

    family: str
    newest: str

    def __str__(self) -> str:
        return f"eqpr_{self.family}.{self.newest}"


def client_name(tenant_id: UUID, client_id: UUID) -> str:
    """What OAuth calls the `client_id`. No secret."""
    return f"eqpc_{tenant_id.hex}_{client_id.hex}"


def read_client_name(text: str) -> ClientName | None:
    found = _CLIENT.fullmatch(text)
    return ClientName(UUID(hex=found[1]), UUID(hex=found[2])) if found else None


def new_client_secret() -> str:
    return f"eqps_{secrets.token_urlsafe(32)}"


def new_code() -> str:
    return f"eqpk_{secrets.token_urlsafe(32)}"


def new_refresh_token(family: str | None = None) -> RefreshToken:
    """The first refresh token of a grant, or the next one of its family."""
    return RefreshToken(family or secrets.token_urlsafe(32), secrets.token_urlsafe(32))


def read_refresh_token(text: str) -> RefreshToken | None:
    found = _REFRESH.fullmatch(text)
    return RefreshToken(found[1], found[2]) if found else None
