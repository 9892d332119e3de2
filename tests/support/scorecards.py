"""Scorecards for tests of the use cases, written as rows."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain.kpi import KpiState
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import CascadeKind, CascadeLink, Objective, OrgUnit, Perspective, Scorecard, UnitKind
from tests.support.api import TestOrganisation

ZERO_TO_HUNDRED = {
    "method": "PERFORMANCE",
    "direction": "HIGHER_IS_BETTER",
    "minimum": "0",
    "maximum": "100",
}


@dataclass
class Card:
    """A scorecard with one perspective."""

    id: UUID
    perspective_id: UUID
    objectives: list[UUID] = field(default_factory=list)
    kpis: list[UUID] = field(default_factory=list)


async def add_card(
    session: TenantSession,
    organisation: TestOrganisation,
    *,
    objectives: int = 1,
    kpis: int = 2,
    parent: Card | None = None,
    card: dict[str, Any] | None = None,
    kpi: dict[str, Any] | None = None,
) -> Card:
    """A scorecard of 2026 with some objectives of some KPIs each, scored on 0..100."""
    unit = OrgUnit(id=new_id(), name="Unit", kind=UnitKind.DIVISION)
    scorecard = Scorecard(
        id=new_id(),
        org_unit_id=unit.id,
        parent_id=parent.id if parent else None,
        name="Strategy",
        cycle_start=date(2026, 1, 1),
        cycle_end=date(2026, 12, 31),
        created_at=organisation.owner.now,
        **(card or {}),
    )
    perspective = Perspective(id=new_id(), scorecard_id=scorecard.id, name="Customer", position=0)
    session.add(unit)
    await session.flush()
    session.add(scorecard)
    await session.flush()
    session.add(perspective)
    await session.flush()
    made = Card(scorecard.id, perspective.id)
    for number in range(objectives):
        objective = Objective(
            id=new_id(),
            scorecard_id=scorecard.id,
            perspective_id=perspective.id,
            name=f"Objective {number}",
            position=number,
        )
        session.add(objective)
        await session.flush()
        made.objectives.append(objective.id)
        for place in range(kpis):
            row = Kpi(
                id=new_id(),
                scorecard_id=scorecard.id,
                objective_id=objective.id,
                key=f"k{len(made.kpis)}-{scorecard.id.hex[-8:]}",
                name=f"KPI {place}",
                position=place,
                created_at=organisation.owner.now,
                **{"scoring": ZERO_TO_HUNDRED, "state": KpiState.ACTIVE, **(kpi or {})},
            )
            session.add(row)
            made.kpis.append(row.id)
        await session.flush()
    return made


async def contribute(session: TenantSession, child: UUID, parent: UUID) -> None:
    """Let the child objective's score count towards the parent's."""
    session.add(CascadeLink(child_id=child, parent_id=parent, kind=CascadeKind.CONTRIBUTES))
    await session.flush()
