"""From a connector's figures to a KPI's: never off by a factor without a word."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from equipoise.connections.measures import Measure
from equipoise.connections.scaling import FactorDiffers, Figures, check_scaling, scaled
from equipoise.domain.calendar import Frequency
from equipoise.domain.decimals import as_value
from equipoise.domain.errors import Refusal

ONE = Decimal(1)


def of(value: str, parts: tuple[str, str] | None = None, *, factor: str = "1", ratio_factor: str = "1") -> Figures:
    numerator, denominator = parts or (None, None)
    return scaled(value, numerator, denominator, factor=Decimal(factor), ratio_factor=Decimal(ratio_factor))


def test_a_plain_value_is_multiplied_by_the_factor() -> None:
    assert of("12.5", factor="0.001") == Figures(Decimal("0.0125"))
    assert of("12.5", ratio_factor="100") == Figures(Decimal("12.5"))


def test_a_ratio_is_handed_on_as_its_parts_where_they_give_the_value() -> None:
    third = "33.33333333333333333333333333"
    assert of(third, ("1", "3"), ratio_factor="100") == Figures(None, ONE, Decimal(3))
    assert of("0.3333333333", ("1", "3"), factor="100", ratio_factor="100") == Figures(None, ONE, Decimal(3))


@pytest.mark.parametrize(("factor", "ratio_factor"), [("1", "1"), ("100", "100"), ("0.1", "100"), ("1", "1000")])
def test_a_ratio_that_the_kpi_would_express_otherwise_is_refused(factor: str, ratio_factor: str) -> None:
    with pytest.raises(FactorDiffers):
        of("25", ("1", "4"), factor=factor, ratio_factor=ratio_factor)


def test_a_denominator_of_zero_leaves_the_value_alone() -> None:
    assert of("0", ("0", "0")) == Figures(Decimal(0))


@pytest.mark.parametrize("value", ["NaN", "1e30", "ten", "1e999999", "-1e-999999", "1e-12"])
def test_what_is_no_figure_that_can_be_kept_is_refused(value: str) -> None:
    with pytest.raises(Refusal):
        of(value)
    with pytest.raises(Refusal):
        of(value, factor="12345678901234567890")


figures = some.decimals(min_value=-(10**9), max_value=10**9, places=4)
factors = some.sampled_from([Decimal(text) for text in ("1", "100", "0.001", "12", "-1")])


@given(numerator=figures, denominator=figures.filter(bool), measured=factors, factor=factors, ratio_factor=factors)
def test_what_is_recorded_is_the_value_times_the_factor_or_it_is_refused(
    numerator: Decimal, denominator: Decimal, measured: Decimal, factor: Decimal, ratio_factor: Decimal
) -> None:
    value = measured * numerator / denominator
    try:
        found = scaled(str(value), str(numerator), str(denominator), factor=factor, ratio_factor=ratio_factor)
    except Refusal:
        return
    recorded = found.value
    if found.numerator is not None and found.denominator is not None:
        recorded = as_value(ratio_factor * found.numerator / found.denominator)
    assert recorded is not None
    assert abs(recorded - value * factor) <= max(abs(recorded) * Decimal("1E-5"), Decimal("1E-6"))


def test_a_measure_that_is_expressed_otherwise_than_the_kpi_cannot_be_mapped() -> None:
    percent = Measure("m", "M", "%", Frequency.MONTHLY, (), Decimal(100))
    check_scaling(percent, ONE, Decimal(100))
    check_scaling(percent, Decimal("0.01"), ONE)
    with pytest.raises(FactorDiffers) as refused:
        check_scaling(percent, ONE, ONE)
    assert refused.value.field == "factor"
