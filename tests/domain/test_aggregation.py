from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.aggregation import Aggregation, Reading, aggregate
from tests.domain.strategies import numbers, positive

FIRST = date(2026, 1, 1)


def readings(*values: int) -> list[Reading]:
    return [Reading(FIRST + timedelta(days=day), Decimal(value)) for day, value in enumerate(values)]


@pytest.mark.parametrize(
    ("method", "value"),
    [
        (Aggregation.SUM, 18),
        (Aggregation.AVERAGE, 6),
        (Aggregation.LAST, 5),
        (Aggregation.MINIMUM, 3),
        (Aggregation.MAXIMUM, 10),
    ],
)
def test_several_periods_become_one_value(method: Aggregation, value: int) -> None:
    assert aggregate(readings(3, 10, 5), method) == value
    assert aggregate(readings(3, 10, 5)[::-1], method) == value


@pytest.mark.parametrize("method", Aggregation)
def test_nothing_aggregates_to_nothing_and_one_value_to_itself(method: Aggregation) -> None:
    assert aggregate([], method) is None
    assert aggregate(readings(7), method) == 7


@given(st.lists(st.tuples(numbers, positive), min_size=2, max_size=12))
def test_a_ratio_lies_between_the_smallest_and_the_largest_of_its_parts(parts: list[tuple[Decimal, Decimal]]) -> None:
    ratios = [numerator / denominator for numerator, denominator in parts]
    together = aggregate(
        [
            Reading(FIRST + timedelta(days=day), ratio, *part)
            for day, (ratio, part) in enumerate(zip(ratios, parts, strict=True))
        ],
        Aggregation.RATIO,
    )
    assert together is not None
    tolerance = Decimal("1e-9") * max(map(abs, ratios))
    assert min(ratios) - tolerance <= together <= max(ratios) + tolerance


def test_a_ratio_over_nothing_is_no_value() -> None:
    parts = [Reading(FIRST, Decimal(1), Decimal(1), Decimal(5)), Reading(FIRST, Decimal(1), Decimal(1), Decimal(-5))]
    assert aggregate(parts, Aggregation.RATIO) is None


@pytest.mark.parametrize("parts", [(None, None), (Decimal(2), None), (None, Decimal(4))])
def test_ratios_without_their_parts_are_not_averaged(parts: tuple[Decimal | None, Decimal | None]) -> None:
    whole = Reading(FIRST, Decimal(2), Decimal(2), Decimal(100))
    assert aggregate([Reading(FIRST, Decimal(50), *parts), whole], Aggregation.RATIO) is None


@given(st.lists(numbers, min_size=1, max_size=12))
def test_an_average_lies_between_minimum_and_maximum(values: list[Decimal]) -> None:
    series = [Reading(FIRST + timedelta(days=day), value) for day, value in enumerate(values)]
    low, average, high = (
        aggregate(series, method) for method in (Aggregation.MINIMUM, Aggregation.AVERAGE, Aggregation.MAXIMUM)
    )
    assert low is not None
    assert average is not None
    assert high is not None
    assert low <= average <= high
