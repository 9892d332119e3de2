from decimal import Decimal, localcontext
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.decimals import as_stored, as_text, as_value, parse_decimal, plain
from equipoise.domain.errors import Refusal


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("12.5", "12.5"),
        (" -3 ", "-3"),
        ("+.5", "0.5"),
        ("1.50000", "1.5"),
        ("100", "100"),
        ("1e3", "1000"),
        ("-0", "0"),
        ("0.0000000001", "1E-10"),
        ("99999999999999999999.9999999999", "99999999999999999999.9999999999"),
        ("0" * 900 + "7", "7"),
        (10**19, "10000000000000000000"),
        (Decimal("2.500"), "2.5"),
    ],
)
def test_a_number_is_read_exactly_and_without_trailing_zeros(raw: str | int | Decimal, number: str) -> None:
    assert str(parse_decimal(raw, "value")) == number


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "NOT_A_NUMBER"),
        ("NaN", "NOT_A_NUMBER"),
        ("Infinity", "NOT_A_NUMBER"),
        ("-inf", "NOT_A_NUMBER"),
        ("1,5", "NOT_A_NUMBER"),
        ("1_000", "NOT_A_NUMBER"),
        ("0x10", "NOT_A_NUMBER"),
        ("١٢", "NOT_A_NUMBER"),
        ("1\n2", "NOT_A_NUMBER"),
        ("1\x00", "NOT_A_NUMBER"),
        (Decimal("NaN"), "NOT_A_NUMBER"),
        (Decimal("sNaN"), "NOT_A_NUMBER"),
        (Decimal("-Infinity"), "NOT_A_NUMBER"),
        (1.5, "NOT_A_NUMBER"),
        (True, "NOT_A_NUMBER"),
        (None, "NOT_A_NUMBER"),
        ("9" * 400, "NUMBER_TOO_LARGE"),
        ("9" * 5_000, "NUMBER_TOO_LARGE"),
        ("100000000000000000000", "NUMBER_TOO_LARGE"),
        ("1e20", "NUMBER_TOO_LARGE"),
        ("1e999999", "NUMBER_TOO_LARGE"),
        (10**20, "NUMBER_TOO_LARGE"),
        pytest.param(10**5_000, "NUMBER_TOO_LARGE", id="int of 5,001 digits"),
        (Decimal("1e999999999"), "NUMBER_TOO_LARGE"),
        ("0.00000000001", "TOO_MANY_DECIMALS"),
        ("1." + "3" * 400, "TOO_MANY_DECIMALS"),
        ("1e-999999", "TOO_MANY_DECIMALS"),
        (Decimal("1e-999999999"), "TOO_MANY_DECIMALS"),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused_with_its_field(raw: object, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_decimal(raw, "values.3.value")
    assert refused.value.code == code
    assert refused.value.field == "values.3.value"


@pytest.mark.parametrize(
    "raw",
    ["9" * 5_000, "x" * 5_000, "1." + "3" * 900, Decimal("9" * 5_000)],
    ids=["digits", "letters", "decimals", "Decimal"],
)
def test_a_refusal_quotes_no_more_than_forty_characters(raw: str | Decimal) -> None:
    with pytest.raises(Refusal) as refused:
        parse_decimal(raw, "value")
    assert str(raw)[:37] in refused.value.message
    assert str(raw)[:41] not in refused.value.message


@pytest.mark.parametrize(
    "raw",
    ["9" * 10_000_000, "9" * 10_000_000 + "x", "." * 10_000_000, " " * 10_000_000, 1 << 50_000_000],
    ids=["digits", "digits and a letter", "points", "blanks", "int"],
)
def test_ten_megabytes_are_refused_at_once(raw: str | int) -> None:
    began = perf_counter()
    with pytest.raises(Refusal):
        parse_decimal(raw, "value")
    assert perf_counter() - began < 2


@given(st.decimals(min_value=-(10**20) + 1, max_value=10**20 - 1, places=10))
def test_every_number_that_the_database_keeps_survives_as_text(number: Decimal) -> None:
    read = parse_decimal(format(number, "f"), "value")
    assert read == number
    assert parse_decimal(as_text(read), "value") == number


def test_the_ambient_context_does_not_matter() -> None:
    with localcontext() as ambient:
        ambient.prec = 3
        assert parse_decimal("123456789.123456789", "value") == Decimal("123456789.123456789")
        assert as_stored(Decimal("66.6666666666666666")) == Decimal("66.666666666667")


@pytest.mark.parametrize(
    ("figure", "stored"),
    [
        ("0", "0.000000000000"),
        ("66.66666666666666", "66.666666666667"),
        ("0.0000000000005", "0.000000000000"),
        ("1E+2", "100.000000000000"),
        ("1E+40", "1000000000000000.000000000000"),
        ("-1E+40", "-1000000000000000.000000000000"),
    ],
)
def test_a_score_is_stored_with_twelve_places_and_no_exponent(figure: str, stored: str) -> None:
    assert format(as_stored(Decimal(figure)), "f") == stored


@pytest.mark.parametrize(("number", "shortest"), [("1E+2", "100"), ("-0.00", "0"), ("1.2300", "1.23"), ("0E-12", "0")])
def test_plain_numbers_have_neither_exponent_nor_trailing_zeros(number: str, shortest: str) -> None:
    assert str(plain(Decimal(number))) == shortest


def test_a_computed_value_keeps_ten_places() -> None:
    assert as_value(Decimal(1) / 3) == Decimal("0.3333333333")
