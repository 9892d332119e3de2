"""Short names for the scoring methods and targets that the story uses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from equipoise.demo.noise import seasonal
from equipoise.demo.timeline import Timeline
from equipoise.domain.scoring import (
    AllOrNothing,
    Choice,
    Direction,
    GoalAndRedFlag,
    Performance,
    Progress,
    StayInRange,
    Unscored,
)
from equipoise.domain.status import BoundKind, Comparison, Operand, Status, StatusRule, StatusRules
from equipoise.domain.targets import ConstantTarget, LinearTarget, Step, SteppedTarget, TargetPlan

Number = int | float | str


def number(raw: Number) -> Decimal:
    """The figure as it is written: 0.1 is a tenth."""
    return Decimal(str(raw))


UNSCORED = Unscored()


def goal(red_flag: Number) -> GoalAndRedFlag:
    """Amber from the red flag, green from the period's target."""
    return GoalAndRedFlag(number(red_flag))


def progress(baseline: Number) -> Progress:
    """The share of the way from the baseline to the period's target."""
    return Progress(number(baseline))


def performance(minimum: Number, maximum: Number, *, lower: bool = False) -> Performance:
    return Performance(number(minimum), number(maximum), _direction(lower))


def reached(*, lower: bool = False) -> AllOrNothing:
    """The period's target is met, or it is not."""
    return AllOrNothing(_direction(lower))


def within(outer_low: Number, low: Number, high: Number, outer_high: Number) -> StayInRange:
    return StayInRange(number(outer_low), number(low), number(high), number(outer_high))


def choice(**scores: int) -> Choice:
    """Labels with their scores; an underscore stands for a blank."""
    return Choice(tuple((label.replace("_", " "), Decimal(score)) for label, score in scores.items()))


def against_target(amber_from: Number) -> StatusRules:
    """Green at the target, amber from this factor of it: for figures whose target moves with the season."""
    return StatusRules(
        (
            _at_least(Status.GREEN, 1, "On plan"),
            _at_least(Status.AMBER, amber_from, "Just short"),
        ),
        Status.RED,
        "Short of plan",
    )


def up_to_target(amber_to: Number) -> StatusRules:
    """`against_target` where less is better."""
    return StatusRules(
        (
            _at_most(Status.GREEN, 1, "Within plan"),
            _at_most(Status.AMBER, amber_to, "Slightly over"),
        ),
        Status.RED,
        "Over plan",
    )


@dataclass(frozen=True, slots=True)
class Constant:
    """The same target throughout."""

    target: Decimal

    def plan(self, _: Timeline) -> TargetPlan:
        return ConstantTarget(self.target)

    @property
    def last(self) -> Decimal:
        return self.target


@dataclass(frozen=True, slots=True)
class Linear:
    """In equal steps from the start of the cycle to its end."""

    baseline: Decimal
    target: Decimal

    def plan(self, _: Timeline) -> TargetPlan:
        return LinearTarget(self.baseline, self.target)

    @property
    def last(self) -> Decimal:
        return self.target


@dataclass(frozen=True, slots=True)
class Yearly:
    """A step with each of the four years of the cycle."""

    targets: tuple[Decimal, Decimal, Decimal, Decimal]

    def plan(self, timeline: Timeline) -> TargetPlan:
        first = timeline.cycle_start.year
        steps = (Step(date(first + year, 1, 1), target) for year, target in enumerate(self.targets))
        return SteppedTarget(tuple(steps))

    @property
    def last(self) -> Decimal:
        return self.targets[-1]


@dataclass(frozen=True, slots=True)
class Seasonal:
    """A step with each month: a straight way over the cycle, more or less by the season."""

    start: Decimal
    end: Decimal
    season: Decimal
    peak: int

    def plan(self, timeline: Timeline) -> TargetPlan:
        first = timeline.cycle_start.year
        steps = []
        for month in range(48):
            day = date(first + month // 12, month % 12 + 1, 1)
            level = self.start + (self.end - self.start) * month / 47
            figure = level + self.season * Decimal(str(round(seasonal(day.month, self.peak), 6)))
            steps.append(Step(day, round(figure, 2)))
        return SteppedTarget(tuple(steps))

    @property
    def last(self) -> Decimal:
        return self.end


Target = Constant | Linear | Yearly | Seasonal


def constant(target: Number) -> Constant:
    return Constant(number(target))


def linear(baseline: Number, target: Number) -> Linear:
    return Linear(number(baseline), number(target))


def yearly(first: Number, second: Number, third: Number, fourth: Number) -> Yearly:
    return Yearly((number(first), number(second), number(third), number(fourth)))


def seasonal_plan(start: Number, end: Number, season: Number, peak: int) -> Seasonal:
    return Seasonal(number(start), number(end), number(season), peak)


def _direction(lower: bool) -> Direction:
    return Direction.LOWER_IS_BETTER if lower else Direction.HIGHER_IS_BETTER


def _at_least(status: Status, factor: Number, label: str) -> StatusRule:
    return StatusRule(status, Operand.VALUE, Comparison.AT_LEAST, number(factor), BoundKind.FACTOR_OF_TARGET, label)


def _at_most(status: Status, factor: Number, label: str) -> StatusRule:
    return StatusRule(status, Operand.VALUE, Comparison.AT_MOST, number(factor), BoundKind.FACTOR_OF_TARGET, label)
