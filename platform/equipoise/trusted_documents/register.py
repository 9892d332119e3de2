"""Trust documents, so that clients may send their hash instead of them."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.oauth.models import OAuthClient
from equipoise.tenants.organisation import locked_organisation
from equipoise.trusted_documents.models import TrustedDocument

MOST_AT_ONCE = 100
MOST_DOCUMENTS = 10_000
"""Of one organisation, those that were withdrawn not counted."""


class CheckedDocument(NamedTuple):
    """A document that can be executed and is within its bounds."""

    sha256: bytes
    name: str
    """The names of its operations."""
    text: str


Check: TypeAlias = Callable[[str], Awaitable[CheckedDocument]]
"""Reads a document. Raises Refusal where it cannot be executed."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What became of a batch: all of it is trusted, or nothing and each refusal names its document."""

    documents: list[TrustedDocument] = field(default_factory=list)
    registered: int = 0
    """How many were not trusted before."""
    refusals: list[Refusal] = field(default_factory=list)


async def register_documents(
    session: TenantSession,
    actor: Actor,
    texts: Sequence[str],
    check: Check,
    *,
    client_id: UUID | None = None,
) -> Registration:
    """Trust these documents from this client, or from every client; what is trusted already stays so.

    Raises: Forbidden, TooMany, NotFound.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    if len(texts) > MOST_AT_ONCE:
        raise TooMany(f"At most {MOST_AT_ONCE} documents at once; these are {len(texts):,}.", field="documents")
    if client_id is not None:
        await require(session, OAuthClient, client_id, field="client")
    checked, refusals = await _checked(texts, check)
    if refusals:
        return Registration(refusals=refusals)

    organisation = await locked_organisation(session)
    known = await _known(session, client_id, [each.sha256 for each in checked])
    new = {each.sha256: each for each in checked if not _trusted(known.get(each.sha256))}
    if new:
        await _refuse_beyond(session, len(new))
        for sha256, each in new.items():
            known[sha256] = _trust(session, actor, client_id, each, known.get(sha256))
        organisation.trusted_documents_version += 1
        _record(session, actor, client_id, new.values())
    await session.flush()
    return Registration([known[each.sha256] for each in checked], len(new))


async def _checked(texts: Sequence[str], check: Check) -> tuple[list[CheckedDocument], list[Refusal]]:
    checked: list[CheckedDocument] = []
    refusals: list[Refusal] = []
    for place, text in enumerate(texts):
        try:
            checked.append(await check(text))
        except Refusal as refusal:
            refusal.field = f"documents.{place}"
            refusals.append(refusal)
    return checked, refusals


async def _known(
    session: TenantSession, client_id: UUID | None, hashes: Sequence[bytes]
) -> dict[bytes, TrustedDocument]:
    statement = select(TrustedDocument).where(
        TrustedDocument.tenant_id == session.tenant_id,
        TrustedDocument.sha256.in_(hashes),
        TrustedDocument.client_id.is_not_distinct_from(client_id),
    )
    return {row.sha256: row for row in (await session.scalars(statement)).all()}


def _trusted(row: TrustedDocument | None) -> bool:
    return row is not None and row.withdrawn_at is None


async def _refuse_beyond(session: TenantSession, more: int) -> None:
    counted = select(func.count()).where(
        TrustedDocument.tenant_id == session.tenant_id, TrustedDocument.withdrawn_at.is_(None)
    )
    there = await session.scalar(counted) or 0
    if there + more > MOST_DOCUMENTS:
        raise TooMany(
            f"An organisation has at most {MOST_DOCUMENTS:,} trusted documents; with these it would have "
            f"{there + more:,}. Withdraw those that no client sends any longer.",
            field="documents",
        )


def _trust(
    session: TenantSession, actor: Actor, client_id: UUID | None, each: CheckedDocument, row: TrustedDocument | None
) -> TrustedDocument:
    if row is None:
        row = TrustedDocument(
            id=new_id(), client_id=client_id, sha256=each.sha256, name=each.name, text=each.text, last_used_on=None
        )
        session.add(row)
    row.registered_at, row.registered_by, row.withdrawn_at = actor.now, actor.person_id, None
    return row


def _record(
    session: TenantSession, actor: Actor, client_id: UUID | None, documents: Collection[CheckedDocument]
) -> None:
    """One entry for the batch: a frontend's release brings hundreds."""
    record(
        session,
        actor,
        "trusted_documents.registered",
        "oauth_client" if client_id else "organisation",
        client_id or session.tenant_id,
        after={"documents": [{"sha256": each.sha256.hex(), "name": each.name} for each in documents]},
    )
