"""The targets of a KPI's periods, worked out from its plans so that reads need no arithmetic."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select, text

from equipoise.db.session import TenantSession
from equipoise.domain.calendar import FiscalCalendar
from equipoise.domain.errors import Refusal
from equipoise.domain.targets import target_from_json
from equipoise.kpis.models import Kpi, TargetPlan

_REPLACE = text("""
    WITH stale AS (
        DELETE FROM kpi_target
        WHERE tenant_id = :tenant_id AND kpi_id = :kpi_id AND NOT period_start = ANY(:starts ::date[])
        RETURNING period_start
    ), written AS (
        INSERT INTO kpi_target AS old (tenant_id, kpi_id, period_start, value)
        SELECT :tenant_id, :kpi_id, period_start, value
        FROM unnest(:starts ::date[], :targets ::numeric[]) AS resolved (period_start, value)
        ON CONFLICT (tenant_id, kpi_id, period_start) DO UPDATE SET value = EXCLUDED.value
        WHERE old.value <> EXCLUDED.value
        RETURNING period_start
    )
    SELECT period_start FROM stale UNION ALL SELECT period_start FROM written
""")


async def resolve_targets(session: TenantSession, kpi: Kpi, calendar: FiscalCalendar) -> list[date]:
    """Bring the targets of all periods in line with the plans; returns the first days of those that changed.

    Where two plans meet within one period of the KPI, the later one counts: a target is for a period's end.
    """
    plans = select(TargetPlan).where(TargetPlan.tenant_id == session.tenant_id, TargetPlan.kpi_id == kpi.id)
    targets: dict[date, Decimal] = {}
    for plan in (await session.scalars(plans.order_by(TargetPlan.starts_on))).all():
        targets |= _resolved(plan, kpi, calendar)
    bound = {
        "tenant_id": session.tenant_id,
        "kpi_id": kpi.id,
        "starts": list(targets.keys()),
        "targets": list(targets.values()),
    }
    return list((await session.scalars(_REPLACE, bound)).all())


def _resolved(plan: TargetPlan, kpi: Kpi, calendar: FiscalCalendar) -> dict[date, Decimal]:
    try:
        return target_from_json(plan.plan).by_period(calendar, kpi.frequency, plan.starts_on, plan.ends_on)
    except Refusal as refusal:
        refusal.field = "endsOn"  # the domain speaks of a cycle's end; here it is the stretch that is too long
        raise
