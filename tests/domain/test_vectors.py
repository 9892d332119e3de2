"""The reference test vectors of the field, each under its number."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from equipoise.domain.aggregation import Aggregation, Reading, aggregate
from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.missing import MissingData, fill
from equipoise.domain.rollup import NOTHING, SCORED_KPI, Child, Coverage, RollUp, roll_up
from equipoise.domain.scorecard import (
    Contribution,
    Figures,
    KnownScore,
    KpiSnapshot,
    ObjectiveSnapshot,
    PerspectiveSnapshot,
    ScorecardSnapshot,
    SubjectKind,
    score_scorecard,
)
from equipoise.domain.scoring import Direction, GoalAndRedFlag, Performance, Progress
from equipoise.domain.status import (
    BoundKind,
    Comparison,
    Operand,
    Status,
    StatusRule,
    StatusRules,
    status_of_score,
)
from equipoise.domain.targets import LinearTarget


def shown(figure: Decimal | None, places: int = 1) -> str:
    assert figure is not None
    return f"{figure:.{places}f}"


def children(*scores: int, weights: tuple[int, ...] | None = None) -> list[Child]:
    weighed = zip(scores, weights or (1,) * len(scores), strict=True)
    return [Child(Decimal(score), Decimal(weight), SCORED_KPI) for score, weight in weighed]


def test_vector_1_performance_and_progress_of_the_same_value() -> None:
    value = Decimal(16)
    assert Performance(Decimal(0), Decimal(100)).score(value) == 16
    assert shown(Progress(Decimal(15)).score(value, Decimal(45)), 2) == "3.33"


def test_vector_2_performance_on_a_scale_to_200() -> None:
    assert Performance(Decimal(0), Decimal(200)).score(Decimal(50)) == 25


@pytest.mark.parametrize(("value", "score"), [(300, "0.0"), (500, "33.3"), (700, "66.7"), (900, "100.0")])
def test_vector_3_goal_and_red_flag(value: int, score: str) -> None:
    method = GoalAndRedFlag(red_flag=Decimal(500), goal=Decimal(700))
    assert shown(method.score(Decimal(value))) == score


@pytest.mark.parametrize(
    ("value", "status"), [(499, Status.RED), (500, Status.AMBER), (699, Status.AMBER), (700, Status.GREEN)]
)
def test_vector_3_bands_begin_at_the_red_flag_and_at_the_goal(value: int, status: Status) -> None:
    method = GoalAndRedFlag(red_flag=Decimal(500), goal=Decimal(700))
    assert status_of_score(method.score(Decimal(value))) is status


def test_vector_4_equal_weights_are_half_and_half() -> None:
    half_covered = [Child(Decimal(80), Decimal(1), SCORED_KPI), Child(None, Decimal(1), Coverage(Decimal(0), 0, 1))]
    assert roll_up(half_covered, RollUp.WEIGHTED_AVERAGE).coverage.scored_weight == Decimal("0.5")
    assert roll_up(children(100, 0), RollUp.WEIGHTED_AVERAGE).score == 50


def test_vector_5_ratios_are_summed_apart_and_never_averaged() -> None:
    readings = [
        Reading(date(2026, 1, 1), Decimal(50), Decimal(2), Decimal(4)),
        Reading(date(2026, 2, 1), Decimal(2), Decimal(2), Decimal(100)),
    ]
    assert shown(aggregate(readings, Aggregation.RATIO, Decimal(100)), 2) == "3.85"


def test_vector_6_a_value_is_carried_forward_only_if_asked() -> None:
    first = date(2026, 9, 1)
    september = [first + timedelta(days=day) for day in range(5)]
    readings = {first: Reading(first, Decimal(21))}
    carried = fill(readings, september, MissingData.CARRIED_FORWARD, carry_at_most=4)
    assert carried[date(2026, 9, 5)].value == 21
    assert date(2026, 9, 5) not in fill(readings, september, MissingData.EXCLUDED)


@pytest.mark.parametrize(
    ("value", "label"), [(100, "Above"), (120, "Above"), (99, "Caution"), (90, "Caution"), (89, "Below")]
)
def test_vector_7_the_first_status_rule_that_matches_wins(value: int, label: str) -> None:
    rules = StatusRules(
        (
            StatusRule(
                Status.GREEN,
                Operand.VALUE,
                Comparison.AT_LEAST,
                Decimal(1),
                BoundKind.FACTOR_OF_TARGET,
                "Above",
            ),
            StatusRule(
                Status.AMBER,
                Operand.VALUE,
                Comparison.AT_LEAST,
                Decimal("0.9"),
                BoundKind.FACTOR_OF_TARGET,
                "Caution",
            ),
        ),
        Status.RED,
        "Below",
    )
    assert rules.judge(Decimal(value), None, None, Decimal(100))[1] == label


def test_vector_8_average_of_children() -> None:
    assert roll_up(children(50, 50, 25, 25, 0), RollUp.AVERAGE).score == 30


def test_vector_9_a_linear_target_grows_by_the_same_every_month() -> None:
    plan = LinearTarget(baseline=Decimal(0), target=Decimal(12_000))
    targets = plan.by_period(FiscalCalendar(), Frequency.MONTHLY, date(2026, 1, 1), date(2026, 12, 31))
    assert list(targets.values()) == [1_000 * month for month in range(1, 13)]
    assert plan.per_period(12) == 1_000


@pytest.mark.parametrize(("scores", "average"), [((64, 78, 6), "49"), ((27, 18, 73), "39")])
def test_vector_10_average_shown_whole(scores: tuple[int, ...], average: str) -> None:
    assert shown(roll_up(children(*scores), RollUp.AVERAGE).score, 0) == average


def test_vector_10_a_child_objective_counts_like_a_kpi() -> None:
    calendar, month = FiscalCalendar(), date(2026, 3, 1)
    perspective = PerspectiveSnapshot(uuid4())
    objective = ObjectiveSnapshot(uuid4(), perspective.id, rollup=RollUp.AVERAGE)
    scale = Performance(Decimal(0), Decimal(100))
    kpis = tuple(KpiSnapshot(uuid4(), objective.id, Frequency.MONTHLY, scale) for _ in range(2))
    child = Contribution(uuid4(), objective.id)
    rows = score_scorecard(
        ScorecardSnapshot(uuid4(), (perspective,), (objective,), kpis, (child,)),
        Figures(
            {kpi.id: {month: Reading(month, Decimal(value))} for kpi, value in zip(kpis, (27, 18), strict=True)},
            known={child.child_objective_id: {month: KnownScore(Decimal(73), NOTHING)}},
        ),
        [calendar.starting(month, Frequency.MONTHLY)],
        calendar,
    )
    (rolled,) = [row for row in rows if row.subject_kind is SubjectKind.OBJECTIVE]
    assert shown(rolled.score, 0) == "39"


@pytest.mark.parametrize(("value", "score"), [("4", 50), ("2", 100), ("6", 0)])
def test_vector_11_two_points_make_a_scale_where_lower_is_better(value: str, score: int) -> None:
    method = Performance(Decimal(2), Decimal(6), Direction.LOWER_IS_BETTER)
    assert method.score(Decimal(value)) == score


def test_vector_12_downtime_of_25_days_up_in_30() -> None:
    method = Performance(Decimal(0), Decimal(30), Direction.LOWER_IS_BETTER)
    assert shown(method.score(Decimal(25))) == "16.7"


def test_vector_13_weights_of_any_sum_are_normalised() -> None:
    assert roll_up(children(100, 100, 100, weights=(2, 5, 7)), RollUp.WEIGHTED_AVERAGE).score == 100
    rolled = roll_up(children(100, 0, 0, weights=(2, 5, 7)), RollUp.WEIGHTED_AVERAGE)
    assert shown(rolled.score) == "14.3"
    assert rolled.coverage.scored_weight == 1
