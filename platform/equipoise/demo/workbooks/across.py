"""Reports with a line for each figure and a column for each period."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from equipoise.demo.timeline import Timeline
from equipoise.demo.workbooks.book import Book, Sheet
from equipoise.demo.workbooks.line import GRAINS, Line, by_frequency, words_of
from equipoise.domain.calendar import Frequency, Period

SHEETS = {
    Frequency.WEEKLY: "Weekly",
    Frequency.MONTHLY: "Monthly",
    Frequency.QUARTERLY: "Quarterly",
    Frequency.YEARLY: "Yearly",
}
FIRST_PERIOD = 2
"""After the columns of the figure and its unit."""

Heading = Callable[[Sheet, int, Sequence[Period]], int]
"""Writes the heads of the columns from a row on and says how many rows they take."""


def write_across(
    book: Book, title: str, lines: Sequence[Line], timeline: Timeline, months: Heading
) -> list[dict[str, Any]]:
    """A sheet for each frequency. Returns the sources of the connector's configuration."""
    sources = []
    for frequency, group in by_frequency(lines).items():
        sheet = book.sheet(SHEETS[frequency])
        periods = timeline.periods(frequency)
        _write_table(sheet, title, group, periods, months if frequency is Frequency.MONTHLY else named)
        source: dict[str, Any] = {
            "layout": "wide",
            "periods": "across",
            "sheet": SHEETS[frequency],
            "grain": GRAINS[frequency],
            "measures": [line.config() for line in group],
        }
        if words := words_of(group):
            source["labels"] = words
        sources.append(source)
    return sources


def real_dates(sheet: Sheet, row: int, periods: Sequence[Period]) -> int:
    """Dates that are shown as months."""
    for column, period in enumerate(periods, FIRST_PERIOD):
        sheet.day(row, column, period.start, "month")
    return 1


def short_names(sheet: Sheet, row: int, periods: Sequence[Period]) -> int:
    """Mar-26."""
    for column, period in enumerate(periods, FIRST_PERIOD):
        sheet.text(row, column, f"{month_name(period.start)}-{period.start.year % 100:02}", "header")
    return 1


def under_years(sheet: Sheet, row: int, periods: Sequence[Period]) -> int:
    """The year over its months."""
    years = sorted({period.start.year for period in periods})
    for year in years:
        columns = [column for column, period in enumerate(periods, FIRST_PERIOD) if period.start.year == year]
        sheet.merged(row, (columns[0], columns[-1]), str(year), "header")
    for column, period in enumerate(periods, FIRST_PERIOD):
        sheet.text(row + 1, column, month_name(period.start), "header")
    return 2


def named(sheet: Sheet, row: int, periods: Sequence[Period]) -> int:
    """2026-W07, Q1 2026, 2026."""
    for column, period in enumerate(periods, FIRST_PERIOD):
        sheet.text(row, column, period_name(period), "header")
    return 1


def period_name(period: Period) -> str:
    start = period.start
    match period.frequency:
        case Frequency.WEEKLY:
            year, week, _ = start.isocalendar()
            return f"{year}-W{week:02}"
        case Frequency.QUARTERLY:
            return f"Q{(start.month + 2) // 3} {start.year}"
        case Frequency.YEARLY:
            return str(start.year)
    return f"{start.year}-{start.month:02}"


def month_name(day: date) -> str:
    return "JanFebMarAprMayJunJulAugSepOctNovDec"[day.month * 3 - 3 : day.month * 3]


def _write_table(sheet: Sheet, title: str, lines: Sequence[Line], periods: Sequence[Period], heading: Heading) -> None:
    sheet.widths(52, 12, *[10] * len(periods))
    sheet.text(0, 0, title, "title")
    sheet.text(1, 0, "Figures as closed. Blank: not reported.", "note")
    row = 3 + heading(sheet, 3, periods)
    sheet.text(row - 1, 0, "Figure", "header")
    sheet.text(row - 1, 1, "Unit", "header")
    sheet.freeze(row, FIRST_PERIOD)
    section = ""
    for line in lines:
        if line.section != section:
            section = line.section
            sheet.text(row, 0, section, "section")
            row += 1
        sheet.text(row, 0, line.kpi.name)
        sheet.text(row, 1, line.kpi.unit or "")
        for column, period in enumerate(periods, FIRST_PERIOD):
            line.write(sheet, row, column, period.start)
        row += 1
