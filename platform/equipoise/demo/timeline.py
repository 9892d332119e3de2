"""What "months ago" and "days ago" mean on the day the demo is made."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from equipoise.domain.calendar import FiscalCalendar, Frequency, Period

MONTHS = 36


@dataclass(frozen=True, slots=True)
class Timeline:
    """36 months that end with the one before today's, in a strategy cycle of the four calendar years they touch."""

    today: date

    def month(self, months_ago: int) -> date:
        """First day of a month: 0 is today's, 1 the last one with values; negative ones lie ahead."""
        number = self.today.year * 12 + self.today.month - 1 - months_ago
        return date(number // 12, number % 12 + 1, 1)

    @property
    def first_day(self) -> date:
        """Of the first month with values."""
        return self.month(MONTHS)

    @property
    def last_day(self) -> date:
        """Of the last month with values."""
        return self.month(0) - timedelta(days=1)

    @property
    def cycle_start(self) -> date:
        return date(self.first_day.year, 1, 1)

    @property
    def cycle_end(self) -> date:
        return date(self.first_day.year + 3, 12, 31)

    def periods(self, frequency: Frequency) -> list[Period]:
        """Those that are over by the last day and belong to the cycle, in order.

        Years and quarters that the 36 months do not hold whole are told by what came before them.
        """
        found = FiscalCalendar().between(self.first_day, self.last_day, frequency)
        whole = [period for period in found if period.end <= self.last_day]
        if frequency is Frequency.WEEKLY:
            return [period for period in whole if period.start >= self.first_day]
        return whole

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def moment(self, days_ago: int, hour: int = 9) -> datetime:
        """A moment of a working morning; none lies after the beginning of today."""
        return datetime.combine(self.day(days_ago), time(hour), UTC)
