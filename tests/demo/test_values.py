"""36 months of believable values, the same on every machine."""

from datetime import date
from decimal import Decimal

import pytest

from equipoise.demo.organisation import DemoOrganisation, build
from equipoise.domain.calendar import Frequency


def test_the_same_day_gives_the_same_organisation(demo: DemoOrganisation) -> None:
    again = build(demo.timeline.today)
    assert again.values == demo.values
    assert again.first_values == demo.first_values


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2027, 12, 31)])
def test_whatever_the_day_36_months_end_with_the_one_before(today: date) -> None:
    demo = build(today)
    months = demo.timeline.periods(Frequency.MONTHLY)
    assert len(months) == 36
    assert (months[-1].end - today).days in range(-31, 0)
    for _, kpi in demo.kpis():
        starts = [value.period_start for value in demo.values[kpi.key]]
        assert starts == sorted(set(starts)), kpi.key
        if starts:
            assert demo.timeline.cycle_start <= starts[0], kpi.key
            assert starts[-1] <= demo.timeline.last_day <= demo.timeline.cycle_end, kpi.key


def test_every_active_kpi_has_values_over_the_years(demo: DemoOrganisation) -> None:
    least = {Frequency.WEEKLY: 140, Frequency.MONTHLY: 30, Frequency.QUARTERLY: 10, Frequency.YEARLY: 3}
    for _, kpi in demo.kpis():
        if not kpi.proposed and kpi.key != "safety_recalls":
            assert len(demo.values[kpi.key]) >= least[kpi.frequency], kpi.key


def test_figures_move(demo: DemoOrganisation) -> None:
    for _, kpi in demo.kpis():
        if not kpi.proposed and kpi.key != "safety_recalls":
            assert len({value.value for value in demo.values[kpi.key]}) >= 2, kpi.key


def test_a_seasonal_figure_peaks_in_its_season(demo: DemoOrganisation) -> None:
    by_month: dict[int, list[Decimal]] = {}
    for value in demo.values["bikes_sold"]:
        by_month.setdefault(value.period_start.month, []).append(value.value)
    mean = {month: sum(values) / len(values) for month, values in by_month.items()}
    assert max(mean, key=lambda month: mean[month]) in {4, 5, 6}
    assert mean[5] > 1.5 * float(mean[12])


def test_some_months_were_never_reported(demo: DemoOrganisation) -> None:
    monthly = [kpi for _, kpi in demo.kpis() if kpi.frequency is Frequency.MONTHLY and not kpi.proposed]
    with_gaps = [kpi for kpi in monthly if len(demo.values[kpi.key]) < 36]
    assert 10 <= len(with_gaps) < len(monthly) * 2 / 3


def test_some_kpis_have_fallen_silent(demo: DemoOrganisation) -> None:
    silent = [
        kpi
        for _, kpi in demo.kpis()
        if not kpi.proposed
        and kpi.frequency is Frequency.MONTHLY
        and kpi.key != "safety_recalls"
        and demo.values[kpi.key][-1].period_start < demo.timeline.month(3)
    ]
    assert {kpi.key for kpi in silent} == {"connected_bikes", "fair_contacts"}


def test_later_editions_correct_some_values_and_leave_most(demo: DemoOrganisation) -> None:
    changed = {kpi.key for _, kpi in demo.kpis() if demo.values[kpi.key] != demo.first_values[kpi.key]}
    assert 10 <= len(changed) <= 40
    assert {"bikes_sold", "discount_share", "order_lead_time"} <= changed
    for key in changed:
        now = {value.period_start: value for value in demo.values[key]}
        first = {value.period_start: value for value in demo.first_values[key]}
        differing = [start for start in now if first.get(start) != now[start]]
        assert len(differing) <= 6, key


def test_headcount_ends_near_nine_hundred(demo: DemoOrganisation) -> None:
    assert 890 <= demo.values["headcount"][-1].value <= 930
