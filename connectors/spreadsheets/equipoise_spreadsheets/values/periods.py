"""The period that a cell stands for."""

import math
import re
from datetime import date, datetime
from typing import Literal, NamedTuple

from equipoise_sdk import Grain
from equipoise_spreadsheets.files.sheet import Cell
from equipoise_spreadsheets.unreadable import Unreadable, shown
from equipoise_spreadsheets.values.calendar import Calendar
from equipoise_spreadsheets.values.dates import full_year, parse_date
from equipoise_spreadsheets.values.months import MONTHS
from equipoise_spreadsheets.values.numbers import ERROR_TEXTS

EARLIEST, LATEST = 1900, 2199
_YEAR = r"(?:FY ?)?([0-9]{4}|[0-9]{2})"
_MONTH_BY_NUMBER = re.compile(r"([0-9]{4})[-/. M]?([0-9]{2})|([0-9]{1,2})[-/.]([0-9]{4})")
_MONTH_BY_NAME = re.compile(r"([^\W\d]+)\.?(?:[ '’/-]+([0-9]{4}|[0-9]{2}))?|([0-9]{4})[ /-]([^\W\d]+)\.?")
_QUARTER = re.compile(rf"Q([1-4])(?:[ '’/-]*{_YEAR})?|{_YEAR}[ /-]?Q([1-4])", re.IGNORECASE)
_WEEK = re.compile(
    r"(?:W|KW|CW|WK|WEEK) ?([0-9]{1,2})(?:[ /-]+([0-9]{4}))?|([0-9]{4})[ /-]?W([0-9]{1,2})", re.IGNORECASE
)
_FISCAL_YEAR = re.compile(r"(?:FY ?)?([0-9]{4})|FY ?([0-9]{2})", re.IGNORECASE)
_COARSENESS = list(Grain)
_MAX_REMEMBERED = 20_000


class Span(NamedTuple):
    grain: Grain
    start: date


class NoYear(Unreadable):
    """`Jan` or `Q1`, with the year nowhere to be seen."""


