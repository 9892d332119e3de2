"""Objectives that nothing measures."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from equipoise.db.model import Json
from equipoise.db.session import ReadSession
from equipoise.domain.kpi import MEASURED
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import CascadeLink, Objective

BLIND: Final = "BLIND"
"""The rule that recommends to add a KPI."""


async def blind_objectives(session: ReadSession, scorecard_id: UUID) -> Sequence[Objective]:
    """The objectives of a scorecard that have no measured KPI, and no objective cascaded from them has one."""
    measured = select(Kpi.objective_id).where(Kpi.tenant_id == session.tenant_id, Kpi.state.in_(MEASURED))
    measured_below = select(CascadeLink.parent_id).where(
        CascadeLink.tenant_id == session.tenant_id, CascadeLink.child_id.in_(measured)
    )
    statement = (
        select(Objective)
        .where(
            Objective.tenant_id == session.tenant_id,
            Objective.scorecard_id == scorecard_id,
            Objective.retired_at.is_(None),
            Objective.id.not_in(measured),
            Objective.id.not_in(measured_below),
        )
        .order_by(Objective.perspective_id, Objective.position, Objective.id)
    )
    return (await session.scalars(statement)).all()


def message(objective: Objective) -> str:
    """Why a KPI should be added."""
    return f"“{objective.name}” is blind: neither it nor an objective cascaded from it has a KPI."


def figures(kpis: int, today: date) -> Json:
    """The evidence: how many KPIs measure the objective."""
    return {"kpis": kpis, "asOf": today.isoformat()}
