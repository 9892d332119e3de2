"""Automatic persisted queries: a client sends a hash, and the document only where the hash is not known."""

from uuid import UUID

from equipoise.domain.errors import Refusal
from equipoise_graphql.documents.cache import FairCache

MOST_BYTES = 8_000_000


class PersistedQueryNotFound(Refusal):
    """The hash is not known (any longer): send it once more, together with the document."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self) -> None:
        # Some clients go by this very message.
        super().__init__("PersistedQueryNotFound")


class PersistedQueryNotSupported(Refusal):
    """A version of the protocol that is not spoken here: send documents in full."""

    code = "PERSISTED_QUERY_NOT_SUPPORTED"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotSupported")


class PersistedQueries:
    """The texts that clients have sent together with their hash. One per process, shared fairly by tenants.

    They are forgotten with the process and when others need the room: the protocol is made for that.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._texts: FairCache[tuple[UUID, str], str] = FairCache(most_bytes)

    def get(self, tenant_id: UUID, sha256: str) -> str | None:
        return self._texts.get((tenant_id, sha256))

    def keep(self, tenant_id: UUID, sha256: str, text: str) -> None:
        self._texts.put((tenant_id, sha256), text, 500 + 4 * len(text), holder=tenant_id)
