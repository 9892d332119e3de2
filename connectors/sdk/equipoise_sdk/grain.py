"""How long the periods of a measure are."""

from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    """Length of the periods that a measure has values for. Weeks are ISO weeks: they start on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def period_start(self, day: date, first_month_of_year: int = 1) -> date:
        """First day of the period that holds `day`; quarters and years follow the fiscal calendar."""
        match self:
            case Grain.DAY:
                return date(day.year, day.month, day.day)
            case Grain.WEEK:
                return date(day.year, day.month, day.day) - timedelta(days=day.weekday())
            case Grain.MONTH:
                return date(day.year, day.month, 1)
            case Grain.QUARTER:
                return _months_later(day, -((day.month - first_month_of_year) % 3))
            case Grain.YEAR:
                return _months_later(day, -((day.month - first_month_of_year) % 12))

    def next_start(self, start: date) -> date:
        """First day of the period after the one that starts on `start`."""
        match self:
            case Grain.DAY:
                return start + timedelta(days=1)
            case Grain.WEEK:
                return start + timedelta(days=7)
            case Grain.MONTH:
                return _months_later(start, 1)
            case Grain.QUARTER:
                return _months_later(start, 3)
            case Grain.YEAR:
                return _months_later(start, 12)

    def period_end(self, start: date) -> date:
        """Last day of the period that starts on `start`."""
        return self.next_start(start) - timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
