"""Numbers, scoring methods, rules and plans as people might set them up."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.scoring import (
    AllOrNothing,
    Choice,
    Direction,
    GoalAndRedFlag,
    Performance,
    Progress,
    Scoring,
    StayInRange,
    Unscored,
)
from equipoise.domain.status import BoundKind, Comparison, Operand, Status, StatusRule, StatusRules
from equipoise.domain.targets import ConstantTarget, LinearTarget, Step, SteppedTarget, TargetPlan

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
positive = st.decimals(min_value="0.0001", max_value=10**9, places=4)
scores = st.decimals(min_value=0, max_value=100, places=12)
label_scores = st.decimals(min_value=0, max_value=100, places=4)
weights = st.decimals(min_value=0, max_value=1_000, places=3)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
frequencies = st.sampled_from(Frequency)
calendars = st.builds(FiscalCalendar, st.integers(1, 12))
one_way = st.sampled_from([Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER])
labels = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=100)


def ascending(count: int) -> st.SearchStrategy[list[Decimal]]:
    return st.lists(numbers, min_size=count, max_size=count, unique=True).map(sorted)


performances = st.builds(lambda ends, direction: Performance(ends[0], ends[1], direction), ascending(2), one_way)
progresses = ascending(2).flatmap(st.permutations).map(lambda ends: Progress(*ends))
goals_and_red_flags = ascending(2).flatmap(st.permutations).map(lambda ends: GoalAndRedFlag(*ends))
ranges = ascending(4).map(lambda limits: StayInRange(*limits))
label_lines = st.lists(
    st.tuples(labels, label_scores), min_size=1, max_size=8, unique_by=lambda line: line[0].casefold()
)
choices = label_lines.map(lambda lines: Choice(tuple(lines)))
scorings: st.SearchStrategy[Scoring] = st.one_of(
    performances,
    progresses,
    st.builds(Progress, numbers),
    goals_and_red_flags,
    st.builds(GoalAndRedFlag, numbers),
    st.builds(AllOrNothing, one_way, st.none() | numbers),
    ranges,
    choices,
    st.just(Unscored()),
)

colours = st.sampled_from([Status.GREEN, Status.AMBER, Status.RED])
status_rules = st.builds(
    StatusRules,
    st.lists(
        st.one_of(
            st.builds(
                StatusRule,
                colours,
                st.sampled_from(Operand),
                st.sampled_from(Comparison),
                numbers,
                label=st.none() | labels,
            ),
            st.builds(
                StatusRule,
                colours,
                st.just(Operand.VALUE),
                st.sampled_from(Comparison),
                numbers,
                st.just(BoundKind.FACTOR_OF_TARGET),
                st.none() | labels,
            ),
        ),
        max_size=4,
    ).map(tuple),
    colours,
    st.none() | labels,
)

target_plans: st.SearchStrategy[TargetPlan] = st.one_of(
    st.builds(ConstantTarget, numbers),
    st.builds(LinearTarget, numbers, numbers),
    st.dictionaries(days, numbers, min_size=1, max_size=6).map(
        lambda steps: SteppedTarget(tuple(Step(day, steps[day]) for day in sorted(steps)))
    ),
)
