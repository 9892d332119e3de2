"""End-of-line inspections of both assembly lines, day by day."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from equipoise.demo.ledgers.aggregates import RatioOf
from equipoise.demo.ledgers.ledger import Ledger, LedgerMeasure, Row
from equipoise.demo.noise import seasonal, wobble
from equipoise.demo.timeline import Timeline
from equipoise.domain.calendar import Frequency, Period

COLUMNS = ("Date", "Line", "Inspected", "Passed first time", "Rework minutes")
LINES = ("Line North", "Line South")

MEASURES = (
    LedgerMeasure(
        "first_pass_yield",
        "First-pass yield",
        "%",
        RatioOf("Passed first time", "Inspected", Decimal(100)),
        "Date",
        frequency=Frequency.WEEKLY,
    ),
    LedgerMeasure(
        "rework_minutes",
        "Rework per bike",
        "minutes",
        RatioOf("Rework minutes", "Inspected"),
        "Date",
        frequency=Frequency.WEEKLY,
    ),
)
BAD_HOSE_WEEKS_AGO = 3
"""The week with the bad reel of brake hose."""


def inspections(timeline: Timeline) -> Ledger:
    weeks = timeline.periods(Frequency.WEEKLY)
    rows = [row for number, week in enumerate(weeks) for row in _week(number, len(weeks), week)]
    return Ledger("Inspections", COLUMNS, rows, rows, MEASURES)


def _week(number: int, weeks: int, week: Period) -> Iterator[Row]:
    way = number / (weeks - 1)
    trouble = 0.035 if weeks - number == BAD_HOSE_WEEKS_AGO else 0.03 if 64 <= number <= 80 else 0.0
    for weekday in range(5):
        day = week.start + timedelta(days=weekday)
        for line in LINES:
            inspected = round(71 + 21 * seasonal(day.month, 5) + 6 * wobble("inspected", line, day))
            south = 0.008 if line == "Line South" else 0.0
            share = 0.912 + 0.049 * way + south - trouble + 0.016 * wobble("passed", line, day)
            passed = min(inspected, round(inspected * share))
            minutes = round((inspected - passed) * (34 + 9 * wobble("rework", line, day)) + 18)
            yield {
                "Date": day,
                "Line": line,
                "Inspected": inspected,
                "Passed first time": passed,
                "Rework minutes": minutes,
            }
