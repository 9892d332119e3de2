"""Conditional reads: an answer that cannot have changed is not made again.

An ETag is made of everything that the answer depends on, the organisation's change counter above all. It also says
what the answer showed to whom, so that a view counts as evidence of use although nothing is executed.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from importlib import metadata
from typing import Any
from uuid import UUID

import msgspec

from equipoise.domain.usage import Signal
from equipoise.identity.actor import Actor
from equipoise.tenants.calendar import OrganisationTime
from equipoise_graphql.documents.read import Document
from equipoise_graphql.sdl import sdl

CACHEABLE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie, Accept"}
"""Kept by the person's own browser alone, and never shown without asking us."""

NOT_CACHEABLE = {"Cache-Control": "no-store", "Vary": "Authorization, Cookie, Accept"}

MOST_SUBJECTS = 50
"""An answer that shows more KPIs one by one has no ETag: it would be too long for a header."""

MOST_TAGS = 20
"""Of one If-None-Match that are looked at."""

_HASH_BYTES, _UUID_BYTES = 16, 16
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_SIGNALS = tuple(Signal)
_canonical = msgspec.json.Encoder(decimal_format="number", order="deterministic")

Subjects = Mapping[Signal, list[UUID]]


@dataclass(frozen=True, slots=True)
class ConditionalRead:
    """One cacheable read, at one version of the organisation."""

    basis: bytes

    @classmethod
    def of(cls, asked: "Question", actor: Actor, time: OrganisationTime, version: int | None) -> "ConditionalRead":
        """`version`: of what can be read, as it was before anything was read."""
        depends_on = (
            _served(),
            actor.tenant_id.hex,
            str(version),
            actor.person_id.hex,
            actor.role,
            " ".join(sorted(actor.scopes)) if actor.scopes is not None else "*",
            actor.now.astimezone(UTC).date().isoformat(),
            time.day_of(actor.now).isoformat(),
            asked.media_type,
            asked.document.sha256,
            asked.operation_name or "",
        )
        basis = hashlib.sha256("\0".join(depends_on).encode())
        basis.update(_canonical.encode(asked.variables or {}))
        return cls(basis.digest())

    def etag(self, shown: Subjects) -> str | None:
        """The ETag of the answer that showed these; None where they are too many."""
        subjects = _packed(shown)
        if subjects is None:
            return None
        return f'"{base64.urlsafe_b64encode(self._hash(subjects) + subjects).decode().rstrip("=")}"'

    def unchanged(self, if_none_match: str) -> tuple[str, Subjects] | None:
        """The ETag that the client has of this very answer, with what it shows; None where it has none.

        `*` stands for any answer, also one that showed nothing we know of.
        """
        if if_none_match.strip() == "*":
            return str(self.etag({})), {}
        for tag in _TAG.findall(if_none_match)[:MOST_TAGS]:
            raw = _decoded(tag)
            if raw is not None and raw[:_HASH_BYTES] == self._hash(raw[_HASH_BYTES:]):
                return f'"{tag}"', _unpacked(raw[_HASH_BYTES:])
        return None

    def _hash(self, subjects: bytes) -> bytes:
        return hashlib.sha256(self.basis + subjects).digest()[:_HASH_BYTES]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, whoever asks it."""

    media_type: str
    document: Document
    operation_name: str | None
    variables: Mapping[str, Any] | None


@cache
def _served() -> str:
    """What the same data may look different with: another version of the product or of the schema."""
    return f"{metadata.version('equipoise')} {hashlib.sha256(sdl().encode()).hexdigest()}"


def _packed(shown: Subjects) -> bytes | None:
    """Each signal with its number of subjects and their ids."""
    distinct = {signal: list(dict.fromkeys(ids)) for signal, ids in shown.items() if ids}
    if sum(map(len, distinct.values())) > MOST_SUBJECTS:
        return None
    return b"".join(
        bytes([_SIGNALS.index(signal), len(ids)]) + b"".join(each.bytes for each in ids)
        for signal, ids in distinct.items()
    )


def _unpacked(raw: bytes) -> Subjects:
    """What `_packed` made; its hash has been verified."""
    shown: dict[Signal, list[UUID]] = {}
    place = 0
    while place < len(raw):
        signal, count = _SIGNALS[raw[place]], raw[place + 1]
        place += 2
        shown[signal] = list(_ids(raw[place : place + count * _UUID_BYTES]))
        place += count * _UUID_BYTES
    return shown


def _ids(raw: bytes) -> Iterable[UUID]:
    return (UUID(bytes=raw[at : at + _UUID_BYTES]) for at in range(0, len(raw), _UUID_BYTES))


def _decoded(tag: str) -> bytes | None:
    try:
        raw = base64.b64decode(tag + "=" * (-len(tag) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) >= _HASH_BYTES else None
