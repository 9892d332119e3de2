"""Add to the audit log."""

from typing import Any
from uuid import UUID

from equipoise.audit.models import AuditEntry
from equipoise.db.session import TenantSession
from equipoise.identity.actor import Actor


def record(
    session: TenantSession,
    actor: Actor,
    action: str,
    subject_type: str,
    subject_id: UUID | None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note one change in the same transaction as the change. `action` is `<subject>.<verb in the past>`."""
    session.add(
        AuditEntry(
            at=actor.now,
            actor_id=actor.person_id,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            before=before,
            after=after,
            origin=actor.origin,
        )
    )
