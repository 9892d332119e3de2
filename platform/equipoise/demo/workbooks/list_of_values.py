"""A .csv with a line for each value, as a planning system exports it: decimal commas, and lines before the header."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from equipoise.demo.timeline import Timeline
from equipoise.demo.workbooks.across import period_name
from equipoise.demo.workbooks.line import GRAINS, Line, by_frequency

HEADER = ("Figure", "Frequency", "Period", "Value", "Unit")


def write_list_of_values(path: Path, title: str, lines: Sequence[Line], timeline: Timeline) -> dict[str, Any]:
    """Returns the connector's configuration but for the name of the file. Measures are called as the lines are."""
    groups = by_frequency(lines)
    with path.open("w", encoding="cp1252", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow([title])
        out.writerow([f"Export of {timeline.last_day:%d.%m.%Y}; all values as closed"])
        out.writerow([])
        out.writerow(HEADER)
        for frequency, group in groups.items():
            for line in group:
                for period in timeline.periods(frequency):
                    if value := line.values.get(period.start):
                        figure = with_comma(f"{value.value:,}")
                        row = (line.kpi.name, GRAINS[frequency], period_name(period), figure, line.kpi.unit or "")
                        out.writerow(row)
    return {
        "sources": [
            {
                "layout": "long",
                "measure_column": "Figure",
                "period_column": "Period",
                "grain": GRAINS[frequency],
                "aggregate": {"function": "as_is", "column": "Value"},
                "filters": [{"column": "Frequency", "operator": "equals", "value": GRAINS[frequency]}],
            }
            for frequency in groups
        ],
        "decimal_separator": ",",
        "thousands_separator": ".",
        "encoding": "cp1252",
        "delimiter": ";",
    }


def with_comma(figure: str) -> str:
    """1,234.5 as 1.234,5."""
    return figure.translate(str.maketrans(",.", ".,"))
