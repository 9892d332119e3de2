"""Reports with a line for each period and a column for each figure."""

from collections.abc import Sequence
from typing import Any

from equipoise.demo.timeline import Timeline
from equipoise.demo.workbooks.across import SHEETS, period_name
from equipoise.demo.workbooks.book import Book
from equipoise.demo.workbooks.line import GRAINS, by_frequency, words_of
from equipoise.demo.workbooks.line import Line as Column
from equipoise.domain.calendar import Frequency

HEADER = 3


def write_down(book: Book, title: str, columns: Sequence[Column], timeline: Timeline) -> list[dict[str, Any]]:
    """A sheet for each frequency. Returns the sources of the connector's configuration."""
    sources = []
    for frequency, group in by_frequency(columns).items():
        sheet = book.sheet(SHEETS[frequency])
        sheet.widths(12, *[18] * len(group))
        sheet.text(0, 0, title, "title")
        sheet.text(1, 0, "Filled in by the shift office.", "note")
        sheet.text(HEADER, 0, frequency.title(), "header")
        for place, column in enumerate(group, 1):
            sheet.text(HEADER, place, column.kpi.name, "header")
        sheet.freeze(HEADER + 1, 1)
        for row, period in enumerate(timeline.periods(frequency), HEADER + 1):
            if frequency is Frequency.MONTHLY:
                sheet.day(row, 0, period.start, "month_cell")
            else:
                sheet.text(row, 0, period_name(period))
            for place, column in enumerate(group, 1):
                column.write(sheet, row, place, period.start)
        source: dict[str, Any] = {
            "layout": "wide",
            "periods": "down",
            "sheet": SHEETS[frequency],
            "grain": GRAINS[frequency],
            "measures": [column.config() for column in group],
        }
        if words := words_of(group):
            source["labels"] = words
        sources.append(source)
    return sources
