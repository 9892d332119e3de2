"""The stretch that a scorecard plans for, and the closing of its periods."""

from datetime import date
from typing import Any

import pytest

from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.errors import Conflict
from equipoise.domain.planning_cycle import (
    CycleTooLong,
    NotAPeriodEnd,
    OutsideCycle,
    PeriodNotOver,
    check_closing,
    check_cycle,
    reopened_from,
)

APRIL = FiscalCalendar(4)
YEAR = (date(2026, 4, 1), date(2027, 3, 31))


def test_ten_years_of_months_can_be_planned() -> None:
    check_cycle(date(2026, 1, 1), date(2035, 12, 31), Frequency.MONTHLY, APRIL)


def test_three_years_of_days_can_be_planned_but_not_four() -> None:
    check_cycle(date(2026, 1, 1), date(2028, 12, 31), Frequency.DAILY, APRIL)
    with pytest.raises(CycleTooLong, match="1,100 periods"):
        check_cycle(date(2026, 1, 1), date(2029, 12, 31), Frequency.DAILY, APRIL)


def close(through: date, **differently: Any) -> None:
    given: dict[str, Any] = {
        "cycle": YEAR,
        "frequency": Frequency.QUARTERLY,
        "calendar": APRIL,
        "closed_through": None,
        "today": date(2027, 6, 1),
    }
    check_closing(through, **given | differently)


def test_quarters_of_the_fiscal_year_can_be_closed_once_they_are_over() -> None:
    close(date(2026, 6, 30), today=date(2026, 7, 1))
    with pytest.raises(PeriodNotOver):
        close(date(2026, 6, 30), today=date(2026, 6, 30))
    with pytest.raises(NotAPeriodEnd, match="2026-06-30"):
        close(date(2026, 5, 31))


def test_the_last_period_of_a_cycle_that_ends_within_it_can_be_closed() -> None:
    close(date(2027, 3, 31), cycle=(YEAR[0], date(2027, 2, 10)))
    with pytest.raises(OutsideCycle):
        close(date(2027, 6, 30), cycle=(YEAR[0], date(2027, 2, 10)), today=date(2028, 1, 1))


def test_closing_never_opens() -> None:
    with pytest.raises(Conflict, match="reopen"):
        close(date(2026, 6, 30), closed_through=date(2026, 9, 30))


@pytest.mark.parametrize(
    ("start", "left"),
    [(date(2026, 10, 1), date(2026, 9, 30)), (date(2026, 7, 1), date(2026, 6, 30)), (YEAR[0], None)],
)
def test_what_lies_before_the_reopened_period_stays_closed(start: date, left: date | None) -> None:
    reopened = reopened_from(
        start,
        cycle_start=YEAR[0],
        frequency=Frequency.QUARTERLY,
        calendar=APRIL,
        closed_through=date(2026, 12, 31),
    )
    assert reopened == left
