"""Entries of the audit log."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from equipoise.audit import models
from equipoise.identity.models import Person as PersonRow
from equipoise_graphql.audit import compiled
from equipoise_graphql.fields import column, resolved, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.ids import encode_of_table


@strawberry.type(description="One change: who, when, what, and how it was before.")
class AuditEntry:
    """Describes `equipoise.audit.models.AuditEntry`. No node: the log is not for everybody."""

    at: datetime = column("When it was done.")
    actor: Person | None = to_one(PersonRow, "actor_id", description="Who did it; null where the system did.")
    action: str = column("What was done: the subject and a verb, e.g. `kpi.retired`.")
    subject_type: str = column("The kind of thing, e.g. `kpi`.")
    before: JSON | None = column("What was changed, as it was; null where nothing was before.")
    after: JSON | None = column("What was changed, as it became; null where nothing is left.")
    origin: str = column("Where the act came from, e.g. `api`, `cli`, `job`.")
    actor_id: strawberry.Private[UUID | None]

    @resolved(
        "The id of the thing, which may be gone by now; null for what has no id in this API.",
        compiled=compiled.subject,
    )
    def subject(self) -> strawberry.ID | None:
        entry = cast("models.AuditEntry", self)
        if entry.subject_id is None:
            return None
        shown = encode_of_table(entry.subject_type, entry.subject_id)
        return None if shown is None else strawberry.ID(shown)
