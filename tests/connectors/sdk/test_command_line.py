"""`equipoise-connector`, as a partner uses it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from equipoise_sdk.cli import main

TABLE = "KPI,Month,Value,Region\nOn time,2026-01,97.5,EU\nOn time,2026-02,?,EU\n"
SOURCE = {
    "layout": "long",
    "measure_column": "KPI",
    "unit": "%",
    "period_column": "Month",
    "aggregate": {"function": "as_is", "column": "Value"},
    "dimension_columns": ["Region"],
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "kpis.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def config(tmp_path: Path, table: Path) -> Path:
    return written(tmp_path, {"file": str(table), "sources": [SOURCE]})


def written(folder: Path, config: Any) -> Path:
    path = folder / "config.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def test_list_shows_what_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["KEY", "TITLE", "VERSION"]
    assert any(line.startswith("spreadsheets ") for line in lines[1:])


def test_check_says_that_a_run_would_work(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "spreadsheets", "--config", str(config)]) == 0
    assert capsys.readouterr().out == "A run would work.\n"


def test_discover_shows_the_measures(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discover", "spreadsheets", "--config", str(config)]) == 0
    assert capsys.readouterr().out == (
        "KEY      NAME     UNIT  GRAIN  DIMENSIONS\nOn time  On time  %     month  Region\n"
    )


def test_read_shows_values_and_sends_errors_to_stderr(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "spreadsheets", "--config", str(config)]) == 1
    said = capsys.readouterr()
    assert said.out == (
        "MEASURE  PERIOD      VALUE  DIMENSIONS  SOURCE\n"
        'On time  2026-01-01  97.5   Region=EU   kpis.csv line 2, column "Value"\n'
    )
    assert said.err == ('kpis.csv line 3, column "Value": “?” is not a number\n1 values; 1 places could not be read.\n')


def test_read_takes_a_window_and_measures(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    window = ["--since", "2026-01-01", "--until", "2026-02-01", "--measure", "On time", "--first-month", "4"]
    assert main(["read", "spreadsheets", "--config", str(config), *window]) == 0
    assert "97.5" in capsys.readouterr().out
    assert main(["read", "spreadsheets", "--config", str(config), "--measure", "Other"]) == 0
    assert "97.5" not in capsys.readouterr().out


def test_a_file_can_be_given_under_the_name_that_the_configuration_has(
    tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = written(tmp_path, {"file": "monthly", "sources": [SOURCE]})
    assert main(["check", "spreadsheets", "--config", str(config), "--file", f"monthly={table}"]) == 0
    assert main(["check", "spreadsheets", "--config", str(config), "--file", "monthly"]) == 1
    assert "'monthly' is not NAME=PATH" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{}", "file: Field required\nsources: Field required"),
        ('{"file": "nowhere.csv", "sources": []}', "sources: "),
    ],
)
def test_a_wrong_configuration_is_explained(
    content: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(content))
    assert main(["check", "spreadsheets", "--config", "-"]) == 1
    assert says in capsys.readouterr().err


def test_an_unknown_connector_is_explained(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere", "--config", str(config)]) == 1
    assert "No connector 'nowhere' is installed; there are: spreadsheets" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["explode"],
        ["check", "spreadsheets"],
        ["check", "spreadsheets", "--config", "/no/such/file"],
        ["check", "spreadsheets", "--config", "-"],
        ["read", "spreadsheets", "--config", "-", "--since", "soon"],
    ],
)
def test_wrong_usage_ends_with_two(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("[]"))
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: equipoise-connector" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "check", "discover", "read"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert command in capsys.readouterr().out
