"""The keys with which ID tokens are signed, one for each key of the installation's ring.

They are derived, so that every process has the same ones and nothing more has to be kept: a key that is put at the
head of the ring signs from then on, and what the one before it signed can be checked for as long as it is in the
ring.
"""

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import ECKey

from equipoise.key_ring import KeyRing
from equipoise.oauth.identifiers import client_name
from equipoise.oauth.issue import LIFETIME, IssuedTokens

ALGORITHM = "ES256"

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (FIPS 186-5): private keys are 1 up to this, itself left out."""
_PURPOSE = b"equipoise id token ES256"
_BYTES = 48
"""Half as many again as the key has, so that every key is as likely as any other (FIPS 186-5, A.2.1)."""


class SigningKeys:
    """The keys of a ring, newest first."""

    def __init__(self, ring: KeyRing) -> None:
        self._keys = [_derived(key) for key in ring.keys.values()]

    def public(self) -> dict[str, Any]:
        """The key set that anybody may have (RFC 7517)."""
        return {"keys": [key.as_dict(private=False, use="sig", alg=ALGORITHM) for key in self._keys]}

    def id_token(self, issued: IssuedTokens, issuer: str, now: datetime) -> str:
        """Who the person is, for the client alone (OpenID Connect Core, 2)."""
        newest = self._keys[0]
        claims = {
            "iss": issuer,
            "sub": str(issued.person.id),
            "aud": client_name(issued.client.tenant_id, issued.client.id),
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "name": issued.person.display_name,
            "email": issued.person.email,
            **({"nonce": issued.nonce} if issued.nonce else {}),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": newest.kid}, claims, newest, algorithms=[ALGORITHM])


def _derived(secret: bytes) -> ECKey:
    number = int.from_bytes(HKDF(hashes.SHA256(), _BYTES, salt=None, info=_PURPOSE).derive(secret))
    key = ECKey.import_key(ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1()))
    key.ensure_kid()
    return key
