"""Targets over a cycle: constant, linear from a baseline, or stepped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice, pairwise
from typing import Final, TypeAlias

from equipoise.domain.calendar import FiscalCalendar, Frequency, Period
from equipoise.domain.decimals import as_text, as_value, minus, over, plus, times
from equipoise.domain.errors import Invalid
from equipoise.domain.fields import Fields, TooMany, read_object
from equipoise.domain.scoring.scale import require_numbers

MOST_STEPS: Final = 400
MOST_PERIODS: Final = 4_000


class TargetKind(StrEnum):
    CONSTANT = "CONSTANT"
    LINEAR = "LINEAR"
    STEPPED = "STEPPED"


@dataclass(frozen=True, slots=True)
class ConstantTarget:
    """The same target in every period."""

    target: Decimal

    def __post_init__(self) -> None:
        require_numbers(target=self.target)

    def by_period(
        self, calendar: FiscalCalendar, frequency: Frequency, cycle_start: date, cycle_end: date
    ) -> dict[date, Decimal]:
        """The target of each period of the cycle, by the period's first day."""
        periods = periods_of_cycle(calendar, frequency, cycle_start, cycle_end)
        return {period.start: self.target for period in periods}


@dataclass(frozen=True, slots=True)
class LinearTarget:
    """From the baseline in equal steps to the target in the last period. Source: reference vector 9."""

    baseline: Decimal
    target: Decimal

    def __post_init__(self) -> None:
        require_numbers(baseline=self.baseline, target=self.target)

    def per_period(self, periods: int) -> Decimal:
        """What one period adds: 12,000 over 12 months are 1,000 a month."""
        return over(minus(self.target, self.baseline), Decimal(periods))

    def by_period(
        self, calendar: FiscalCalendar, frequency: Frequency, cycle_start: date, cycle_end: date
    ) -> dict[date, Decimal]:
        """The target of each period of the cycle, by the period's first day, to 10 places."""
        periods = periods_of_cycle(calendar, frequency, cycle_start, cycle_end)
        whole, count = minus(self.target, self.baseline), Decimal(len(periods))
        return {
            period.start: as_value(plus(self.baseline, over(times(whole, Decimal(number)), count)))
            for number, period in enumerate(periods, start=1)
        }


@dataclass(frozen=True, slots=True)
class Step:
    """A target in force from a day on."""

    since: date
    target: Decimal


@dataclass(frozen=True, slots=True)
class SteppedTarget:
    """Targets that change on given days.

    A target is what should be reached at the end of a period, so the step in force on a period's last day
    is the period's. Periods before the first step have none.
    """

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise Invalid("A stepped target needs at least one step.", field="steps")
        if len(self.steps) > MOST_STEPS:
            raise TooMany(f"{len(self.steps)} steps; at most {MOST_STEPS} can be kept.", field="steps")
        for index, step in enumerate(self.steps):
            require_numbers(**{f"steps.{index}.target": step.target})
        for index, (earlier, later) in enumerate(pairwise(self.steps), start=1):
            if later.since <= earlier.since:
                raise Invalid(
                    f"Steps go forward in time; {later.since} does not come after {earlier.since}.",
                    field=f"steps.{index}.since",
                )

    def by_period(
        self, calendar: FiscalCalendar, frequency: Frequency, cycle_start: date, cycle_end: date
    ) -> dict[date, Decimal]:
        """The target of each period of the cycle that has one, by the period's first day."""
        targets: dict[date, Decimal] = {}
        ahead = list(reversed(self.steps))
        in_force: Decimal | None = None
        for period in periods_of_cycle(calendar, frequency, cycle_start, cycle_end):
            while ahead and ahead[-1].since <= period.end:
                in_force = ahead.pop().target
            if in_force is not None:
                targets[period.start] = in_force
        return targets


TargetPlan: TypeAlias = ConstantTarget | LinearTarget | SteppedTarget


def periods_of_cycle(
    calendar: FiscalCalendar, frequency: Frequency, cycle_start: date, cycle_end: date
) -> list[Period]:
    """The periods that begin in the cycle; for a KPI coarser than the cycle, the one that holds its end.

    Raises: Invalid (cycle the wrong way round), TooMany, DateOutOfRange.
    """
    if cycle_end < cycle_start:
        raise Invalid(f"The cycle ends on {cycle_end}, before it begins on {cycle_start}.", field="cycleEnd")
    periods = list(islice(calendar.each(cycle_start, cycle_end, frequency), MOST_PERIODS + 2))
    beginning = [period for period in periods if period.start >= cycle_start]
    if len(beginning) > MOST_PERIODS:
        raise TooMany(
            f"{cycle_start} to {cycle_end} has more than {MOST_PERIODS:,} {frequency.lower()} periods.",
            field="cycleEnd",
        )
    return beginning or periods[-1:]


def target_to_json(plan: TargetPlan) -> dict[str, object]:
    """The plan as a JSON object; numbers are texts."""
    match plan:
        case ConstantTarget(target):
            return {"kind": TargetKind.CONSTANT.value, "target": as_text(target)}
        case LinearTarget(baseline, target):
            return {
                "kind": TargetKind.LINEAR.value,
                "baseline": as_text(baseline),
                "target": as_text(target),
            }
        case SteppedTarget(steps):
            lines = [{"since": step.since.isoformat(), "target": as_text(step.target)} for step in steps]
            return {"kind": TargetKind.STEPPED.value, "steps": lines}


def target_from_json(raw: object) -> TargetPlan:
    """The plan of a JSON object as `target_to_json` writes it.

    Raises: MissingField, UnknownField, Invalid, NotANumber, TooMany, naming the field (`steps.0.since`).
    """
    return read_object(raw, lambda fields: _READERS[fields.one_of("kind", TargetKind)](fields))


def _step(fields: Fields) -> Step:
    return Step(fields.day("since"), fields.number("target"))


_READERS: Final[dict[TargetKind, Callable[[Fields], TargetPlan]]] = {
    TargetKind.CONSTANT: lambda fields: ConstantTarget(fields.number("target")),
    TargetKind.LINEAR: lambda fields: LinearTarget(fields.number("baseline"), fields.number("target")),
    TargetKind.STEPPED: lambda fields: SteppedTarget(fields.list_of("steps", _step, MOST_STEPS)),
}
