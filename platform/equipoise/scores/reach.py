"""Which periods of a scorecard a figure can change."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from equipoise.domain.calendar import LAST_DAY, FiscalCalendar, Frequency, Period


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both included; always whole periods of a scorecard."""

    first: date
    last: date

    def with_(self, other: "Stretch | None") -> "Stretch":
        """The shortest stretch that holds both."""
        if other is None:
            return self
        return Stretch(min(self.first, other.first), max(self.last, other.last))


NO_DAYS: Final = Stretch(date.max, date.min)


def reach(
    calendar: FiscalCalendar, scorecard: Frequency, start: date, own: Frequency, carried_periods: int = 0
) -> Stretch:
    """The scorecard's periods that a figure of the `own` period starting on `start` stands for, carried on or not."""
    period = last = calendar.holding(start, own)
    for _ in range(carried_periods):
        if last.end >= LAST_DAY:
            break
        last = calendar.next(last)
    latest_day = last.end if scorecard.is_finer_than(own) else last.start
    return Stretch(calendar.holding(period.start, scorecard).start, calendar.holding(latest_day, scorecard).end)


def look_back(calendar: FiscalCalendar, first: date, own: Frequency, carried_periods: int) -> date:
    """The first day of the earliest own period whose figure can still count on `first`."""
    period = calendar.holding(first, own)
    for _ in range(carried_periods):
        period = calendar.previous(period)
    return period.start


def periods_of(calendar: FiscalCalendar, frequency: Frequency, stretch: Stretch) -> list[Period]:
    """The scorecard's periods in the stretch."""
    return calendar.between(stretch.first, stretch.last, frequency)
