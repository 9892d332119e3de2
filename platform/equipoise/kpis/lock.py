"""Lock a KPI the way round that never ends in a deadlock."""

from collections.abc import Collection
from uuid import UUID

from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Conflict
from equipoise.kpis.models import Kpi
from equipoise.scores.lock import lock_scorecards


async def lock_kpi(
    session: TenantSession, kpi_id: UUID, *, field: str = "id", scorecards: Collection[UUID] = ()
) -> Kpi:
    """The KPI, locked after its scorecard, all that its score flows into, and the other `scorecards` named.

    Raises: NotFound, Conflict when it is being moved to another scorecard at this moment.
    """
    seen_on = (await require(session, Kpi, kpi_id, field=field)).scorecard_id
    await lock_scorecards(session, {seen_on, *scorecards})
    kpi = await require(session, Kpi, kpi_id, field=field, lock=True)
    if kpi.scorecard_id != seen_on:
        raise Conflict(f"“{kpi.name}” has just been moved to another scorecard. Look at it again.", field=field)
    return kpi
