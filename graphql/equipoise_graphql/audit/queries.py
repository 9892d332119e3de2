"""Reading the audit log."""

from typing import Annotated, Any

import strawberry

from equipoise.audit import models
from equipoise.domain import text
from equipoise.domain.roles import Permission
from equipoise.identity.models import Person
from equipoise_graphql.audit import compiled
from equipoise_graphql.audit.types import AuditEntry
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import decode, split
from equipoise_graphql.paging import After, Connection, First, page


@strawberry.input(description="Which entries; conditions add up.")
class AuditFilter:
    """Which entries."""

    subject: strawberry.ID | None = strawberry.field(default=None, description="Only changes of this thing.")
    actor: strawberry.ID | None = strawberry.field(default=None, description="Only changes by this person.")
    action: str | None = strawberry.field(default=None, description="Only this action, e.g. `kpi.retired`.")


@strawberry.type
class AuditQueries:
    """Reading the audit log."""

    @resolved("The audit log, newest first; for administrators and owners.", compiled=compiled.audit_log)
    async def audit_log(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[AuditFilter | None, strawberry.argument(description="Which entries.")] = None,
    ) -> Connection[AuditEntry]:
        info.context.actor.require(Permission.READ_AUDIT)
        conditions = _conditions(filter or AuditFilter())
        return await page(info, models.AuditEntry, *conditions, first=first, after=after, newest=True)


def _conditions(wanted: AuditFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.subject is not None:
        _, subject_id = split(wanted.subject, "filter.subject")
        conditions.append(models.AuditEntry.subject_id == subject_id)
    if wanted.actor is not None:
        conditions.append(models.AuditEntry.actor_id == decode(wanted.actor, Person, "filter.actor"))
    if wanted.action is not None:
        conditions.append(models.AuditEntry.action == text.name(wanted.action, "filter.action"))
    return conditions


QUERIES = (AuditQueries,)
