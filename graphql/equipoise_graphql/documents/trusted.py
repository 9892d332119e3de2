"""Trusted documents: checked when they are registered, found by their hash when a client sends it."""

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from graphql import GraphQLSyntaxError, OperationDefinitionNode
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.errors import Refusal
from equipoise.domain.plans import Limits
from equipoise.domain.text import NAME
from equipoise.identity.actor import Actor
from equipoise.trusted_documents.find import note_use, trusted_document
from equipoise.trusted_documents.register import CheckedDocument
from equipoise.trusted_documents.trust import Trust
from equipoise_graphql.documents.cache import FairCache
from equipoise_graphql.documents.read import check_length, known_document, parsed, sha256_of

TRUSTED_LIMITS = Limits(tokens=3_000, depth=15, aliases=50, fields=3_000, merges=10_000)
"""Somebody of the organisation has looked at them."""

MOST_BYTES = 16_000_000


class NotParsed(Refusal):
    """The text to register is no GraphQL."""

    code = "GRAPHQL_PARSE_FAILED"


class NotValid(Refusal):
    """The document to register does not fit the schema."""

    code = "GRAPHQL_VALIDATION_FAILED"


class DocumentCheck:
    """Reads what is to be registered: one at a time and at half speed, others want answers. One per process."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def __call__(self, text: str) -> CheckedDocument:
        """Raises: NotParsed, NotValid, DocumentTooLarge, DocumentCycle."""
        async with self._turn:
            began = time.perf_counter()
            try:
                return checked(text)
            finally:
                await asyncio.sleep(time.perf_counter() - began)


def checked(text: str) -> CheckedDocument:
    """The document as it can be registered.

    Raises: NotParsed, NotValid with the first thing that is wrong, DocumentTooLarge, DocumentCycle.
    """
    check_length(text, TRUSTED_LIMITS)
    sha256 = sha256_of(text)
    try:
        document = known_document(sha256, TRUSTED_LIMITS) or parsed(text, sha256, TRUSTED_LIMITS)
    except GraphQLSyntaxError as error:
        raise NotParsed(error.message) from None
    if document.errors:
        raise NotValid(document.errors[0].message)
    operations = [node for node in document.syntax.definitions if isinstance(node, OperationDefinitionNode)]
    if not operations:
        raise NotValid("The document has no operation: send fragments together with what uses them.")
    names = ", ".join(node.name.value for node in operations if node.name is not None)
    return CheckedDocument(bytes.fromhex(sha256), names[:NAME], text)


@dataclass(frozen=True, slots=True)
class _Found:
    version: int
    text: str | None = None
    """None where nothing is trusted under this hash."""
    document_id: UUID | None = None
    last_used_on: date | None = None


class TrustedDocuments:
    """What clients may mean by a hash. One per process.

    What was found is gone by for as long as the organisation's trust is at the same version, which every request
    knows for certain: so nothing is looked up again, and what is withdrawn is over at once, in every process.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._found: FairCache[tuple[UUID, UUID | None, str], _Found] = FairCache(MOST_BYTES)

    async def text_of(self, sha256: str, actor: Actor, trust: Trust) -> str | None:
        """The document of this hash, where the organisation trusts the actor's client to send it."""
        if trust.version == 0:
            return None
        key = (actor.tenant_id, actor.client_id, sha256)
        found = self._found.get(key)
        if found is None or found.version != trust.version:
            found = self._keep(key, await self._look_up(sha256, actor, trust))
        if found.document_id is not None and found.last_used_on != actor.today:
            await note_use(self._engine, actor.tenant_id, found.document_id, actor.today)
            self._keep(key, replace(found, last_used_on=actor.today))
        return found.text

    async def _look_up(self, sha256: str, actor: Actor, trust: Trust) -> _Found:
        row = await trusted_document(self._engine, actor.tenant_id, actor.client_id, bytes.fromhex(sha256))
        return _Found(trust.version) if row is None else _Found(trust.version, row.text, row.id, row.last_used_on)

    def _keep(self, key: tuple[UUID, UUID | None, str], found: _Found) -> _Found:
        self._found.put(key, found, 500 + len(found.text or ""), holder=key[0])
        return found
