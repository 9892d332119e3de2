"""Periods of the tenant's fiscal calendar.

Weeks are ISO weeks. Weeks do not nest into months; a finer period belongs to the coarser one that holds
its first day, so that every period belongs to exactly one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from equipoise.domain.errors import Invalid, Refusal

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)


class DateOutOfRange(Refusal):
    """A day before 1900-01-01 or after 2199-12-31."""

    code = "DATE_OUT_OF_RANGE"


class NotAPeriodStart(Refusal):
    """A day on which no period of the frequency begins."""

    code = "NOT_A_PERIOD_START"


class Frequency(StrEnum):
    """How often a KPI has a value; declared from fine to coarse."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    YEARLY = "YEARLY"

    def is_finer_than(self, other: "Frequency") -> bool:
        return _RANK[self] < _RANK[other]


_RANK: Final = {frequency: rank for rank, frequency in enumerate(Frequency)}
_MONTHS: Final = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included."""

    frequency: Frequency
    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """Cuts time into periods; the fiscal year begins with `first_month` (1..12)."""

    first_month: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= 12:
            raise Invalid(
                f"A fiscal year begins with a month from 1 to 12, not {self.first_month}.",
                field="fiscalYearFirstMonth",
            )

    def holding(self, day: date, frequency: Frequency) -> Period:
        """The period in which the day lies. Raises: DateOutOfRange."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise DateOutOfRange(f"{day} is outside {FIRST_DAY} to {LAST_DAY}.")
        return self._holding(day, frequency)

    def starting(self, start: date, frequency: Frequency) -> Period:
        """The period that begins on `start`.

        Raises: NotAPeriodStart (naming the right day), DateOutOfRange.
        """
        period = self.holding(start, frequency)
        if period.start != start:
            raise NotAPeriodStart(
                f"No {frequency.lower()} period begins on {start}; "
                f"the one that holds this day begins on {period.start}."
            )
        return period

    def next(self, period: Period) -> Period:
        return self.holding(period.end + _DAY, period.frequency)

    def previous(self, period: Period) -> Period:
        return self.holding(period.start - _DAY, period.frequency)

    def between(self, first_day: date, last_day: date, frequency: Frequency) -> list[Period]:
        """Every period with a day in `first_day`..`last_day`, in order; none if these are reversed."""
        return list(self.each(first_day, last_day, frequency))

    def each(self, first_day: date, last_day: date, frequency: Frequency) -> Iterator[Period]:
        """`between`, one by one: for callers that bound how many they take."""
        if last_day < first_day:
            return
        period = self.holding(first_day, frequency)
        self.holding(last_day, frequency)
        while period.start <= last_day:
            yield period
            period = self._holding(period.end + _DAY, frequency)

    def within(self, outer: Period, frequency: Frequency) -> list[Period]:
        """Every period that begins in `outer` and so belongs to it."""
        inner = self.between(max(outer.start, FIRST_DAY), min(outer.end, LAST_DAY), frequency)
        return [period for period in inner if period.start >= outer.start]

    def label(self, period: Period) -> str:
        """`2026-03-05`, `2026-W07`, `2026-03`, `FY2026 Q1` or `FY2026`, after the year in which it ends."""
        start = period.start
        match period.frequency:
            case Frequency.DAILY:
                return start.isoformat()
            case Frequency.WEEKLY:
                year, week, _ = start.isocalendar()
                return f"{year}-W{week:02}"
            case Frequency.MONTHLY:
                return f"{start.year}-{start.month:02}"
        fiscal_year = f"FY{self._holding(start, Frequency.YEARLY).end.year}"
        if period.frequency is Frequency.YEARLY:
            return fiscal_year
        return f"{fiscal_year} Q{(start.month - self.first_month) % 12 // 3 + 1}"

    def _holding(self, day: date, frequency: Frequency) -> Period:
        if frequency is Frequency.DAILY:
            return Period(frequency, day, day)
        if frequency is Frequency.WEEKLY:
            monday = day - day.weekday() * _DAY
            return Period(frequency, monday, monday + _WEEK - _DAY)
        months = _MONTHS[frequency]
        into_period = (day.month - self.first_month) % months
        first = day.year * 12 + day.month - 1 - into_period
        return Period(frequency, _month(first), _month(first + months) - _DAY)


def _month(number: int) -> date:
    """The first day of a month counted from the year 0."""
    return date(number // 12, number % 12 + 1, 1)
