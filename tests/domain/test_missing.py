from datetime import date
from decimal import Decimal

from equipoise.domain.aggregation import Reading
from equipoise.domain.missing import MissingData, fill

MONTHS = [date(2026, month, 1) for month in range(1, 8)]
RECORDED = {month: Reading(month, Decimal(month.month)) for month in (date(2026, 2, 1), date(2026, 6, 1))}


def values(filled: dict[date, Reading]) -> dict[int, Decimal]:
    assert all(reading.period_start == start for start, reading in filled.items())
    return {start.month: reading.value for start, reading in filled.items()}


def test_excluded_periods_are_left_out() -> None:
    assert values(fill(RECORDED, MONTHS, MissingData.EXCLUDED)) == {2: 2, 6: 6}


def test_a_value_is_carried_for_so_many_periods_and_no_further() -> None:
    carried = fill(RECORDED, MONTHS, MissingData.CARRIED_FORWARD, carry_at_most=2)
    assert values(carried) == {2: 2, 3: 2, 4: 2, 6: 6, 7: 6}


def test_carrying_for_no_period_carries_nothing() -> None:
    assert values(fill(RECORDED, MONTHS, MissingData.CARRIED_FORWARD)) == {2: 2, 6: 6}


def test_a_missing_value_counts_as_zero_only_while_it_is_due() -> None:
    filled = fill(RECORDED, MONTHS, MissingData.ZERO, due_from=date(2026, 3, 1), due_until=date(2026, 5, 1))
    assert values(filled) == {2: 2, 3: 0, 4: 0, 5: 0, 6: 6}


def test_a_missing_value_counts_as_zero_everywhere_without_bounds() -> None:
    assert values(fill(RECORDED, MONTHS, MissingData.ZERO)) == {1: 0, 2: 2, 3: 0, 4: 0, 5: 0, 6: 6, 7: 0}
