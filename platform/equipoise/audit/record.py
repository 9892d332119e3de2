"""Add to the audit log."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from equipoise.audit.models import AuditEntry
from equipoise.db.ids import new_id
from equipoise.db.json import encode
from equipoise.db.session import TenantSession
from equipoise.identity.actor import Actor

NOTED: Final = """
    noted AS (
        INSERT INTO audit_entry (tenant_id, id, at, actor_id, action, subject_type, subject_id, after, origin)
        SELECT :tenant_id, id, :now, :actor_id, :action, :subject_type, subject_id, after ::jsonb, :origin
        FROM unnest(:audit_ids ::uuid[], :audit_subjects ::uuid[], :audit_afters ::text[])
             AS row (id, subject_id, after)
        ON CONFLICT (tenant_id, id) DO NOTHING
    )
"""
"""The same act on several subjects, as a CTE of the statement that carries it out."""


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


def note_columns(
    actor: Actor, action: str, subject_type: str, after: Mapping[UUID, Mapping[str, Any]]
) -> dict[str, Any]:
    """The parameters of `NOTED`: what is said of each subject."""
    return {
        "now": actor.now,
        "actor_id": actor.person_id,
        "action": action,
        "subject_type": subject_type,
        "origin": actor.origin,
        "audit_ids": [new_id() for _ in after],
        "audit_subjects": list(after),
        "audit_afters": [encode(said) for said in after.values()],
    }
