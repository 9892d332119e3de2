"""Periods of every length."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise_sdk import Grain

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("grain", "first_month", "start", "end"),
    [
        (Grain.DAY, 1, date(2026, 5, 20), date(2026, 5, 20)),
        (Grain.WEEK, 1, date(2026, 5, 18), date(2026, 5, 24)),
        (Grain.MONTH, 1, date(2026, 5, 1), date(2026, 5, 31)),
        (Grain.QUARTER, 1, date(2026, 4, 1), date(2026, 6, 30)),
        (Grain.QUARTER, 2, date(2026, 5, 1), date(2026, 7, 31)),
        (Grain.YEAR, 1, date(2026, 1, 1), date(2026, 12, 31)),
        (Grain.YEAR, 10, date(2025, 10, 1), date(2026, 9, 30)),
    ],
)
def test_a_day_lies_in_its_period(grain: Grain, first_month: int, start: date, end: date) -> None:
    assert grain.period_start(date(2026, 5, 20), first_month) == start
    assert grain.period_end(start) == end


@given(day=DAYS, grain=st.sampled_from(Grain), first_month=st.integers(1, 12))
def test_periods_follow_each_other_without_gap_or_overlap(day: date, grain: Grain, first_month: int) -> None:
    start = grain.period_start(day, first_month)
    end = grain.period_end(start)
    assert start <= day <= end
    assert grain.period_start(end, first_month) == start
    assert grain.period_start(grain.next_start(start), first_month) == grain.next_start(start)
