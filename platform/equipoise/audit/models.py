"""The audit log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from equipoise.db.model import Entity, Json


class AuditEntry(Entity):
    """One change. The application may add entries and read them, never alter or remove one."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "tenant_id", "subject_id"),
        Index(None, "tenant_id", "at"),
    )

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    """The person; None when the system acted by itself."""
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID | None]
    before: Mapped[Json | None]
    after: Mapped[Json | None]
    origin: Mapped[str]
    """Where the act came from: `api`, `cli`, `job`, `run:<id>`."""
