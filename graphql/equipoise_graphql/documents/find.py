"""Which document a request asks for: a text, the hash of a trusted one, or the hash of one that was sent before."""

import re
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias
from uuid import UUID

from equipoise.domain.errors import Refusal
from equipoise.domain.plans import Limits
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.trusted_documents.trust import Trust
from equipoise_graphql.documents.persisted import (
    PersistedQueries,
    PersistedQueryNotFound,
    PersistedQueryNotSupported,
)
from equipoise_graphql.documents.read import LIMITS, Document, sha256_of
from equipoise_graphql.documents.trusted import TRUSTED_LIMITS, TrustedDocuments

Reader: TypeAlias = Callable[[UUID, str, Limits], Awaitable[Document]]
"""Parses, measures and validates a text for an organisation. Raises GraphQLSyntaxError, Refusal."""

_SHA256 = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


class UnknownDocument(Refusal):
    """No document is trusted under this id; or it is another client's or another organisation's."""

    code = "UNKNOWN_DOCUMENT"


class UntrustedDocument(Refusal):
    """The organisation lets clients send nothing but trusted documents, and this is none."""

    code = "UNTRUSTED_DOCUMENT"


class DocumentHashMismatch(Refusal):
    """The request names two different documents."""

    code = "DOCUMENT_HASH_MISMATCH"


class PersistedQuery(Protocol):
    """`extensions.persistedQuery`."""

    @property
    def version(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class NamesDocument(Protocol):
    """The part of a request that says which document it is about: at least one of the three."""

    @property
    def query(self) -> str | None: ...
    @property
    def document_id(self) -> str | None: ...
    @property
    def persisted_query(self) -> PersistedQuery | None: ...


class DocumentFinder:
    """Finds the documents of requests. One per process.

    `closed` says that organisations may close their API to documents that they do not trust: in development they
    cannot, because there documents are written.
    """

    def __init__(self, trusted: TrustedDocuments, persisted: PersistedQueries, read: Reader, *, closed: bool) -> None:
        self._trusted = trusted
        self._persisted = persisted
        self._read = read
        self._closed = closed

    async def find(
        self, asked: NamesDocument, actor: Actor, trust: Trust, limits: Limits = LIMITS, *, console: bool = False
    ) -> Document:
        """The document, within `limits` unless it is trusted; `console`: the request came with the console's cookie.

        Raises: UnknownDocument, UntrustedDocument, DocumentHashMismatch, PersistedQueryNotFound,
        PersistedQueryNotSupported, DocumentTooLarge, DocumentCycle, GraphQLSyntaxError.
        """
        sha256 = _hash_named_by(asked)
        closed = self._closed and trust.only and not (console and actor.may(Permission.MANAGE_PEOPLE))
        if sha256 is not None or closed:
            sha256 = sha256 or sha256_of(asked.query or "")
            trusted = await self._trusted.text_of(sha256, actor, trust)
            if trusted is not None:
                return await self._read(actor.tenant_id, trusted, TRUSTED_LIMITS)
            if closed:
                raise UntrustedDocument(
                    "Your organisation lets clients send only documents that are registered, and this is none. An "
                    "administrator registers it with registerTrustedDocuments."
                )
        if asked.persisted_query is not None:
            return await self._read_persisted(asked.persisted_query, asked.query, actor, limits)
        if asked.query is None:
            raise UnknownDocument(
                "No document is registered for this client under this id. Register it, or send it as query.",
                field="documentId",
            )
        return await self._read(actor.tenant_id, asked.query, limits)

    async def _read_persisted(
        self, persisted: PersistedQuery, given: str | None, actor: Actor, limits: Limits
    ) -> Document:
        text = self._persisted.get(actor.tenant_id, persisted.sha256) if given is None else given
        if text is None:
            raise PersistedQueryNotFound
        document = await self._read(actor.tenant_id, text, limits)
        if given is not None and not document.errors:
            self._persisted.keep(actor.tenant_id, persisted.sha256, text)
        return document


def _hash_named_by(asked: NamesDocument) -> str | None:
    """The one hash that the request names in whichever ways; None where it only has a text."""
    hashes = set()
    if asked.document_id is not None:
        named = _SHA256.fullmatch(asked.document_id)
        if named is None:
            raise UnknownDocument(
                "A document's id is `sha256:` and 64 hexadecimal digits in small letters.", field="documentId"
            )
        hashes.add(named[1])
    if asked.persisted_query is not None:
        if asked.persisted_query.version != 1:
            raise PersistedQueryNotSupported
        hashes.add(asked.persisted_query.sha256)
    if hashes and asked.query is not None:
        hashes.add(sha256_of(asked.query))
    if len(hashes) > 1:
        raise DocumentHashMismatch(
            "The hashes that you send are not of one document: send the SHA-256 of query in UTF-8."
        )
    return next(iter(hashes), None)
