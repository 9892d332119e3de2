"""Which document a client means by a hash."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import reading, writing
from equipoise.trusted_documents.models import TrustedDocument


async def trusted_document(
    engine: AsyncEngine, tenant_id: UUID, client_id: UUID | None, sha256: bytes
) -> TrustedDocument | None:
    """What the organisation trusts this client to send, be it the client alone or every client."""
    statement = select(TrustedDocument).where(
        TrustedDocument.tenant_id == tenant_id,
        TrustedDocument.sha256 == sha256,
        TrustedDocument.withdrawn_at.is_(None),
        or_(TrustedDocument.client_id.is_(None), TrustedDocument.client_id == client_id),
    )
    async with reading(engine, tenant_id) as session:
        return (await session.scalars(statement.order_by(TrustedDocument.client_id).limit(1))).one_or_none()


async def note_use(engine: AsyncEngine, tenant_id: UUID, document_id: UUID, today: date) -> None:
    """Once a day, so that a document that no client sends any longer can be told from one that some client does."""
    async with writing(engine, tenant_id, quiet=True) as session:
        used = update(TrustedDocument).where(
            TrustedDocument.tenant_id == tenant_id,
            TrustedDocument.id == document_id,
            or_(TrustedDocument.last_used_on.is_(None), TrustedDocument.last_used_on < today),
        )
        await session.execute(used.values(last_used_on=today))
