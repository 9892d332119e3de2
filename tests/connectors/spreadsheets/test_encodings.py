"""Text files of every encoding and delimiter."""

import logging
from datetime import date
from pathlib import Path

import pytest

from tests.connectors.spreadsheets.files import csv
from tests.connectors.spreadsheets.reading import read, refusal, values_list

GERMAN = (
    "Kennzahl;Monat;Wert\nKundenzufriedenheit Österreich;2026-01;7\nLieferfähigkeit;2026-01;8\nAusschuß;2026-01;9\n"
)
SOURCE = values_list(
    measure_column="Kennzahl", period_column="Monat", aggregate={"function": "as_is", "column": "Wert"}
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_encoding_is_recognised(tmp_path: Path, encoding: str) -> None:
    outcome = read(csv(tmp_path, GERMAN, encoding=encoding), SOURCE)
    assert [value.measure for value in outcome.values] == [
        "Kundenzufriedenheit Österreich",
        "Lieferfähigkeit",
        "Ausschuß",
    ]


def test_an_encoding_that_is_only_guessed_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        read(csv(tmp_path, GERMAN, encoding="cp1252"), SOURCE)
    assert "read as cp1252" in caplog.text


def test_a_given_encoding_is_used(tmp_path: Path) -> None:
    russian = "KPI,Month,Value\nПрибыль,2026-01,1\n"
    outcome = read(csv(tmp_path, russian, encoding="koi8-r"), values_list(), encoding="koi8-r")
    assert [value.measure for value in outcome.values] == ["Прибыль"]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "klingon", "base64", "rot13"])
def test_a_given_encoding_that_does_not_fit_is_refused(tmp_path: Path, encoding: str) -> None:
    assert refusal(csv(tmp_path, GERMAN, encoding="cp1252"), SOURCE, encoding=encoding).field == "encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised_below_a_preamble(tmp_path: Path, delimiter: str) -> None:
    rows = [["KPI", "Month", "Value"], ["a", "2026-01", "1"], ["b", "2026-01", "2"]]
    text = "Report for plant A\nprinted yesterday\n\n" + "\n".join(delimiter.join(row) for row in rows)
    assert [value.value for value in read(csv(tmp_path, text), values_list()).values] == [1, 2]


def test_a_delimiter_inside_quotes_is_text(tmp_path: Path) -> None:
    table = csv(tmp_path, 'KPI;Month;Value\n"a; or b";2026-01;"7"\n"say ""so""";2026-01;8\n')
    assert [value.measure for value in read(table, values_list()).values] == ["a; or b", 'say "so"']


def test_a_given_delimiter_is_used(tmp_path: Path) -> None:
    table = csv(tmp_path, "KPI|Month|Value, rounded\na|2026-01|1\n")
    source = values_list(aggregate={"function": "as_is", "column": "Value, rounded"})
    assert read(table, source, delimiter="|").figures == {date(2026, 1, 1): 1}
    assert "has no column" in str(refusal(table, source, delimiter=","))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_every_way(tmp_path: Path, newline: str) -> None:
    table = csv(tmp_path, newline.join(["KPI,Month,Value", "a,2026-01,1", '"b\nc",2026-01,x', "d,2026-01,3"]))
    outcome = read(table, values_list())
    assert [value.measure for value in outcome.values] == ["a", "d"]
    assert outcome.said == ['table.csv line 3, column "Value": “x” is not a number']
