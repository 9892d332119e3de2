"""The key ring that seals the secrets of connections."""

from equipoise.diagnosis.finding import Finding, bad, good
from equipoise.domain.errors import Refusal
from equipoise.key_ring import KeyRing
from equipoise.settings import Settings


def key(settings: Settings) -> Finding:
    """It can be read, and seals and opens again."""
    try:
        ring = KeyRing.of(settings)
        ring.open(ring.seal(b"doctor", context=b"doctor"), context=b"doctor")
    except Refusal as refusal:
        return bad("key", refusal.message, "Restore the key file from a backup, or set EQUIPOISE_KEYS.")
    return good("key", f"{len(ring)} in the ring")
