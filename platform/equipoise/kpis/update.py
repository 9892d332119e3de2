"""Change a KPI."""

from typing import Unpack
from uuid import UUID

from sqlalchemy import select

from equipoise.audit.change import Change, change
from equipoise.audit.record import record
from equipoise.db.session import TenantSession, row_values
from equipoise.domain import text
from equipoise.domain.decimals import as_text
from equipoise.domain.errors import Conflict
from equipoise.domain.scoring import Choice, scoring_from_json
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.editing import kpi_to_edit, objective_to_fill, standing_kpis
from equipoise.kpis.models import Kpi, KpiValue
from equipoise.kpis.properties import KpiProperties, checked
from equipoise.kpis.target_rows import resolve_targets
from equipoise.kpis.targets import check_targets
from equipoise.scores.recompute import recompute
from equipoise.scores.rescore import rescore_values
from equipoise.strategy.order import place
from equipoise.tenants.calendar import organisation_time

_RULES = ("scoring", "status_rules")
"""What each value earns depends on these."""

_STRUCTURE = (
    "objective_id", "frequency", "weight", "aggregation", "ratio_factor", "missing_data", "carried_periods",
)  # fmt: skip
"""The scores of the scorecard depend on these as well."""


class FrequencyInUse(Conflict):
    """The KPI has values in periods of its present frequency."""

    code = "FREQUENCY_IN_USE"


class LabelInUse(Conflict):
    """A label, or the way of answering by labels, that recorded values rest on."""

    code = "LABEL_IN_USE"


async def update_kpi(
    session: TenantSession,
    actor: Actor,
    kpi_id: UUID,
    *,
    name: str | None = None,
    objective_id: UUID | None = None,
    position: int | None = None,
    **properties: Unpack[KpiProperties],
) -> Kpi:
    """Change what is given; `objective_id` and `position` move it. Scores follow in the same transaction.

    Raises: Forbidden, NotFound, Archived, Retired, TooMany, Conflict, FrequencyInUse, LabelInUse, EqualEndPoints
    (a target that the new scale cannot measure), and as `properties.checked`.
    """
    kpi = await kpi_to_edit(session, actor, kpi_id, objective_id=objective_id)
    wanted = await checked(session, actor, properties, row_values(kpi))
    if name is not None:
        wanted["name"] = text.name(name, "name")
    if objective_id not in (None, kpi.objective_id):
        objective = await objective_to_fill(session, objective_id)
        wanted |= {"objective_id": objective.id, "scorecard_id": objective.scorecard_id}
    was_at = kpi.position
    changed = change(kpi, wanted)
    if position is not None or changed.touches("objective_id"):
        place(kpi, [other for other in await standing_kpis(session, kpi.objective_id) if other is not kpi], position)
        changed = changed.with_("position", was_at, kpi.position)
    await session.flush()
    await _follow(session, actor, kpi, changed)
    if changed:
        record(session, actor, "kpi.updated", "kpi", kpi.id, before=changed.before, after=changed.after)
        emit(session, actor, EventKind.KPI_UPDATED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return kpi


async def _follow(session: TenantSession, actor: Actor, kpi: Kpi, changed: Change) -> None:
    """What rests on the properties that were changed, checked and worked out again."""
    if changed.touches("scoring"):
        await _check_labels(session, kpi)
        await check_targets(session, kpi, field="scoring")
    if changed.touches("frequency"):
        await _check_no_values(session, kpi)
        await resolve_targets(session, kpi, (await organisation_time(session)).calendar)
    if changed.touches(*_RULES):
        await rescore_values(session, [kpi.scorecard_id], [kpi.id])
    if changed.touches(*_RULES, *_STRUCTURE):
        await recompute(session, actor.now, {kpi.scorecard_id, changed.before.get("scorecard_id", kpi.scorecard_id)})


async def _check_no_values(session: TenantSession, kpi: Kpi) -> None:
    recorded = select(KpiValue.period_start).where(KpiValue.tenant_id == session.tenant_id, KpiValue.kpi_id == kpi.id)
    if await session.scalar(recorded.limit(1)) is not None:
        raise FrequencyInUse(
            "The KPI has values already, in periods of its present frequency. Retire it and add one of the other "
            "frequency.",
            field="frequency",
        )


async def _check_labels(session: TenantSession, kpi: Kpi) -> None:
    """A recorded label stands for the score it had: labels in use keep their scores, all others may change."""
    scoring = scoring_from_json(kpi.scoring)
    if not isinstance(scoring, Choice):
        return
    recorded = select(KpiValue.label, KpiValue.value).distinct()
    rows = await session.execute(recorded.where(KpiValue.tenant_id == session.tenant_id, KpiValue.kpi_id == kpi.id))
    offered = dict(scoring.labels)
    for label, value in rows:
        if label is None:
            raise LabelInUse("Values without a label are recorded, which a choice cannot score.", field="scoring")
        if offered.get(label) != value:
            raise LabelInUse(
                f"Values are recorded with the label “{label}”: keep it, with its score of {as_text(value)}.",
                field="scoring.labels",
            )
