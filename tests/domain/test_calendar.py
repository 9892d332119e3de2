from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.calendar import FIRST_DAY, LAST_DAY, FiscalCalendar, Frequency, NotAPeriodStart
from equipoise.domain.errors import Refusal
from tests.domain.strategies import calendars, days, frequencies


@pytest.mark.parametrize(
    ("first_month", "day", "frequency", "days", "label"),
    [
        (1, "2026-03-05", Frequency.DAILY, "2026-03-05 2026-03-05", "2026-03-05"),
        (1, "2026-02-15", Frequency.WEEKLY, "2026-02-09 2026-02-15", "2026-W07"),
        (1, "2027-01-01", Frequency.WEEKLY, "2026-12-28 2027-01-03", "2026-W53"),
        (1, "2026-03-31", Frequency.MONTHLY, "2026-03-01 2026-03-31", "2026-03"),
        (1, "2028-02-29", Frequency.MONTHLY, "2028-02-01 2028-02-29", "2028-02"),
        (1, "2026-03-31", Frequency.QUARTERLY, "2026-01-01 2026-03-31", "FY2026 Q1"),
        (1, "2026-12-31", Frequency.YEARLY, "2026-01-01 2026-12-31", "FY2026"),
        (4, "2026-03-31", Frequency.QUARTERLY, "2026-01-01 2026-03-31", "FY2026 Q4"),
        (4, "2026-04-01", Frequency.YEARLY, "2026-04-01 2027-03-31", "FY2027"),
        (12, "2026-01-15", Frequency.QUARTERLY, "2025-12-01 2026-02-28", "FY2026 Q1"),
        (2, "2026-01-31", Frequency.QUARTERLY, "2025-11-01 2026-01-31", "FY2026 Q4"),
    ],
)
def test_a_day_lies_in_its_period(first_month: int, day: str, frequency: Frequency, days: str, label: str) -> None:
    calendar = FiscalCalendar(first_month)
    period = calendar.holding(date.fromisoformat(day), frequency)
    assert (f"{period.start} {period.end}", calendar.label(period)) == (days, label)


@given(calendars, days, frequencies)
def test_a_period_holds_the_day_it_was_found_by_and_its_own_start(
    calendar: FiscalCalendar, day: date, frequency: Frequency
) -> None:
    period = calendar.holding(day, frequency)
    assert period.holds(day)
    assert calendar.starting(period.start, frequency) == period
    assert calendar.holding(period.end, frequency) == period


@given(calendars, days, frequencies)
def test_the_period_after_the_one_before_is_the_same(calendar: FiscalCalendar, day: date, frequency: Frequency) -> None:
    period = calendar.holding(day, frequency)
    assert calendar.next(calendar.previous(period)) == period
    assert calendar.next(period).start == period.end + timedelta(days=1)


@given(calendars, days, frequencies, frequencies)
def test_every_finer_period_belongs_to_exactly_one_coarser_period(
    calendar: FiscalCalendar, day: date, one: Frequency, other: Frequency
) -> None:
    finer, coarser = sorted([one, other], key=list(Frequency).index)
    outer = calendar.holding(day, coarser)
    following = calendar.next(outer)
    inner = calendar.within(outer, finer) + calendar.within(following, finer)
    assert all(calendar.next(earlier) == later for earlier, later in pairwise(inner))
    assert all(calendar.holding(period.start, coarser) in (outer, following) for period in inner)
    assert calendar.previous(inner[0]).start < outer.start
    assert calendar.next(inner[-1]).start > following.end


@given(calendars, days, st.integers(0, 800), frequencies)
def test_the_periods_between_two_days_cover_them_without_gap(
    calendar: FiscalCalendar, first: date, length: int, frequency: Frequency
) -> None:
    last = first + timedelta(days=length)
    periods = calendar.between(first, last, frequency)
    assert periods[0].holds(first)
    assert periods[-1].holds(last)
    assert all(calendar.next(earlier) == later for earlier, later in pairwise(periods))


def test_no_period_lies_between_days_that_are_reversed() -> None:
    assert FiscalCalendar().between(date(2026, 2, 1), date(2026, 1, 1), Frequency.DAILY) == []


def test_a_week_belongs_to_the_month_in_which_it_begins() -> None:
    calendar = FiscalCalendar()
    march = calendar.holding(date(2026, 3, 1), Frequency.MONTHLY)
    weeks = [calendar.label(week) for week in calendar.within(march, Frequency.WEEKLY)]
    assert weeks == ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"]


def test_a_day_inside_a_period_is_refused_as_its_start_and_the_right_one_named() -> None:
    with pytest.raises(NotAPeriodStart, match="begins on 2026-03-01"):
        FiscalCalendar().starting(date(2026, 3, 2), Frequency.MONTHLY)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1), date.min, date.max])
@pytest.mark.parametrize("frequency", Frequency)
def test_days_outside_three_centuries_are_refused(day: date, frequency: Frequency) -> None:
    with pytest.raises(Refusal) as refused:
        FiscalCalendar().holding(day, frequency)
    assert refused.value.code == "DATE_OUT_OF_RANGE"


@pytest.mark.parametrize("first_month", range(1, 13))
@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
@pytest.mark.parametrize("frequency", Frequency)
def test_the_first_and_the_last_day_have_whole_periods(first_month: int, day: date, frequency: Frequency) -> None:
    calendar = FiscalCalendar(first_month)
    period = calendar.holding(day, frequency)
    assert period.holds(day)
    assert calendar.within(period, Frequency.DAILY)[-1].start == min(period.end, LAST_DAY)


@pytest.mark.parametrize("first_month", [0, 13, -1])
def test_a_year_begins_with_one_of_twelve_months(first_month: int) -> None:
    with pytest.raises(Refusal) as refused:
        FiscalCalendar(first_month)
    assert refused.value.field == "fiscalYearFirstMonth"


def test_frequencies_are_ordered_from_fine_to_coarse() -> None:
    assert Frequency.WEEKLY.is_finer_than(Frequency.MONTHLY)
    assert not Frequency.YEARLY.is_finer_than(Frequency.QUARTERLY)
    assert not Frequency.DAILY.is_finer_than(Frequency.DAILY)
