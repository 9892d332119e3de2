"""How long a large workbook takes, and how much memory."""

import json
import time
from datetime import date
from pathlib import Path

import pytest

from tests.connectors.runner import start
from tests.connectors.spreadsheets.reading import values_list
from tests.connectors.spreadsheets.writers import xlsxwriter

ROWS = 100_000
MEMORY = 300 * 1024 * 1024


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_seconds_and_less_than_300_megabytes(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "large.xlsx", {"constant_memory": True}) as book:
        page, dated = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, ["KPI", "Month", "Value", "Region"])
        for row in range(1, ROWS + 1):
            page.write_string(row, 0, f"kpi {row % 2000}")
            page.write_datetime(row, 1, date(2020 + row % 5, 1 + row % 12, 1), dated)
            page.write_number(row, 2, row * 1.1)
            page.write_string(row, 3, f"region {row}")
    request = {
        "command": "read",
        "connector": "spreadsheets",
        "files": {"f": str(tmp_path / "large.xlsx")},
        "config": {"file": "f", "sources": [values_list(dimension_columns=["Region"])]},
        "limits": {"memory_bytes": MEMORY},
    }
    began = time.monotonic()
    with start() as process:
        stdout, _ = process.communicate(json.dumps(request).encode() + b"\n", timeout=120)
    assert json.loads(stdout.splitlines()[-1]) == {"type": "done", "values": ROWS, "row_errors": 0}
    assert time.monotonic() - began < 30
