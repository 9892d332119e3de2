"""What a scorecard is made of, as far as its scores depend on it; proposed and retired parts are left out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.decimals import ONE
from equipoise.domain.missing import MissingData
from equipoise.domain.rollup import RollUp
from equipoise.domain.scoring import Scoring
from equipoise.domain.status import StatusRules


@dataclass(frozen=True, slots=True)
class KpiSnapshot:
    """A KPI's rules. `due_from` and `due_until` bound the own periods in which MissingData.ZERO counts."""

    id: UUID
    objective_id: UUID
    frequency: Frequency
    scoring: Scoring
    weight: Decimal = ONE
    status_rules: StatusRules | None = None
    aggregation: Aggregation = Aggregation.LAST
    ratio_factor: Decimal = ONE
    missing_data: MissingData = MissingData.EXCLUDED
    carried_periods: int = 0
    due_from: date | None = None
    due_until: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveSnapshot:
    id: UUID
    perspective_id: UUID
    weight: Decimal = ONE
    rollup: RollUp = RollUp.WEIGHTED_AVERAGE


@dataclass(frozen=True, slots=True)
class PerspectiveSnapshot:
    id: UUID
    weight: Decimal = ONE
    rollup: RollUp = RollUp.WEIGHTED_AVERAGE


@dataclass(frozen=True, slots=True)
class Contribution:
    """An objective of another scorecard whose score counts towards one of this scorecard's.

    `frequency` is that of the other scorecard. Links that only support are no contributions.
    """

    child_objective_id: UUID
    parent_objective_id: UUID
    weight: Decimal = ONE
    frequency: Frequency = Frequency.MONTHLY


@dataclass(frozen=True, slots=True)
class ScorecardSnapshot:
    """A scorecard with all that its scores depend on but the figures."""

    id: UUID
    perspectives: tuple[PerspectiveSnapshot, ...]
    objectives: tuple[ObjectiveSnapshot, ...]
    kpis: tuple[KpiSnapshot, ...]
    contributions: tuple[Contribution, ...] = ()
    rollup: RollUp = RollUp.WEIGHTED_AVERAGE

    def __post_init__(self) -> None:
        perspectives = {perspective.id for perspective in self.perspectives}
        objectives = {objective.id for objective in self.objectives}
        loose = [objective.id for objective in self.objectives if objective.perspective_id not in perspectives]
        loose += [kpi.id for kpi in self.kpis if kpi.objective_id not in objectives]
        loose += [link.child_objective_id for link in self.contributions if link.parent_objective_id not in objectives]
        if loose:
            raise ValueError(f"parts of scorecard {self.id} that hang on nothing in it: {loose}")
