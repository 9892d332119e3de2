"""What the demo organisation is told in. Dates are relative (months or days ago), so that it never grows old."""

from dataclasses import dataclass
from decimal import Decimal

from equipoise.demo.scales import Target
from equipoise.demo.series import Series
from equipoise.demo.use import UsePattern
from equipoise.discussion.models import Confidence
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.missing import MissingData
from equipoise.domain.roles import Role
from equipoise.domain.scoring import (
    AllOrNothing,
    Direction,
    GoalAndRedFlag,
    Performance,
    Progress,
    Scoring,
    StayInRange,
)
from equipoise.domain.status import StatusRules
from equipoise.strategy.models import CascadeKind, UnitKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation; `parent` is a key, None for the whole."""

    key: str
    name: str
    kind: UnitKind
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the organisation; `left_days_ago` for one who has left."""

    key: str
    name: str
    role: Role
    unit: str
    left_days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """A measure with its answers, its figures and who uses it. Without a `series` it is only proposed."""

    key: str
    name: str
    unit: str | None
    purpose: str
    good_range: str = ""
    response_plan: str = ""
    behaviours: str = ""
    owner: str | None = None
    contributor: str | None = None
    scoring: Scoring | None = None
    target: Target | None = None
    series: Series | None = None
    use: tuple[UsePattern, ...] = ()
    indicator: Indicator = Indicator.LAGGING
    data_kind: DataKind = DataKind.QUANTITATIVE
    frequency: Frequency = Frequency.MONTHLY
    weight: Decimal = Decimal(1)
    aggregation: Aggregation = Aggregation.LAST
    ratio_factor: Decimal = Decimal(1)
    carried: int = 0
    """Over how many periods without a value the last one holds."""
    absent_is_zero: bool = False
    status_rules: StatusRules | None = None
    counter: str | None = None
    workbook: str | None = None
    """Key of the workbook that brings the values, where it is not the scorecard's own."""
    created_days_ago: int | None = None
    """For a KPI that is younger than its scorecard."""

    @property
    def proposed(self) -> bool:
        return self.series is None

    @property
    def direction(self) -> Direction:
        match self.scoring:
            case StayInRange():
                return Direction.STAY_IN_RANGE
            case Performance(direction=direction) | AllOrNothing(direction=direction):
                return direction
            case GoalAndRedFlag(red_flag=worse) | Progress(baseline=worse):
                lower = self.target is not None and self.target.last < worse
                return Direction.LOWER_IS_BETTER if lower else Direction.HIGHER_IS_BETTER
        return Direction.HIGHER_IS_BETTER

    @property
    def missing_data(self) -> MissingData:
        if self.absent_is_zero:
            return MissingData.ZERO
        return MissingData.CARRIED_FORWARD if self.carried else MissingData.EXCLUDED


@dataclass(frozen=True, slots=True)
class Objective:
    """What the strategy wants, with its measures."""

    key: str
    name: str
    description: str
    theme: str
    owner: str
    kpis: tuple[Kpi, ...]
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Perspective:
    """A view that has to be kept in balance; weights are percent of the scorecard."""

    name: str
    question: str
    weight: Decimal
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """If the cause is achieved, then the effect follows: keys of objectives, and the reason."""

    cause: str
    effect: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Cascade:
    """An objective of this scorecard that contributes to, or supports, one of the parent scorecard."""

    child: str
    parent: str
    kind: CascadeKind = CascadeKind.CONTRIBUTES
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point to reach: when it is or was due, in months from now, and by how many days it was late; None: not done."""

    name: str
    due: int
    late: int | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """Work that moves an objective. `starts` and `due` are months from now, past ones negative."""

    name: str
    description: str
    objective: str
    owner: str
    starts: int
    due: int
    progress: int
    budget: int
    milestones: tuple[Milestone, ...]
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A person's word on a KPI."""

    kpi: str
    person: str
    days_ago: int
    text: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """An owner's periodic word."""

    kpi: str
    person: str
    days_ago: int
    confidence: Confidence
    comment: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A decision that rests on a KPI."""

    kpi: str
    person: str
    days_ago: int
    decision: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The strategy of one unit. `workbook` brings the values that come from nowhere else."""

    key: str
    unit: str
    name: str
    parent: str | None
    mission: str
    vision: str
    core_values: str
    workbook: str
    readers: tuple[str, ...]
    """Who opens its page, which lists all its KPIs."""
    perspectives: tuple[Perspective, ...]
    links: tuple[Link, ...]
    initiatives: tuple[Initiative, ...]
    cascades: tuple[Cascade, ...] = ()
    comments: tuple[Comment, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    citations: tuple[Citation, ...] = ()

    def objectives(self) -> tuple[Objective, ...]:
        return tuple(objective for perspective in self.perspectives for objective in perspective.objectives)

    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for objective in self.objectives() for kpi in objective.kpis)
