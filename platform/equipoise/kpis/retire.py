"""Take a KPI out of use, with its history kept, and bring it back."""

from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Conflict
from equipoise.domain.kpi import ImpossibleState, KpiState, check_move
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.editing import kpi_to_edit
from equipoise.kpis.models import Kpi
from equipoise.scores.recompute import recompute
from equipoise.strategy.models import Objective


async def retire_kpi(session: TenantSession, actor: Actor, kpi_id: UUID, reason: str) -> Kpi:
    """Retire a KPI: it drops out of the scores and takes no values; all that was recorded stays.

    Raises: Forbidden, NotFound, Archived, TextMissing, ImpossibleState.
    """
    kpi = await kpi_to_edit(session, actor, kpi_id)
    why = text.prose(reason, "reason", required=True)
    check_move(kpi.state, KpiState.RETIRED)

    before = {"state": kpi.state}
    kpi.state, kpi.retired_at = KpiState.RETIRED, actor.now
    await session.flush()
    await recompute(session, actor.now, [kpi.scorecard_id])
    record(session, actor, "kpi.retired", "kpi", kpi.id, before=before, after={"state": kpi.state, "reason": why})
    emit(session, actor, EventKind.KPI_RETIRED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return kpi


async def restore_kpi(session: TenantSession, actor: Actor, kpi_id: UUID, reason: str = "") -> Kpi:
    """Bring a retired KPI back as what it was: active from now on, or proposed if it never was active.

    Raises: Forbidden, NotFound, Archived, ImpossibleState, Conflict when its objective is retired.
    """
    kpi = await kpi_to_edit(session, actor, kpi_id)
    why = text.prose(reason, "reason")
    if kpi.state is not KpiState.RETIRED:
        raise ImpossibleState(f"“{kpi.name}” is {kpi.state.lower()}, not retired.", field="state")
    objective = await require(session, Objective, kpi.objective_id)
    if objective.retired_at is not None:
        raise Conflict(
            f"Its objective “{objective.name}” is retired. Move the KPI to another objective first.", field="id"
        )

    kpi.state = KpiState.PROPOSED if kpi.activated_at is None else KpiState.ACTIVE
    kpi.activated_at = None if kpi.activated_at is None else actor.now
    kpi.retired_at = None
    await session.flush()
    await recompute(session, actor.now, [kpi.scorecard_id])
    after = {"state": kpi.state, "reason": why}
    record(session, actor, "kpi.restored", "kpi", kpi.id, before={"state": KpiState.RETIRED}, after=after)
    emit(session, actor, EventKind.KPI_RESTORED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return kpi
