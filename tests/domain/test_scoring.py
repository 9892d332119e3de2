from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.scoring import (
    AllOrNothing,
    Choice,
    Direction,
    GoalAndRedFlag,
    Performance,
    Progress,
    Scoring,
    StayInRange,
    UnknownChoice,
    Unscored,
)
from tests.domain.strategies import (
    goals_and_red_flags,
    numbers,
    one_way,
    performances,
    progresses,
    ranges,
    scorings,
)


@given(scorings, numbers, st.none() | numbers)
def test_a_score_lies_in_0_to_100_and_is_the_attainment_clamped(
    scoring: Scoring, value: Decimal, target: Decimal | None
) -> None:
    score, attainment = scoring.score(value, target), scoring.attainment(value, target)
    if score is None or attainment is None:
        assert score is attainment
    else:
        assert 0 <= score <= 100
        assert score == min(max(attainment, Decimal(0)), Decimal(100))


@given(performances, numbers, numbers)
def test_performance_is_monotone_in_its_direction(method: Performance, one: Decimal, other: Decimal) -> None:
    worse, better = sorted([one, other], reverse=method.direction is Direction.LOWER_IS_BETTER)
    assert method.attainment(worse, None) <= method.attainment(better, None)
    assert method.score(worse) <= method.score(better)


@given(progresses, numbers, numbers)
def test_progress_never_falls_on_the_way_to_the_target(method: Progress, one: Decimal, other: Decimal) -> None:
    assert method.target is not None
    worse, better = sorted([one, other], reverse=method.target < method.baseline)
    assert (method.score(worse) or 0) <= (method.score(better) or 0)


@given(goals_and_red_flags, numbers, numbers)
def test_goal_and_red_flag_never_falls_on_the_way_to_the_goal(
    method: GoalAndRedFlag, one: Decimal, other: Decimal
) -> None:
    assert method.goal is not None
    worse, better = sorted([one, other], reverse=method.goal < method.red_flag)
    assert (method.score(worse) or 0) <= (method.score(better) or 0)


@given(one_way, numbers, numbers, numbers)
def test_all_or_nothing_never_falls_towards_the_target(
    direction: Direction, target: Decimal, one: Decimal, other: Decimal
) -> None:
    method = AllOrNothing(direction)
    worse, better = sorted([one, other], reverse=direction is Direction.LOWER_IS_BETTER)
    assert (method.score(worse, target) or 0) <= (method.score(better, target) or 0)


@given(ranges, numbers, numbers)
def test_stay_in_range_falls_with_the_distance_from_the_range(
    method: StayInRange, one: Decimal, other: Decimal
) -> None:
    below, nearer = sorted(min(value, method.high) for value in (one, other))
    assert method.score(below) <= method.score(nearer)
    nearer, above = sorted(max(value, method.low) for value in (one, other))
    assert method.score(nearer) >= method.score(above)


@pytest.mark.parametrize(("value", "score"), [(0, 0), (10, 50), (20, 100), (40, 100), (60, 100), (70, 75), (100, 0)])
def test_stay_in_range_falls_linearly_to_the_outer_limits(value: int, score: int) -> None:
    method = StayInRange(Decimal(0), Decimal(20), Decimal(60), Decimal(100))
    assert method.score(Decimal(value)) == score


def test_stay_in_range_can_ask_for_a_single_point() -> None:
    method = StayInRange(Decimal(0), Decimal(50), Decimal(50), Decimal(100))
    assert method.score(Decimal(50)) == 100
    assert method.score(Decimal(75)) == 50


def test_attainment_says_how_far_beyond_the_ends_a_value_lies() -> None:
    assert Performance(Decimal(0), Decimal(50)).attainment(Decimal(75), None) == 150
    assert StayInRange(Decimal(0), Decimal(20), Decimal(60), Decimal(100)).attainment(Decimal(-20), None) == -100


def test_progress_can_go_downwards() -> None:
    assert Progress(baseline=Decimal(40), target=Decimal(10)).score(Decimal(25)) == 50


def test_a_goal_below_the_red_flag_turns_the_scale_round() -> None:
    method = GoalAndRedFlag(red_flag=Decimal(700), goal=Decimal(500))
    assert method.score(Decimal(300)) == 100
    assert method.score(Decimal(900)) == 0


@pytest.mark.parametrize(("direction", "score"), [(Direction.HIGHER_IS_BETTER, 0), (Direction.LOWER_IS_BETTER, 100)])
def test_all_or_nothing_knows_which_side_of_the_target_is_good(direction: Direction, score: int) -> None:
    method = AllOrNothing(direction)
    assert method.score(Decimal(9), Decimal(10)) == score
    assert method.score(Decimal(10), Decimal(10)) == 100


@pytest.mark.parametrize("method", [Progress(Decimal(5)), GoalAndRedFlag(Decimal(5)), AllOrNothing(), Unscored()])
def test_without_a_target_there_is_no_score(method: Scoring) -> None:
    assert method.score(Decimal(7), None) is None


@pytest.mark.parametrize(
    "method",
    [Progress(Decimal(0), Decimal(10)), GoalAndRedFlag(Decimal(-10), Decimal(10)), AllOrNothing(target=Decimal(9))],
)
def test_a_target_in_the_method_goes_before_the_target_of_the_period(method: Scoring) -> None:
    assert method.score(Decimal(9), Decimal(1_000)) == method.score(Decimal(9), None)
    assert method.score(Decimal(9), None) is not None


@pytest.mark.parametrize("method", [Progress(Decimal(5)), GoalAndRedFlag(Decimal(5))])
def test_a_target_that_leaves_no_scale_gives_no_score(method: Scoring) -> None:
    assert method.score(Decimal(7), Decimal(5)) is None


MOOD = Choice((("Good", Decimal(100)), ("So so", Decimal(50)), ("Straße", Decimal(0))))


@pytest.mark.parametrize(("label", "score"), [("Good", 100), ("  good ", 100), ("SO SO", 50), ("STRASSE", 0)])
def test_a_label_is_found_whatever_its_case_and_blanks(label: str, score: int) -> None:
    assert MOOD.score_of(label) == score
    assert MOOD.score(MOOD.score_of(label)) == score


@pytest.mark.parametrize("label", ["", "excellent", "x" * 10_000_000])
def test_a_label_that_is_not_offered_is_refused_with_those_that_are(label: str) -> None:
    with pytest.raises(UnknownChoice, match="'Good', 'So so'") as refused:
        MOOD.score_of(label, "values.0.value")
    assert refused.value.field == "values.0.value"
    assert len(refused.value.message) < 200
