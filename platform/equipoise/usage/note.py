"""Evidence that belongs to what is being written: it is kept or lost together with it."""

from collections.abc import Iterable
from uuid import UUID

from equipoise.db.session import TenantSession
from equipoise.domain.usage import Signal
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind
from equipoise.usage.add import Seen, add_usage


async def note_use(session: TenantSession, actor: Actor, signal: Signal, kpi_ids: Iterable[UUID]) -> None:
    """Count the actor's signal about these KPIs; what a service does is no use."""
    if actor.kind is PersonKind.HUMAN:
        await add_usage(session, {Seen(kpi_id, actor.person_id, actor.today, signal): 1 for kpi_id in kpi_ids})
