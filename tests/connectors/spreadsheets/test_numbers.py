"""Numbers that are written as text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.unreadable import Unreadable
from equipoise_spreadsheets.values.numbers import Numbers


def numbers(decimal: str = ".", thousands: str | None = None) -> Numbers:
    cell = {"measure": {"key": "m"}, "cell": "A1", "period": "2026"}
    return Numbers(
        SpreadsheetConfig.model_validate(
            {
                "file": "f",
                "sources": [{"layout": "cells", "cells": [cell]}],
                "decimal_separator": decimal,
                "thousands_separator": thousands,
            }
        )
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", "7"),
        (" -7.50 ", "-7.50"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("−3", "-3"),
        ("1.5E+3", "1500"),
        ("1e-2", "0.01"),
        ("12.5%", "12.5"),
        ("12.5 %", "12.5"),
        ("0", "0"),
    ],
)
def test_what_reads_as_a_number(text: str, number: str) -> None:
    assert numbers().read(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "-",
        "%",
        "e5",
        "1 000",
        "1,000",
        "1_000",
        "0x10",
        "٣",
        "١٢",
        "½",
        "1-",
        "(5)",
        "€ 5",
        "5 EUR",
        "--5",
        "1e",
        "NaN",
    ],
)
def test_what_does_not(text: str) -> None:
    with pytest.raises(Unreadable):
        numbers().read(text)


@pytest.mark.parametrize("text", ["12.34.567", "1.2345", "1234.567", ".123.456", "1.234.56"])
def test_groups_have_three_digits(text: str) -> None:
    with pytest.raises(Unreadable):
        numbers(",", ".").read(text)


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12),
    separators=st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'")]),
)
def test_what_is_written_with_separators_reads_back(number: Decimal, separators: tuple[str, str]) -> None:
    decimal, thousands = separators
    text = f"{number:,.3f}".translate({ord(","): thousands, ord("."): decimal})
    assert numbers(decimal, thousands).read(text) == number


@given(number=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_of_a_cell_keeps_fifteen_digits(number: float) -> None:
    try:
        read = numbers().read(number)
    except Unreadable:
        assert 0 < abs(number) < 1e-40
    else:
        assert float(read) == pytest.approx(number, rel=1e-14, abs=0)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), 1e300, 5e-324, 10**50])
def test_a_number_of_a_cell_that_is_none_is_refused(number: float) -> None:
    with pytest.raises(Unreadable):
        numbers().read(number)
