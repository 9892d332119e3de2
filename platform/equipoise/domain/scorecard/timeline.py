"""Which periods of a KPI, or of a contributing scorecard, stand for a period of the scorecard."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from equipoise.domain.calendar import FIRST_DAY, LAST_DAY, FiscalCalendar, Frequency, Period

Starts: TypeAlias = tuple[date, ...]
"""The first days of the periods that stand for one period of the scorecard, in order."""


class Timeline:
    """The periods of a scorecard seen at every frequency that stands for them; each is worked out once."""

    def __init__(self, calendar: FiscalCalendar, periods: Sequence[Period]) -> None:
        self._periods = periods
        self._calendar = calendar
        self._spans: dict[Frequency, list[Starts]] = {}
        self._run_ups: dict[tuple[Frequency, int], list[date]] = {}

    def spans(self, frequency: Frequency) -> list[Starts]:
        """Finer periods stand for the one in which they begin, a coarser one for those whose end it holds."""
        if frequency not in self._spans:
            self._spans[frequency] = [_starts(self._calendar, period, frequency) for period in self._periods]
        return self._spans[frequency]

    def run_up(self, frequency: Frequency, periods_before: int) -> list[date]:
        """The first days of all periods from the first to the last that stand for one, and of some before."""
        key = frequency, periods_before
        if key not in self._run_ups:
            starts = [start for span in self.spans(frequency) for start in span]
            self._run_ups[key] = _run_up(self._calendar, starts, frequency, periods_before)
        return self._run_ups[key]


def _run_up(calendar: FiscalCalendar, starts: Sequence[date], frequency: Frequency, periods_before: int) -> list[date]:
    if not starts:
        return []
    first = calendar.holding(max(min(starts), FIRST_DAY), frequency)
    before: list[date] = []
    while len(before) < periods_before and first.start > FIRST_DAY:
        first = calendar.previous(first)
        before.append(first.start)
    after = calendar.between(max(min(starts), FIRST_DAY), max(starts), frequency)
    return before[::-1] + [period.start for period in after]


def _starts(calendar: FiscalCalendar, period: Period, frequency: Frequency) -> Starts:
    if frequency is period.frequency:
        return (period.start,)
    if frequency.is_finer_than(period.frequency):
        return tuple(inner.start for inner in calendar.within(period, frequency))
    return (calendar.holding(min(period.end, LAST_DAY), frequency).start,)
