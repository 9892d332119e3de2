"""A form of which a copy is filled in each quarter: every answer has its cell."""

from collections.abc import Sequence
from typing import Any

from equipoise.demo.timeline import Timeline
from equipoise.demo.workbooks.across import period_name
from equipoise.demo.workbooks.book import Book
from equipoise.demo.workbooks.line import Line, words_of
from equipoise.domain.calendar import Frequency

FIRST_ANSWER = 6
ANSWERS = 3
"""The row of the first answer and the column of all of them, from 0."""


def write_form(book: Book, title: str, lines: Sequence[Line], timeline: Timeline) -> list[dict[str, Any]]:
    """A sheet for each quarter. Returns the sources of the connector's configuration."""
    cells = []
    for period in timeline.periods(Frequency.QUARTERLY):
        name = period_name(period).replace(" ", "_")
        sheet = book.sheet(name)
        sheet.widths(4, 62, 14, 20)
        sheet.text(0, 1, title, "title")
        sheet.text(2, 1, "Quarter")
        sheet.text(2, ANSWERS, period_name(period))
        for column, head in enumerate(("No.", "Question", "Unit", "Result")):
            sheet.text(FIRST_ANSWER - 1, column, head, "header")
        for number, line in enumerate(lines):
            row = FIRST_ANSWER + number
            sheet.number(row, 0, number + 1)
            sheet.text(row, 1, line.kpi.name)
            sheet.text(row, 2, line.kpi.unit or "")
            line.write(sheet, row, ANSWERS, period.start)
            measure = {"key": line.kpi.key, "name": line.kpi.name, "unit": line.kpi.unit}
            cells.append({"measure": measure, "cell": f"{name}!D{row + 1}", "period_cell": f"{name}!D3"})
    return [{"layout": "cells", "cells": cells, "grain": "quarter", "labels": words_of(lines)}]
