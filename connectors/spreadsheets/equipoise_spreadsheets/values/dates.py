"""Dates that are written as text."""

import re
from datetime import date
from typing import Literal

from equipoise_spreadsheets.values.months import MONTHS

_TIME = (
    r"(?:[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_DAY_NAMED_MONTH = re.compile(rf"([0-9]{{1,2}})\.?[ -]([^\W\d]+)\.?[ -]([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_NAMED_MONTH_DAY = re.compile(rf"([^\W\d]+)\.? ([0-9]{{1,2}}),? ([0-9]{{4}}){_TIME}")
_CENTURY_TURNS = 80


def full_year(digits: str) -> int:
    """Two digits mean 1980 to 2079."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def parse_date(text: str, order: Literal["ymd", "dmy", "mdy"]) -> date | None:
    """The day; a time of day is left out. None where the text is no date, or not in this order.

    Raises: ValueError for a day that the calendar does not have.
    """
    if match := _YEAR_FIRST.fullmatch(text):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _COMPACT.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if order != "ymd" and (match := _YEAR_LAST.fullmatch(text)):
        day, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
        return date(full_year(match[4]), int(month), int(day))
    if (match := _DAY_NAMED_MONTH.fullmatch(text)) and match[2].casefold() in MONTHS:
        return date(full_year(match[3]), MONTHS[match[2].casefold()], int(match[1]))
    if (match := _NAMED_MONTH_DAY.fullmatch(text)) and match[1].casefold() in MONTHS:
        return date(int(match[3]), MONTHS[match[1].casefold()], int(match[2]))
    return None
