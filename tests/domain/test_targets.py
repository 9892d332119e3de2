from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.errors import Refusal
from equipoise.domain.targets import ConstantTarget, LinearTarget, Step, SteppedTarget, TargetPlan, target_from_json
from tests.domain.strategies import calendars, numbers

YEAR = date(2026, 1, 1), date(2026, 12, 31)
frequencies = st.sampled_from([Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.YEARLY])
cycle_days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
cycles = st.tuples(cycle_days, cycle_days).map(sorted)


@given(calendars, frequencies, cycles, numbers, numbers)
def test_a_linear_target_reaches_the_target_in_the_last_period(
    calendar: FiscalCalendar, frequency: Frequency, cycle: list[date], baseline: Decimal, target: Decimal
) -> None:
    targets = LinearTarget(baseline, target).by_period(calendar, frequency, *cycle)
    assert list(targets.values())[-1] == target
    assert all(min(baseline, target) <= value <= max(baseline, target) for value in targets.values())


@given(calendars, frequencies, cycles, numbers)
def test_a_constant_target_holds_in_every_period_of_the_cycle(
    calendar: FiscalCalendar, frequency: Frequency, cycle: list[date], target: Decimal
) -> None:
    targets = ConstantTarget(target).by_period(calendar, frequency, *cycle)
    assert set(targets.values()) == {target}
    assert all(earlier < later for earlier, later in pairwise(targets))


def test_a_step_is_in_force_from_the_period_in_which_it_falls() -> None:
    plan = SteppedTarget((Step(date(2026, 2, 1), Decimal(10)), Step(date(2026, 4, 15), Decimal(20))))
    targets = plan.by_period(FiscalCalendar(), Frequency.MONTHLY, date(2026, 1, 1), date(2026, 5, 31))
    assert targets == {date(2026, 2, 1): 10, date(2026, 3, 1): 10, date(2026, 4, 1): 20, date(2026, 5, 1): 20}


def test_a_step_before_the_cycle_is_in_force_when_it_begins() -> None:
    plan = SteppedTarget((Step(date(2020, 1, 1), Decimal(10)), Step(date(2021, 1, 1), Decimal(20))))
    assert set(plan.by_period(FiscalCalendar(), Frequency.QUARTERLY, *YEAR).values()) == {Decimal(20)}


def test_a_week_that_begins_before_the_cycle_has_no_target_in_it() -> None:
    targets = ConstantTarget(Decimal(1)).by_period(FiscalCalendar(), Frequency.WEEKLY, *YEAR)
    assert min(targets) == date(2026, 1, 5)
    assert len(targets) == 52


def test_a_kpi_coarser_than_the_cycle_has_the_target_of_its_period() -> None:
    plan = LinearTarget(Decimal(0), Decimal(8))
    quarter = plan.by_period(FiscalCalendar(), Frequency.YEARLY, date(2026, 4, 1), date(2026, 6, 30))
    assert quarter == {date(2026, 1, 1): 8}


def test_a_linear_target_is_kept_with_ten_places() -> None:
    targets = LinearTarget(Decimal(0), Decimal(1)).by_period(
        FiscalCalendar(), Frequency.MONTHLY, date(2026, 1, 1), date(2026, 3, 31)
    )
    assert list(map(str, targets.values())) == ["0.3333333333", "0.6666666667", "1"]


@pytest.mark.parametrize(
    "plan",
    [ConstantTarget(Decimal(1)), LinearTarget(Decimal(0), Decimal(1)), SteppedTarget((Step(YEAR[0], Decimal(1)),))],
)
def test_a_cycle_that_is_reversed_or_endless_is_refused(plan: TargetPlan) -> None:
    for start, end, code in [
        (YEAR[1], YEAR[0], "INVALID"),
        (date(1900, 1, 1), date(2199, 12, 31), "TOO_MANY"),
        (date(2026, 1, 1), date.max, "DATE_OUT_OF_RANGE"),
    ]:
        with pytest.raises(Refusal) as refused:
            plan.by_period(FiscalCalendar(), Frequency.DAILY, start, end)
        assert refused.value.code == code


STEPS = [{"since": "2026-01-01", "target": "1"}, {"since": "2026-02-01", "target": "2"}]


@pytest.mark.parametrize(
    ("document", "code", "field"),
    [
        ({"kind": "CONSTANT"}, "MISSING_FIELD", "target"),
        ({"kind": "CONSTANT", "target": "NaN"}, "NOT_A_NUMBER", "target"),
        ({"kind": "CONSTANT", "target": "1", "baseline": "0"}, "UNKNOWN_FIELD", "baseline"),
        ({"kind": "LINEAR", "target": "1"}, "MISSING_FIELD", "baseline"),
        ({"kind": "WAVY", "target": "1"}, "INVALID", "kind"),
        ({"kind": "STEPPED", "steps": []}, "INVALID", "steps"),
        ({"kind": "STEPPED", "steps": STEPS[::-1]}, "INVALID", "steps.1.since"),
        ({"kind": "STEPPED", "steps": STEPS[:1] * 2}, "INVALID", "steps.1.since"),
        ({"kind": "STEPPED", "steps": STEPS * 201}, "TOO_MANY", "steps"),
        ({"kind": "STEPPED", "steps": [{"since": "2026-02-30", "target": "1"}]}, "INVALID", "steps.0.since"),
        ({"kind": "STEPPED", "steps": [{"since": "2026-W07-1", "target": "1"}]}, "INVALID", "steps.0.since"),
        ({"kind": "STEPPED", "steps": [{"since": 20260101, "target": "1"}]}, "INVALID", "steps.0.since"),
        (
            {"kind": "STEPPED", "steps": [{"since": "2026-01-01", "target": "1e30"}]},
            "NUMBER_TOO_LARGE",
            "steps.0.target",
        ),
    ],
)
def test_a_plan_that_cannot_work_is_refused_by_field(document: Any, code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        target_from_json(document)
    assert (refused.value.code, refused.value.field) == (code, field)
