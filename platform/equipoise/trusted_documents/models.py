"""Trusted documents, each for one client or for all of the organisation's."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from equipoise.db.model import Entity, within_tenant


class TrustedDocument(Entity):
    """A document that was valid when it was registered. Withdrawn rather than deleted: its hash may come again."""

    __tablename__ = "trusted_document"
    __table_args__ = (
        UniqueConstraint("tenant_id", "sha256", "client_id", postgresql_nulls_not_distinct=True),
        within_tenant("client_id", "oauth_client", ondelete="CASCADE"),
        within_tenant("registered_by", "person"),
    )

    client_id: Mapped[UUID | None]
    """The OAuth client that may send it; None: every client of the organisation."""
    sha256: Mapped[bytes]
    """Of the text in UTF-8."""
    name: Mapped[str]
    """The names of its operations."""
    text: Mapped[str]
    registered_at: Mapped[datetime]
    registered_by: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]
