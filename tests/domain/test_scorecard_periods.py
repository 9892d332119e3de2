"""KPIs that are finer or coarser than their scorecard, and what their missing periods count as."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.missing import MissingData
from equipoise.domain.scoring import AllOrNothing, Progress
from tests.domain.scorecards import Card

MONTHS = {"2026-01": 10, "2026-02": 40, "2026-03": 25}


def quarterly() -> Card:
    return Card(frequency=Frequency.QUARTERLY)


def score(card: Card, kpi: UUID, period: str = "2026-01") -> Decimal | None:
    return card.row(kpi, period).score


@pytest.mark.parametrize(
    ("aggregation", "value"),
    [
        (Aggregation.SUM, 75),
        (Aggregation.AVERAGE, 25),
        (Aggregation.LAST, 25),
        (Aggregation.MINIMUM, 10),
        (Aggregation.MAXIMUM, 40),
    ],
)
def test_months_become_a_quarter_by_the_aggregation_of_the_kpi(aggregation: Aggregation, value: int) -> None:
    card = quarterly()
    assert score(card, card.kpi(MONTHS, aggregation=aggregation)) == value


def test_a_ratio_becomes_a_quarter_by_its_parts() -> None:
    card = quarterly()
    values = {"2026-01": (50, 2, 4), "2026-02": (2, 2, 100)}
    row = card.row(card.kpi(values, aggregation=Aggregation.RATIO, ratio_factor=Decimal(100)), "2026-01")
    assert row.score is not None
    assert round(row.score, 2) == Decimal("3.85")


def test_the_target_of_the_last_month_with_a_value_holds_for_the_quarter() -> None:
    card = quarterly()
    targets = {"2026-01": 10, "2026-02": 50, "2026-03": 100}
    complete = card.kpi(MONTHS, targets, scoring=Progress(Decimal(0)))
    running = card.kpi({"2026-01": 10, "2026-02": 25}, targets, scoring=Progress(Decimal(0)))
    assert score(card, complete) == 25
    assert score(card, running) == 50


def test_sums_are_held_against_the_sum_of_the_targets_of_the_same_months() -> None:
    card = quarterly()
    targets = {"2026-01": 50, "2026-02": 50, "2026-03": 50}
    rules: dict[str, Any] = {"scoring": Progress(Decimal(0)), "aggregation": Aggregation.SUM}
    assert score(card, card.kpi(MONTHS, targets, **rules)) == 50
    assert score(card, card.kpi({"2026-01": 10, "2026-02": 40}, targets, **rules)) == 50


def test_a_sum_of_months_of_which_one_has_no_target_has_no_score() -> None:
    card = quarterly()
    kpi = card.kpi(MONTHS, {"2026-01": 50, "2026-03": 50}, scoring=AllOrNothing(), aggregation=Aggregation.SUM)
    assert score(card, kpi) is None


def test_a_week_counts_in_the_month_in_which_it_begins() -> None:
    card = Card()
    weeks = {"2026-03-23": 10, "2026-03-30": 20, "2026-04-06": 60}
    kpi = card.kpi(weeks, frequency=Frequency.WEEKLY, aggregation=Aggregation.SUM)
    assert score(card, kpi, "2026-03") == 30
    assert score(card, kpi, "2026-04") == 60


def test_a_quarter_stands_in_each_of_its_months() -> None:
    card = Card()
    kpi = card.kpi({"2025-10": 5, "2026-01": 60}, frequency=Frequency.QUARTERLY)
    rows = [row for row in card.rows("2025-12", "2026-04") if row.subject_id == kpi]
    assert [row.score for row in rows] == [5, 60, 60, 60, None]


def test_a_week_that_spans_two_months_shows_the_month_in_which_it_ends() -> None:
    card = Card(frequency=Frequency.WEEKLY)
    kpi = card.kpi({"2026-03": 5, "2026-04": 60})
    assert score(card, kpi, "2026-03-23") == 5
    assert score(card, kpi, "2026-03-30") == 60


def test_a_year_is_that_of_the_fiscal_calendar() -> None:
    card = Card(calendar=FiscalCalendar(first_month=4))
    kpi = card.kpi({"2025-04": 5, "2026-04": 60}, frequency=Frequency.YEARLY)
    assert score(card, kpi, "2026-03") == 5
    assert score(card, kpi, "2026-04") == 60


def test_a_value_from_before_the_first_period_is_carried_into_it() -> None:
    card = Card()
    kpi = card.kpi({"2025-11": 30}, missing_data=MissingData.CARRIED_FORWARD, carried_periods=2)
    rows = [row for row in card.rows("2026-01", "2026-02") if row.subject_id == kpi]
    assert [row.score for row in rows] == [30, None]


def test_a_value_is_carried_by_periods_of_the_kpi_not_of_the_scorecard() -> None:
    card = Card()
    kpi = card.kpi(
        {"2026-01": 30},
        frequency=Frequency.QUARTERLY,
        missing_data=MissingData.CARRIED_FORWARD,
        carried_periods=1,
    )
    rows = [row for row in card.rows("2026-01", "2026-12") if row.subject_id == kpi]
    assert [row.score for row in rows] == [30] * 6 + [None] * 6


def test_missing_months_count_as_zero_in_the_quarter() -> None:
    card = quarterly()
    kpi = card.kpi({"2026-02": 60}, aggregation=Aggregation.AVERAGE, missing_data=MissingData.ZERO)
    assert score(card, kpi) == 20


def test_months_that_are_not_due_yet_do_not_count_as_zero() -> None:
    card = quarterly()
    kpi = card.kpi(
        {"2026-02": 60},
        aggregation=Aggregation.AVERAGE,
        missing_data=MissingData.ZERO,
        due_from=date(2026, 1, 1),
        due_until=date(2026, 2, 28),
    )
    assert score(card, kpi) == 30
    assert score(card, kpi, "2026-04") is None


def test_missing_months_add_nothing_to_a_ratio_but_a_missing_quarter_is_zero() -> None:
    card = quarterly()
    kpi = card.kpi(
        {"2026-02": (50, 2, 4)},
        aggregation=Aggregation.RATIO,
        ratio_factor=Decimal(100),
        missing_data=MissingData.ZERO,
    )
    assert score(card, kpi) == 50
    assert score(card, kpi, "2026-04") == 0


@pytest.mark.parametrize("policy", MissingData)
@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("edge", [date(1900, 1, 1), date(2199, 12, 31)])
def test_scorecards_at_the_edge_of_the_calendar_are_scored(
    policy: MissingData, frequency: Frequency, edge: date
) -> None:
    for own in Frequency:
        card = Card(frequency=own, calendar=FiscalCalendar(7))
        kpi = card.kpi({}, frequency=frequency, missing_data=policy, carried_periods=3)
        assert card.row(kpi, edge.isoformat()).total_count == 1
