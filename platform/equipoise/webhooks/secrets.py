"""The signing secrets of a webhook, as they are kept and as they are used."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from equipoise.key_ring import KeyRing

OVERLAP = timedelta(days=1)
"""How long after a change messages are signed with both secrets."""


@dataclass(frozen=True, slots=True)
class SigningSecrets:
    """The secret, and the one before it as long as that is still used."""

    current: str
    previous: str | None = None
    previous_until: datetime | None = None

    def at(self, now: datetime) -> list[str]:
        """What to sign with now."""
        if self.previous is None or self.previous_until is None or self.previous_until <= now:
            return [self.current]
        return [self.current, self.previous]

    def followed_by(self, secret: str, now: datetime) -> "SigningSecrets":
        return SigningSecrets(secret, self.current, now + OVERLAP)

    def sealed(self, keys: KeyRing, webhook_id: UUID) -> bytes:
        until = self.previous_until.isoformat() if self.previous_until else None
        plain = json.dumps([self.current, self.previous, until]).encode()
        return keys.seal(plain, context=webhook_id.bytes)


def opened(sealed: bytes, keys: KeyRing, webhook_id: UUID) -> SigningSecrets:
    """Raises: KeyProblem."""
    current, previous, until = json.loads(keys.open(sealed, context=webhook_id.bytes))
    return SigningSecrets(current, previous, datetime.fromisoformat(until) if until else None)
