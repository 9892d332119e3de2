"""Add a KPI to an objective."""

from typing import Any, Final, Unpack
from uuid import UUID

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, row_values
from equipoise.domain import text
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.decimals import ONE
from equipoise.domain.kpi import DataKind, Indicator, KpiState
from equipoise.domain.missing import MissingData
from equipoise.domain.roles import Permission
from equipoise.domain.scoring import Direction, Method
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.editing import objective_to_fill, standing_kpis
from equipoise.kpis.key import free_key
from equipoise.kpis.models import Kpi
from equipoise.kpis.properties import KpiProperties, checked
from equipoise.scores.lock import lock_scorecards
from equipoise.strategy.models import Objective
from equipoise.strategy.order import place

UNSAID: Final[dict[str, Any]] = {
    "purpose": "",
    "good_range": "",
    "response_plan": "",
    "behaviours": "",
    "indicator": Indicator.LAGGING,
    "data_kind": DataKind.QUANTITATIVE,
    "direction": Direction.HIGHER_IS_BETTER,
    "frequency": Frequency.MONTHLY,
    "weight": ONE,
    "scoring": {"method": Method.UNSCORED.value},
    "aggregation": Aggregation.LAST,
    "ratio_factor": ONE,
    "missing_data": MissingData.EXCLUDED,
    "carried_periods": 0,
    "data_source": "",
}
"""The columns of a new KPI of which nothing is said."""


async def add_kpi(
    session: TenantSession,
    actor: Actor,
    *,
    objective_id: UUID,
    key: str,
    name: str,
    position: int | None = None,
    **properties: Unpack[KpiProperties],
) -> Kpi:
    """A proposed KPI at this place of the objective, or at its end. It counts once it is activated.

    Raises: Forbidden, NotFound, Archived, Retired, InvalidKey, Duplicate, TooMany, and as `properties.checked`.
    """
    actor.require(Permission.EDIT_STRATEGY)
    scorecard_id = (await require(session, Objective, objective_id, field="objective")).scorecard_id
    await lock_scorecards(session, [scorecard_id])
    objective = await objective_to_fill(session, objective_id)
    columns = UNSAID | {"id": new_id(), "key": await free_key(session, key), "name": text.name(name, "name")}
    kpi = Kpi(
        **columns | await checked(session, actor, properties, columns),
        scorecard_id=objective.scorecard_id,
        objective_id=objective.id,
        state=KpiState.PROPOSED,
        created_at=actor.now,
    )
    place(kpi, await standing_kpis(session, objective.id), position)
    session.add(kpi)
    await session.flush()
    record(session, actor, "kpi.added", "kpi", kpi.id, after=row_values(kpi))
    emit(session, actor, EventKind.KPI_ADDED, kpi=kpi.id, scorecard=kpi.scorecard_id)
    return kpi
