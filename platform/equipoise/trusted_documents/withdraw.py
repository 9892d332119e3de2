"""Trust documents no longer."""

from collections.abc import Collection
from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.lookup import by_ids
from equipoise.db.session import TenantSession
from equipoise.domain.errors import NotFound
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.tenants.organisation import locked_organisation
from equipoise.trusted_documents.models import TrustedDocument

MOST_AT_ONCE = 1_000


async def withdraw_documents(
    session: TenantSession, actor: Actor, document_ids: Collection[UUID]
) -> list[TrustedDocument]:
    """Trust these documents no longer, all of them or none; the next request with their hash is refused.

    Raises: Forbidden, TooMany, NotFound.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    if len(document_ids) > MOST_AT_ONCE:
        raise TooMany(f"At most {MOST_AT_ONCE:,} documents at once.", field="documents")
    organisation = await locked_organisation(session)
    rows = {row.id: row for row in await by_ids(session, TrustedDocument, document_ids)}
    for place, document_id in enumerate(document_ids):
        if document_id not in rows:
            raise NotFound("There is no trusted document with this id.", field=f"documents.{place}")
    ending = [row for row in rows.values() if row.withdrawn_at is None]
    for row in ending:
        row.withdrawn_at = actor.now
        record(
            session,
            actor,
            "trusted_document.withdrawn",
            "trusted_document",
            row.id,
            before={"sha256": row.sha256.hex(), "name": row.name},
        )
    if ending:
        organisation.trusted_documents_version += 1
    await session.flush()
    return [rows[each] for each in document_ids]
