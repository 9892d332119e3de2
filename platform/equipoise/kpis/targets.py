"""Target plans of a KPI.

Plans of one KPI never overlap: cutting a linear plan short would change the slope that somebody agreed to, so
who wants another plan for a part of it says himself how the first one ends.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, row_values
from equipoise.domain.errors import Conflict, Invalid
from equipoise.domain.kpi import MEASURED
from equipoise.domain.planning_cycle import OutsideCycle
from equipoise.domain.roles import Permission
from equipoise.domain.scoring import check_target, scoring_from_json
from equipoise.domain.targets import SteppedTarget, target_from_json, target_to_json
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.checked import HISTORY, PeriodClosed
from equipoise.kpis.editing import kpi_to_edit
from equipoise.kpis.models import Kpi, KpiTarget, TargetPlan
from equipoise.kpis.target_rows import resolve_targets
from equipoise.scores.recompute import recompute
from equipoise.scores.rescore import rescore_values
from equipoise.strategy.models import Scorecard
from equipoise.tenants.calendar import organisation_time


class TargetsOverlap(Conflict):
    """Another plan has targets for a part of the stretch."""

    code = "TARGETS_OVERLAP"


async def set_target_plan(
    session: TenantSession,
    actor: Actor,
    kpi_id: UUID,
    *,
    starts_on: date,
    ends_on: date,
    plan: Mapping[str, object],
) -> TargetPlan:
    """How the target runs from `starts_on` to `ends_on`, as `target_to_json` writes it; scores follow at once.

    A plan that begins on the same day is replaced; any other that overlaps stands in the way.
    Raises: Forbidden, NotFound, Archived, Invalid, OutsideCycle, TargetsOverlap, PeriodClosed, EqualEndPoints (a
    target that leaves the KPI's scale no length), and as `target_from_json`.
    """
    kpi = await kpi_to_edit(session, actor, kpi_id, field="kpi")
    scorecard = await require(session, Scorecard, kpi.scorecard_id)
    _check_stretch(actor, scorecard, starts_on, ends_on)
    kept = _checked(plan, ends_on)

    row = await _plan_to_replace(session, kpi, starts_on, ends_on)
    before = None if row is None else row_values(row)
    if row is None:
        row = TargetPlan(id=new_id(), kpi_id=kpi.id, starts_on=starts_on)
        session.add(row)
    row.ends_on, row.plan, row.set_by, row.set_at = ends_on, kept, actor.person_id, actor.now
    await _follow(session, actor, kpi, scorecard)
    record(session, actor, "target_plan.set", "kpi", kpi.id, before=before, after=row_values(row))
    emit(session, actor, EventKind.KPI_TARGETS_CHANGED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return row


async def remove_target_plan(session: TenantSession, actor: Actor, plan_id: UUID) -> Kpi:
    """Remove a plan with the targets that follow from it; returns its KPI.

    Raises: Forbidden, NotFound, Archived, PeriodClosed.
    """
    actor.require(Permission.EDIT_STRATEGY)
    kpi = await kpi_to_edit(session, actor, (await require(session, TargetPlan, plan_id)).kpi_id)
    plan = await require(session, TargetPlan, plan_id, lock=True)
    scorecard = await require(session, Scorecard, kpi.scorecard_id)
    await session.delete(plan)
    await _follow(session, actor, kpi, scorecard)
    record(session, actor, "target_plan.removed", "kpi", kpi.id, before=row_values(plan))
    emit(session, actor, EventKind.KPI_TARGETS_CHANGED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return kpi


async def check_targets(session: TenantSession, kpi: Kpi, field: str) -> None:
    """Raises: EqualEndPoints, when a target of the KPI leaves its scale no length."""
    scoring = scoring_from_json(kpi.scoring)
    targets = select(KpiTarget.value).where(KpiTarget.tenant_id == session.tenant_id, KpiTarget.kpi_id == kpi.id)
    for target in await session.scalars(targets):
        check_target(scoring, target, field)


def _check_stretch(actor: Actor, scorecard: Scorecard, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Invalid(f"The stretch ends on {ends_on}, before it begins on {starts_on}.", field="endsOn")
    if ends_on > scorecard.cycle_end:
        raise OutsideCycle(
            f"{ends_on} lies after the scorecard's cycle, which ends on {scorecard.cycle_end}.", field="endsOn"
        )
    if starts_on < actor.today - HISTORY:
        raise OutsideCycle(f"{starts_on} is more than ten years ago; check the year.", field="startsOn")


def _checked(raw: Mapping[str, object], ends_on: date) -> dict[str, object]:
    plan = target_from_json(raw)
    if isinstance(plan, SteppedTarget):
        for place, step in enumerate(plan.steps):
            if step.since > ends_on:
                raise Invalid(f"{step.since} comes after the stretch ends on {ends_on}.", field=f"steps.{place}.since")
    return target_to_json(plan)


async def _plan_to_replace(session: TenantSession, kpi: Kpi, starts_on: date, ends_on: date) -> TargetPlan | None:
    overlapping = select(TargetPlan).where(
        TargetPlan.tenant_id == session.tenant_id,
        TargetPlan.kpi_id == kpi.id,
        TargetPlan.starts_on <= ends_on,
        TargetPlan.ends_on >= starts_on,
    )
    same = None
    for plan in (await session.scalars(overlapping.order_by(TargetPlan.starts_on))).all():
        if plan.starts_on != starts_on:
            raise TargetsOverlap(
                f"A plan from {plan.starts_on} to {plan.ends_on} is there already. Set it again with another end, or "
                "remove it, first.",
                field="startsOn" if plan.starts_on < starts_on else "endsOn",
            )
        same = plan
    return same


async def _follow(session: TenantSession, actor: Actor, kpi: Kpi, scorecard: Scorecard) -> None:
    """Targets of periods, the scores of values and the scores of the scorecard, after a change of plan."""
    await session.flush()
    calendar = (await organisation_time(session)).calendar
    changed = await resolve_targets(session, kpi, calendar)
    await check_targets(session, kpi, "target")
    for start in changed:
        if scorecard.closed_through and calendar.holding(start, kpi.frequency).end <= scorecard.closed_through:
            raise PeriodClosed(
                f"Periods through {scorecard.closed_through} are closed; this changes the target of {start}.",
                field="startsOn",
            )
    if changed:
        await rescore_values(session, [kpi.scorecard_id], [kpi.id])
    if changed and kpi.state in MEASURED:
        await recompute(session, actor.now, [kpi.scorecard_id])
