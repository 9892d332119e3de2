from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.errors import Refusal
from equipoise.domain.rollup import (
    KPI_WITHOUT_SCORE,
    NOTHING,
    SCORED_KPI,
    Child,
    Coverage,
    RollUp,
    parse_weight,
    roll_up,
)
from equipoise.domain.status import Status
from tests.domain.strategies import scores, weights

kpis = st.builds(
    lambda score, weight: Child(score, weight, KPI_WITHOUT_SCORE if score is None else SCORED_KPI),
    st.none() | scores,
    weights,
)
families = st.lists(kpis, max_size=10)
methods = st.sampled_from(RollUp)


def kpi(score: int | None, weight: int = 1) -> Child:
    if score is None:
        return Child(None, Decimal(weight), KPI_WITHOUT_SCORE)
    return Child(Decimal(score), Decimal(weight), SCORED_KPI)


@given(families, methods)
def test_a_rolled_up_score_lies_in_0_to_100(children: list[Child], method: RollUp) -> None:
    rolled = roll_up(children, method)
    if rolled.score is None:
        assert all(child.score is None for child in children)
        assert rolled.status is Status.NO_DATA
    else:
        assert 0 <= rolled.score <= 100
        assert rolled.status is not Status.NO_DATA


@given(families, methods, st.sampled_from(["0.001", "0.3", "7", "1000"]))
def test_scaling_all_weights_changes_nothing(children: list[Child], method: RollUp, factor: str) -> None:
    scaled = [child._replace(weight=child.weight * Decimal(factor)) for child in children]
    assert roll_up(scaled, method) == roll_up(children, method)


@given(st.lists(families, max_size=5), st.lists(weights, min_size=5, max_size=5), methods)
def test_coverage_never_exceeds_the_whole(grown: list[list[Child]], over: list[Decimal], method: RollUp) -> None:
    parents = [roll_up(children, method) for children in grown]
    whole = roll_up([Child(up.score, weight, up.coverage) for up, weight in zip(parents, over, strict=False)], method)
    for _, _, coverage in [*parents, whole]:
        assert 0 <= coverage.scored_weight <= 1
        assert 0 <= coverage.scored_count <= coverage.total_count
    assert whole.coverage.total_count == sum(map(len, grown))


@given(families, st.integers(0, 9), scores, scores)
def test_a_better_child_never_makes_a_worse_parent(
    children: list[Child], place: int, one: Decimal, other: Decimal
) -> None:
    worse, better = sorted([one, other])
    for method in RollUp:
        lower, higher = (
            roll_up([*children[:place], Child(score, Decimal(1), SCORED_KPI), *children[place:]], method).score
            for score in (worse, better)
        )
        assert lower is not None
        assert higher is not None
        assert lower <= higher


@pytest.mark.parametrize(
    ("method", "score"),
    [
        (RollUp.WEIGHTED_AVERAGE, 50),
        (RollUp.AVERAGE, 40),
        (RollUp.MINIMUM, 20),
        (RollUp.MAXIMUM, 60),
        (RollUp.SUM, 80),
    ],
)
def test_children_without_a_score_leave_the_score_and_show_in_the_coverage(method: RollUp, score: int) -> None:
    rolled = roll_up([kpi(20, 1), kpi(60, 3), kpi(None, 4)], method)
    assert rolled.score == score
    assert rolled.coverage == Coverage(Decimal("0.5"), 2, 3)


def test_a_sum_stops_at_100() -> None:
    assert roll_up([kpi(70), kpi(80)], RollUp.SUM).score == 100


def test_children_that_all_weigh_nothing_count_alike() -> None:
    rolled = roll_up([kpi(20, 0), kpi(60, 0)], RollUp.WEIGHTED_AVERAGE)
    assert rolled.score == 40
    assert rolled.coverage.scored_weight == 1


def test_scored_children_that_weigh_nothing_count_alike_but_cover_nothing() -> None:
    rolled = roll_up([kpi(20, 0), kpi(60, 0), kpi(None, 5)], RollUp.WEIGHTED_AVERAGE)
    assert rolled.score == 40
    assert rolled.coverage == Coverage(Decimal(0), 2, 3)


def test_a_parent_of_nothing_has_no_data() -> None:
    assert roll_up([], RollUp.WEIGHTED_AVERAGE) == (None, Status.NO_DATA, NOTHING)


def test_a_child_without_kpis_weighs_on_the_coverage() -> None:
    rolled = roll_up([kpi(80), Child(None, Decimal(1), NOTHING)], RollUp.WEIGHTED_AVERAGE)
    assert rolled.score == 80
    assert rolled.coverage == Coverage(Decimal("0.5"), 1, 1)


def test_coverage_counts_kpis_through_the_levels() -> None:
    objective = roll_up([kpi(80), kpi(None)], RollUp.WEIGHTED_AVERAGE)
    other = roll_up([kpi(60)], RollUp.WEIGHTED_AVERAGE)
    above = [Child(up.score, Decimal(1), up.coverage) for up in (objective, other)]
    assert roll_up(above, RollUp.WEIGHTED_AVERAGE).coverage == Coverage(Decimal("0.75"), 2, 3)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("-0.1", "NEGATIVE_WEIGHT"),
        ("1000001", "WEIGHT_TOO_LARGE"),
        ("NaN", "NOT_A_NUMBER"),
        ("9" * 400, "NUMBER_TOO_LARGE"),
        (None, "NOT_A_NUMBER"),
    ],
)
def test_a_weight_that_makes_no_sense_is_refused(raw: object, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_weight(raw, "objectives.2.weight")
    assert (refused.value.code, refused.value.field) == (code, "objectives.2.weight")


def test_a_weight_may_be_zero() -> None:
    assert parse_weight("0") == 0
