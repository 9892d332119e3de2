"""The rows of a strategy, read at once, with what belongs to what.

In force are scorecards that are not archived, objectives and KPIs that are not retired, people who have not left;
the rest is history, which a document does not hold. It is kept here to be told from what never was.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import select

from equipoise.db.model import TenantModel
from equipoise.db.session import ReadSession
from equipoise.domain.kpi import KpiState
from equipoise.identity.models import Person
from equipoise.initiatives.models import Initiative, InitiativeKpi, Milestone
from equipoise.kpis.models import Kpi, TargetPlan
from equipoise.strategy.models import (
    CascadeLink,
    CauseEffectLink,
    Objective,
    OrgUnit,
    Perspective,
    Scorecard,
    ScorecardStatus,
)
from equipoise.tenants.models import Organisation

Row = TypeVar("Row", bound=TenantModel)
Part: TypeAlias = OrgUnit | Perspective | Objective | Kpi

BETWEEN = " / "
"""Between the names of a path."""


@dataclass(slots=True)
class Rows:
    """By id, and in order below what they belong to."""

    organisation: Organisation
    units: dict[UUID, OrgUnit] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)
    scorecards: dict[UUID, Scorecard] = field(default_factory=dict)
    perspectives: dict[UUID, Perspective] = field(default_factory=dict)
    objectives: dict[UUID, Objective] = field(default_factory=dict)
    kpis: dict[UUID, Kpi] = field(default_factory=dict)
    below: dict[UUID | None, list[Part]] = field(default_factory=lambda: defaultdict(list))
    """Units by parent, perspectives by scorecard, objectives by perspective, KPIs by objective."""
    plans: dict[UUID, list[TargetPlan]] = field(default_factory=lambda: defaultdict(list))
    initiatives: dict[UUID, list[Initiative]] = field(default_factory=lambda: defaultdict(list))
    milestones: dict[UUID, list[Milestone]] = field(default_factory=lambda: defaultdict(list))
    cited: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    """KPIs of an initiative."""
    causes: dict[UUID, list[CauseEffectLink]] = field(default_factory=lambda: defaultdict(list))
    """By scorecard."""
    cascades: dict[UUID, list[CascadeLink]] = field(default_factory=lambda: defaultdict(list))
    """By the scorecard of the child."""

    def unit_path(self, unit_id: UUID) -> str:
        """The names from the top down to the unit."""
        names: list[str] = []
        above: UUID | None = unit_id
        while above is not None and len(names) <= len(self.units):
            names.append(self.units[above].name)
            above = self.units[above].parent_id
        return BETWEEN.join(reversed(names))

    def add(self, row: Part) -> None:
        """Take in a row of which others will be parts."""
        match row:
            case OrgUnit():
                self.units[row.id] = row
                self.below[row.parent_id].append(row)
            case Perspective():
                self.perspectives[row.id] = row
                self.below[row.scorecard_id].append(row)
            case Objective():
                self.objectives[row.id] = row
                self.below[row.perspective_id].append(row)
            case Kpi():
                self.kpis[row.id] = row
                self.below[row.objective_id].append(row)

    def units_below(self, parent_id: UUID | None) -> list[OrgUnit]:
        below = [row for row in self.below[parent_id] if isinstance(row, OrgUnit)]
        return sorted(below, key=lambda unit: (unit.position, unit.name, unit.id))

    def scorecards_in_force(self) -> list[Scorecard]:
        """In the order of their names."""
        standing = [row for row in self.scorecards.values() if in_force(row)]
        return sorted(standing, key=lambda row: (row.name, row.id))

    def perspectives_of(self, scorecard_id: UUID) -> list[Perspective]:
        return _in_place(row for row in self.below[scorecard_id] if isinstance(row, Perspective))

    def objectives_of(self, perspective_id: UUID) -> list[Objective]:
        """Those in force."""
        return _in_place(row for row in self.below[perspective_id] if isinstance(row, Objective) and in_force(row))

    def kpis_of(self, objective_id: UUID) -> list[Kpi]:
        """Those in force."""
        return _in_place(row for row in self.below[objective_id] if isinstance(row, Kpi) and in_force(row))


def in_force(row: Scorecard | Objective | Kpi | Person) -> bool:
    """Whether it is part of the strategy now."""
    match row:
        case Scorecard():
            return row.status is not ScorecardStatus.ARCHIVED
        case Objective():
            return row.retired_at is None
        case Kpi():
            return row.state is not KpiState.RETIRED
        case Person():
            return row.left_at is None


async def read_rows(session: ReadSession) -> Rows:
    """Everything of the organisation that a document can hold."""
    (organisation,) = await _all(session, Organisation)
    rows = Rows(organisation)
    rows.people = {row.id: row for row in await _all(session, Person)}
    rows.scorecards = {row.id: row for row in await _all(session, Scorecard)}
    parts: tuple[type[Part], ...] = (OrgUnit, Perspective, Objective, Kpi)
    for model in parts:
        for row in await _all(session, model):
            rows.add(row)
    for plan in sorted(await _all(session, TargetPlan), key=lambda row: row.starts_on):
        rows.plans[plan.kpi_id].append(plan)
    for initiative in sorted(await _all(session, Initiative), key=lambda row: (row.name, row.id)):
        rows.initiatives[initiative.objective_id].append(initiative)
    for milestone in sorted(await _all(session, Milestone), key=lambda row: (row.due_on, row.name, row.id)):
        rows.milestones[milestone.initiative_id].append(milestone)
    for citation in await _all(session, InitiativeKpi):
        rows.cited[citation.initiative_id].append(citation.kpi_id)
    for link in await _all(session, CauseEffectLink):
        rows.causes[link.scorecard_id].append(link)
    for cascade in await _all(session, CascadeLink):
        rows.cascades[rows.objectives[cascade.child_id].scorecard_id].append(cascade)
    return rows


async def _all(session: ReadSession, model: type[Row]) -> list[Row]:
    statement = select(model).where(model.tenant_id == session.tenant_id)
    return list((await session.scalars(statement.execution_options(populate_existing=True))).all())


Placed = TypeVar("Placed", Perspective, Objective, Kpi)


def _in_place(rows: Iterable[Placed]) -> list[Placed]:
    return sorted(rows, key=lambda row: (row.position, row.id))
