"""A sheet for each month, and one for each figure that comes more or less often."""

from collections.abc import Sequence
from typing import Any

from equipoise.demo.timeline import Timeline
from equipoise.demo.workbooks.across import named, period_name, write_across
from equipoise.demo.workbooks.book import Book
from equipoise.demo.workbooks.line import Line, words_of
from equipoise.domain.calendar import Frequency


def write_monthly_packs(book: Book, title: str, lines: Sequence[Line], timeline: Timeline) -> list[dict[str, Any]]:
    """Returns the sources of the connector's configuration."""
    monthly = [line for line in lines if line.kpi.frequency is Frequency.MONTHLY]
    for period in timeline.periods(Frequency.MONTHLY):
        sheet = book.sheet(period_name(period))
        sheet.widths(52, 12, 14)
        sheet.text(0, 0, f"{title}, {period_name(period)}", "title")
        for column, head in enumerate(("Figure", "Unit", "Value")):
            sheet.text(2, column, head, "header")
        for row, line in enumerate(monthly, 3):
            sheet.text(row, 0, line.kpi.name)
            sheet.text(row, 1, line.kpi.unit or "")
            line.write(sheet, row, 2, period.start)
    source = {
        "layout": "wide",
        "periods": "sheets",
        "label_column": "A",
        "value_column": "C",
        "grain": "month",
        "measures": [line.config() for line in monthly],
        "labels": words_of(monthly),
    }
    others = [line for line in lines if line.kpi.frequency is not Frequency.MONTHLY]
    return [source, *write_across(book, title, others, timeline, named)]
