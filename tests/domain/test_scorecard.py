"""A scorecard's scores from its KPIs to the whole."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.calendar import Frequency
from equipoise.domain.missing import MissingData
from equipoise.domain.rollup import Coverage, RollUp
from equipoise.domain.scorecard import (
    KpiSnapshot,
    ObjectiveSnapshot,
    ScorecardSnapshot,
    ScoreRow,
    SubjectKind,
    score_reading,
)
from equipoise.domain.scoring import Progress, Unscored
from equipoise.domain.status import BoundKind, Comparison, Operand, Status, StatusRule, StatusRules
from tests.domain.scorecards import PERCENT, Card

MARCH = "2026-03"
WHOLE = Coverage(Decimal(1), 2, 4)


def coverage(row: ScoreRow) -> Coverage:
    return Coverage(row.scored_weight, row.scored_count, row.total_count)


def test_scores_roll_up_from_kpi_to_objective_to_perspective_to_scorecard() -> None:
    card = Card()
    top, bottom = card.perspective(weight=Decimal(3)), card.perspective(weight=Decimal(1))
    growth, margin = card.objective(top, weight=Decimal(1)), card.objective(top, weight=Decimal(2))
    card.kpi({MARCH: 40}, objective=growth)
    card.kpi({MARCH: 80}, objective=growth, weight=Decimal(3))
    card.kpi({MARCH: 10}, objective=margin)
    people = card.objective(bottom)
    card.kpi({MARCH: 90}, objective=people)
    assert card.row(growth, MARCH).score == 70
    assert card.row(top, MARCH).score == 30
    assert card.total(MARCH).score == 45
    assert card.total(MARCH).status is Status.AMBER


def test_coverage_says_how_many_kpis_and_how_much_of_the_weight_a_score_stands_on() -> None:
    card = Card()
    top, bottom = card.perspective(weight=Decimal(3)), card.perspective(weight=Decimal(1))
    growth = card.objective(top)
    card.kpi({MARCH: 40}, objective=growth, weight=Decimal(3))
    card.kpi({}, objective=growth, weight=Decimal(1))
    people = card.objective(bottom)
    card.kpi({}, objective=people)
    assert coverage(card.row(growth, MARCH)) == Coverage(Decimal("0.75"), 1, 2)
    assert coverage(card.row(people, MARCH)) == Coverage(Decimal(0), 0, 1)
    assert coverage(card.total(MARCH)) == Coverage(Decimal("0.5625"), 1, 3)


def test_a_scorecard_without_any_data_has_no_score_and_no_colour() -> None:
    card = Card()
    kpi = card.kpi({})
    assert {(row.score, row.attainment, row.status) for row in card.rows(MARCH)} == {(None, None, Status.NO_DATA)}
    assert coverage(card.row(kpi, MARCH)) == Coverage(Decimal(0), 0, 1)


def test_an_objective_without_kpis_has_no_data_in_any_period() -> None:
    card = Card()
    objective = card.objective()
    rows = [row for row in card.rows("2026-01", MARCH) if row.subject_id == objective]
    assert [(row.period_start.month, row.status) for row in rows] == [(month, Status.NO_DATA) for month in (1, 2, 3)]


def test_every_subject_has_one_row_in_every_period() -> None:
    card = Card()
    card.kpi({MARCH: 40})
    card.kpi({MARCH: 40}, scoring=Unscored())
    rows = card.rows("2026-01", "2026-12")
    subjects = {(row.subject_kind, row.subject_id) for row in rows}
    assert len(subjects) == 2 + 2 + 2 + 1
    assert len(rows) == len({(row.subject_id, row.period_start) for row in rows}) == len(subjects) * 12


def test_an_unscored_kpi_takes_no_part_in_score_and_coverage() -> None:
    card = Card()
    objective = card.objective()
    card.kpi({MARCH: 40}, objective=objective)
    watched = card.kpi({MARCH: 7}, objective=objective, scoring=Unscored(), weight=Decimal(9))
    assert coverage(card.row(objective, MARCH)) == Coverage(Decimal(1), 1, 1)
    assert coverage(card.row(watched, MARCH)) == Coverage(Decimal(0), 0, 0)
    assert card.row(watched, MARCH).status is Status.NO_DATA


def test_an_unscored_kpi_can_have_a_colour_by_rules_of_its_own() -> None:
    card = Card()
    green = StatusRule(Status.GREEN, Operand.VALUE, Comparison.AT_LEAST, Decimal(5))
    watched = card.kpi({MARCH: 7}, scoring=Unscored(), status_rules=StatusRules((green,), Status.RED))
    assert card.row(watched, MARCH).status is Status.GREEN


def test_a_kpi_is_coloured_by_rules_of_its_own_and_its_parents_by_their_score() -> None:
    card = Card()
    objective = card.objective()
    at_target = StatusRule(Status.GREEN, Operand.VALUE, Comparison.AT_LEAST, Decimal(1), BoundKind.FACTOR_OF_TARGET)
    rules = StatusRules((at_target,), Status.AMBER)
    kpi = card.kpi({MARCH: 20}, {MARCH: 20}, objective=objective, status_rules=rules)
    assert card.row(kpi, MARCH).status is Status.GREEN
    assert card.row(objective, MARCH).status is Status.RED


def test_attainment_is_the_score_of_a_kpi_unclamped() -> None:
    card = Card()
    kpi = card.kpi({MARCH: 150})
    assert card.row(kpi, MARCH).score == 100
    assert card.row(kpi, MARCH).attainment == 150


def test_progress_takes_the_target_of_the_period() -> None:
    card = Card()
    kpi = card.kpi({"2026-01": 5, "2026-02": 5, MARCH: 5}, {"2026-01": 10, MARCH: 20}, scoring=Progress(Decimal(0)))
    scores = [row.score for row in card.rows("2026-01", MARCH) if row.subject_id == kpi]
    assert scores == [50, None, 25]


def test_a_value_is_scored_in_its_own_period_as_on_its_scorecard() -> None:
    card = Card()
    kpi = card.kpi({MARCH: "33.3"}, {MARCH: 70}, scoring=Progress(Decimal("0.1")))
    (reading,) = card.readings[kpi].values()
    row = card.row(kpi, MARCH)
    assert score_reading(card.kpis[0], reading, Decimal(70)) == (row.score, row.attainment, row.status)


@pytest.mark.parametrize(("method", "score"), [(RollUp.MINIMUM, 20), (RollUp.MAXIMUM, 60), (RollUp.SUM, 80)])
def test_each_level_rolls_up_by_its_own_method(method: RollUp, score: int) -> None:
    card = Card()
    objective = card.objective(rollup=method)
    card.kpi({MARCH: 20}, objective=objective)
    card.kpi({MARCH: 60}, objective=objective)
    assert card.total(MARCH).score == score


def test_a_child_objective_contributes_its_score_weight_and_kpis() -> None:
    card = Card()
    objective = card.objective()
    card.kpi({MARCH: 40}, objective=objective)
    card.contribution(objective, {MARCH: (100, Coverage(Decimal("0.5"), 2, 4))}, weight=Decimal(2))
    row = card.row(objective, MARCH)
    assert row.score == 80
    assert coverage(row) == Coverage(Decimal("0.666666666667"), 3, 5)


@pytest.mark.parametrize("month", [MARCH, "2026-02"])
def test_a_child_objective_without_a_score_only_shows_in_the_coverage(month: str) -> None:
    card = Card()
    objective = card.objective()
    card.kpi({month: 40}, objective=objective)
    card.contribution(objective, {MARCH: (None, Coverage(Decimal(0), 0, 4))})
    row = card.row(objective, month)
    assert row.score == 40
    assert coverage(row) == Coverage(Decimal("0.5"), 1, 5 if month == MARCH else 1)


def test_of_a_finer_child_scorecard_the_latest_score_in_the_period_stands() -> None:
    card = Card(frequency=Frequency.QUARTERLY)
    objective = card.objective()
    card.contribution(objective, {"2026-01": (10, WHOLE), "2026-02": (60, WHOLE), MARCH: (None, WHOLE)})
    assert card.row(objective, "2026-01").score == 60


def test_of_a_coarser_child_scorecard_the_period_that_holds_the_end_stands() -> None:
    card = Card()
    objective = card.objective()
    quarters = {"2025-10": (10, WHOLE), "2026-01": (60, WHOLE)}
    card.contribution(objective, quarters, frequency=Frequency.QUARTERLY)
    assert [row.score for row in card.rows("2025-12", "2026-02") if row.subject_id == objective] == [10, 60, 60]


values = st.none() | st.integers(0, 100)
weights = st.integers(0, 9)
trees = st.lists(st.lists(st.lists(st.tuples(values, weights), max_size=3), max_size=3), min_size=1, max_size=3)


def average(children: list[tuple[Fraction | None, int]]) -> Fraction | None:
    scored = [(score, weight) for score, weight in children if score is not None]
    if not any(weight for _, weight in scored):
        scored = [(score, 1) for score, _ in scored]
    whole = sum(weight for _, weight in scored)
    return sum((score * weight for score, weight in scored), Fraction(0)) / whole if whole else None


@given(trees)
def test_the_scorecard_is_the_weighted_average_of_averages(tree: list[list[list[tuple[int | None, int]]]]) -> None:
    card = Card()
    of_perspectives = []
    for perspective in tree:
        top = card.perspective(weight=Decimal(len(perspective)))
        of_objectives = []
        for objective in perspective:
            below = card.objective(top, weight=Decimal(len(objective)))
            for value, weight in objective:
                card.kpi({} if value is None else {MARCH: value}, objective=below, weight=Decimal(weight))
            of_kpis = [(None if value is None else Fraction(value), weight) for value, weight in objective]
            of_objectives.append((average(of_kpis), len(objective)))
        of_perspectives.append((average(of_objectives), len(perspective)))
    expected = average(of_perspectives)
    total = card.total(MARCH)
    assert (total.score is None) is (expected is None)
    if total.score is not None and expected is not None:
        assert abs(Fraction(total.score) - expected) < Fraction(1, 10**10)
    assert total.total_count == sum(len(objective) for perspective in tree for objective in perspective)


@given(
    st.lists(values, min_size=24, max_size=24),
    st.sampled_from(Frequency),
    st.sampled_from(MissingData),
    st.integers(0, 3),
)
def test_a_period_scored_alone_comes_out_as_among_the_others(
    months: list[int | None], frequency: Frequency, policy: MissingData, carried: int
) -> None:
    card = Card(frequency=frequency)
    recorded = {f"{2025 + month // 12}-{month % 12 + 1:02}": value for month, value in enumerate(months)}
    given_values = {month: value for month, value in recorded.items() if value is not None}
    card.kpi(given_values, missing_data=policy, carried_periods=carried)
    together = card.rows("2025-06-15", "2025-07-31")
    alone = [card.rows(str(start)) for start in sorted({row.period_start for row in together})]
    assert sorted(together) == sorted(row for rows in alone for row in rows)


def test_scaling_every_weight_changes_no_score() -> None:
    card = Card()
    for place in range(6):
        perspective = card.perspective(weight=Decimal(place))
        objective = card.objective(perspective, weight=Decimal(place + 1) / 8)
        card.kpi({MARCH: 13 * place}, objective=objective, weight=Decimal(place + 2))
        card.kpi({MARCH: 7 * place} if place % 2 else {}, objective=objective, weight=Decimal(place + 3))
    before = card.rows(MARCH)
    card.perspectives = [replace(part, weight=part.weight * 7) for part in card.perspectives]
    card.objectives = [replace(part, weight=part.weight * 1000) for part in card.objectives]
    card.kpis = [replace(part, weight=part.weight / 8) for part in card.kpis]
    assert card.rows(MARCH) == before


def test_a_part_that_hangs_on_nothing_is_a_mistake_of_the_caller() -> None:
    kpi = KpiSnapshot(uuid4(), uuid4(), Frequency.MONTHLY, PERCENT)
    with pytest.raises(ValueError, match=str(kpi.id)):
        ScorecardSnapshot(uuid4(), (), (), (kpi,))
    objective = ObjectiveSnapshot(uuid4(), uuid4())
    with pytest.raises(ValueError, match=str(objective.id)):
        ScorecardSnapshot(uuid4(), (), (objective,), ())


def test_the_kinds_of_subject_are_told_apart() -> None:
    card = Card()
    card.kpi({MARCH: 40})
    assert [row.subject_kind for row in card.rows(MARCH)] == list(SubjectKind)