class Periods:
    """Reads periods of one grain; a day or a month also stands for the longer period that it lies in."""

    def __init__(
        self, grain: Grain, order: Literal["ymd", "dmy", "mdy"], calendar: Calendar, year: int | None = None
    ) -> None:
        self._grain = grain
        self._order = order
        self._calendar = calendar
        self._year = year
        self._remembered: dict[tuple[str | date, int | None], date | Unreadable] = {}

    def start(self, cell: Cell, *, year: int | None = None) -> date:
        """First day of the period. `year` is for periods that name none. Raises: Unreadable."""
        if isinstance(cell, (str, date)):
            return self._remember(cell, year or self._year)
        return self._within(self._span(cell), cell)

    def day(self, cell: Cell) -> date:
        """The day that a cell holds, of whatever year. Raises: Unreadable."""
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, str):
            _refuse_error(cell)
            found = self._parse_date(cell.strip())
            if found is not None:
                return found
        raise Unreadable("NOT_A_DATE", self._no_date(cell))

    def end(self, start: date) -> date:
        return self._grain.period_end(start)

    def following(self, start: date) -> date:
        return self._grain.next_start(start)

    def of_day(self, day: date) -> date:
        return self._grain.period_start(day, self._calendar.first_month)

    def _remember(self, cell: str | date, year: int | None) -> date:
        known = self._remembered.get((cell, year))
        if known is None:
            try:
                span = self._parse(cell.strip(), year) if isinstance(cell, str) else self._span(cell)
                known = self._within(span, cell)
            except Unreadable as problem:
                known = problem
            if len(self._remembered) < _MAX_REMEMBERED and (not isinstance(cell, str) or len(cell) < 40):
                self._remembered[cell, year] = known
        if isinstance(known, Unreadable):
            # A new one each time: an exception that is raised again and again keeps every traceback.
            raise type(known)(known.code, known.message)
        return known

    def _within(self, span: Span, cell: Cell) -> date:
        if not EARLIEST <= span.start.year <= LATEST:
            raise Unreadable("NOT_A_PERIOD", f"{shown(cell)} is not between {EARLIEST} and {LATEST}")
        exact = span.grain is self._grain
        finer = _COARSENESS.index(span.grain) < _COARSENESS.index(self._grain) and span.grain is not Grain.WEEK
        if not exact and not finer:
            raise Unreadable("NOT_A_PERIOD", f"{shown(cell)} is a {span.grain}; this is read by {self._grain}")
        return span.start if exact else self.of_day(span.start)

    def _span(self, cell: Cell) -> Span:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and math.isfinite(cell) and cell % 1 == 0:
            year, month = divmod(int(cell), 100)
            if self._grain is Grain.YEAR and EARLIEST <= cell <= LATEST:
                return Span(Grain.YEAR, self._calendar.year_start(int(cell)))
            if EARLIEST <= year <= LATEST and 1 <= month <= 12:
                return Span(Grain.MONTH, date(year, month, 1))
        return Span(Grain.DAY, self.day(cell))

    def _parse(self, text: str, year: int | None) -> Span:
        _refuse_error(text)
        day = self._parse_date(text)
        if day is not None:
            return Span(Grain.DAY, day)
        try:
            span = self._month(text, year) or self._quarter(text, year) or _week(text, year) or self._fiscal_year(text)
        except ValueError:
            span = None
        if span is None:
            raise Unreadable("NOT_A_PERIOD", self._no_date(text))
        return span

    def _parse_date(self, text: str) -> date | None:
        try:
            return parse_date(text, self._order)
        except ValueError:
            raise Unreadable("NOT_A_DATE", f"{shown(text)} is a day that the calendar does not have") from None

    def _month(self, text: str, year: int | None) -> Span | None:
        if match := _MONTH_BY_NUMBER.fullmatch(text):
            return Span(Grain.MONTH, date(int(match[1] or match[4]), int(match[2] or match[3]), 1))
        if match := _MONTH_BY_NAME.fullmatch(text):
            month = MONTHS.get((match[1] or match[4]).casefold())
            if month is not None:
                return Span(Grain.MONTH, date(_year(text, match[2] or match[3], year), month, 1))
        return None

    def _quarter(self, text: str, year: int | None) -> Span | None:
        match = _QUARTER.fullmatch(text)
        if match is None:
            return None
        number = int(match[1] or match[4])
        return Span(Grain.QUARTER, self._calendar.quarter_start(_year(text, match[2] or match[3], year), number))

    def _fiscal_year(self, text: str) -> Span | None:
        match = _FISCAL_YEAR.fullmatch(text)
        return match and Span(Grain.YEAR, self._calendar.year_start(full_year(match[1] or match[2])))

    def _no_date(self, cell: Cell) -> str:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return f"{cell:.15g} is a number, not a date; format the cell as a date"
        hint = (
            "; set `date_order` for dates such as 31.03.2026"
            if self._order == "ymd"
            else f" in the order {self._order}"
        )
        return f"{shown(cell)} is not a date or period" + (hint if any(map(str.isdigit, str(cell)[:40])) else "")


def _week(text: str, year: int | None) -> Span | None:
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    return Span(Grain.WEEK, date.fromisocalendar(_year(text, match[2] or match[3], year), int(match[1] or match[4]), 1))


def _year(text: str, digits: str | None, fallback: int | None) -> int:
    if digits is not None:
        return full_year(digits)
    if fallback is None:
        raise NoYear("NOT_A_PERIOD", f"{shown(text)} has no year; set `year`")
    return fallback


def _refuse_error(text: str) -> None:
    if text.strip() in ERROR_TEXTS:
        raise Unreadable("ERROR_CELL", f"{text.strip()} is an error; mend the formula that gives it")
