"""Add, update, archive and activate scorecards."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, row_values
from equipoise.domain import text
from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.errors import Conflict
from equipoise.domain.planning_cycle import check_cycle
from equipoise.domain.roles import Permission
from equipoise.domain.rollup import RollUp
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi, KpiValue
from equipoise.scores.models import StoredScore
from equipoise.scores.recompute import recompute
from equipoise.strategy.editing import must_not_be_archived, scorecard_to_edit
from equipoise.strategy.models import OrgUnit, Perspective, Scorecard, ScorecardStatus
from equipoise.strategy.template import PERSPECTIVES, PerspectiveTemplate
from equipoise.tenants.calendar import organisation_time
from equipoise.tenants.organisation import locked_organisation


class FrequencyInUse(Conflict):
    """Scores of periods of the present frequency are stored."""

    code = "FREQUENCY_IN_USE"


class FiguresOutsideCycle(Conflict):
    """Values are recorded in periods that the cycle would leave out."""

    code = "FIGURES_OUTSIDE_CYCLE"


class ScorecardProperties(TypedDict, total=False):
    """What can be said about a scorecard; what is left out stays as it is."""

    name: str
    mission: str
    vision: str
    core_values: str
    org_unit_id: UUID
    frequency: Frequency
    cycle_start: date
    cycle_end: date
    rollup: RollUp


_CYCLE = frozenset({"cycle_start", "cycle_end", "frequency"})


async def add_scorecard(
    session: TenantSession,
    actor: Actor,
    *,
    parent_id: UUID | None = None,
    draft: bool = False,
    template: PerspectiveTemplate = PerspectiveTemplate.FOUR_PERSPECTIVES,
    **properties: Unpack[ScorecardProperties],
) -> Scorecard:
    """A new scorecard; name, unit and cycle are given, and its perspectives are those of the template.

    Raises: Forbidden, NotFound, Archived, Invalid, CycleTooLong and the refusals of texts.
    """
    actor.require(Permission.EDIT_STRATEGY)
    organisation = await locked_organisation(session, shared=True)
    if parent_id is not None:
        must_not_be_archived(await require(session, Scorecard, parent_id, field="parent"), "parent")
    defaults: ScorecardProperties = {"frequency": Frequency.MONTHLY, "rollup": RollUp.WEIGHTED_AVERAGE}
    columns = await _columns(session, {**defaults, **properties})
    check_cycle(
        columns["cycle_start"],
        columns["cycle_end"],
        columns["frequency"],
        FiscalCalendar(organisation.fiscal_first_month),
    )
    status = ScorecardStatus.DRAFT if draft else ScorecardStatus.ACTIVE
    scorecard = Scorecard(id=new_id(), parent_id=parent_id, status=status, created_at=actor.now, **columns)
    session.add(scorecard)
    await session.flush()
    session.add_all(
        Perspective(id=new_id(), scorecard_id=scorecard.id, name=start.name, question=start.question, position=place)
        for place, start in enumerate(PERSPECTIVES[template])
    )
    await session.flush()
    record(session, actor, "scorecard.added", "scorecard", scorecard.id, after=row_values(scorecard))
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=scorecard.id)
    return scorecard


async def update_scorecard(
    session: TenantSession, actor: Actor, scorecard_id: UUID, **properties: Unpack[ScorecardProperties]
) -> Scorecard:
    """Change what is given.

    Raises: as `add_scorecard`, FrequencyInUse, FiguresOutsideCycle.
    """
    scorecard = await scorecard_to_edit(session, actor, scorecard_id)
    columns = await _columns(session, properties)
    if not _CYCLE.isdisjoint(columns):
        await _check_new_cycle(session, scorecard, columns)
    changed = change(scorecard, columns)
    await session.flush()
    if changed.touches("rollup"):
        await recompute(session, actor.now, [scorecard.id])
    if changed:
        record(
            session, actor, "scorecard.updated", "scorecard", scorecard.id, before=changed.before, after=changed.after
        )
        emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=scorecard.id)
    return scorecard


async def archive_scorecard(session: TenantSession, actor: Actor, scorecard_id: UUID) -> Scorecard:
    """Keep the scorecard as it is, closed to changes of the strategy.

    Raises: Forbidden, NotFound, Archived.
    """
    scorecard = await scorecard_to_edit(session, actor, scorecard_id)
    return _turned(session, actor, scorecard, ScorecardStatus.ARCHIVED, "scorecard.archived")


async def activate_scorecard(session: TenantSession, actor: Actor, scorecard_id: UUID) -> Scorecard:
    """Put a draft or an archived scorecard in force. Repeating it changes nothing.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.EDIT_STRATEGY)
    scorecard = await require(session, Scorecard, scorecard_id, lock=True)
    if scorecard.status is ScorecardStatus.ACTIVE:
        return scorecard
    return _turned(session, actor, scorecard, ScorecardStatus.ACTIVE, "scorecard.activated")


def _turned(
    session: TenantSession, actor: Actor, scorecard: Scorecard, status: ScorecardStatus, action: str
) -> Scorecard:
    changed = change(scorecard, {"status": status})
    record(session, actor, action, "scorecard", scorecard.id, before=changed.before, after=changed.after)
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=scorecard.id)
    return scorecard


async def _columns(session: TenantSession, properties: ScorecardProperties) -> dict[str, Any]:
    columns: dict[str, Any] = dict(properties)
    if "name" in properties:
        columns["name"] = text.name(properties["name"], "name")
    for column, field in (("mission", "mission"), ("vision", "vision"), ("core_values", "coreValues")):
        if column in columns:
            columns[column] = text.prose(columns[column], field)
    if "org_unit_id" in properties:
        await require(session, OrgUnit, properties["org_unit_id"], field="orgUnit")
    return columns


async def _check_new_cycle(session: TenantSession, scorecard: Scorecard, columns: Mapping[str, Any]) -> None:
    start = columns.get("cycle_start", scorecard.cycle_start)
    end = columns.get("cycle_end", scorecard.cycle_end)
    frequency = columns.get("frequency", scorecard.frequency)
    check_cycle(start, end, frequency, (await organisation_time(session)).calendar)
    if frequency is not scorecard.frequency:
        await _refuse_with_scores(session, scorecard)
    if end < scorecard.cycle_end:
        await _refuse_figures_after(session, scorecard, end)


async def _refuse_with_scores(session: TenantSession, scorecard: Scorecard) -> None:
    stored = select(StoredScore.subject_id).where(
        StoredScore.tenant_id == session.tenant_id, StoredScore.scorecard_id == scorecard.id
    )
    if await session.scalar(stored.limit(1)):
        raise FrequencyInUse(
            "Scores of periods of the present frequency are stored. Start a new scorecard for the other rhythm.",
            field="frequency",
        )


async def _refuse_figures_after(session: TenantSession, scorecard: Scorecard, end: date) -> None:
    """Recording refuses values after the cycle, so the cycle cannot be drawn in over recorded ones."""
    recorded = (
        select(func.max(KpiValue.period_start))
        .join(Kpi, (Kpi.tenant_id == KpiValue.tenant_id) & (Kpi.id == KpiValue.kpi_id))
        .where(Kpi.tenant_id == session.tenant_id, Kpi.scorecard_id == scorecard.id)
    )
    latest = await session.scalar(recorded)
    if latest is not None and latest > end:
        raise FiguresOutsideCycle(
            f"A value is recorded for the period that begins on {latest}; the cycle cannot end before.",
            field="cycleEnd",
        )
