"""How many are open at the end of each period: headcount, open cases, running contracts."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import accumulate

from equipoise_sdk import ConfigError, Query, RowError
from equipoise_spreadsheets.files.sheet import Sheet
from equipoise_spreadsheets.layouts.figures import Dimensions, Figure, Figures, Key
from equipoise_spreadsheets.layouts.gathering import Gathering
from equipoise_spreadsheets.layouts.record import Record
from equipoise_spreadsheets.unreadable import Unreadable
from equipoise_spreadsheets.values.periods import EARLIEST, LATEST, Periods

_MAX_PERIODS = 20_000

Group = tuple[str, Dimensions]
Span = tuple[date, date | None]


class OpenAtEnd(Gathering):
    """`columns` are those of the key, the start and the end.

    A key that is open in several rows at once counts once: who changes department in the middle of a day, or works in
    two, is one head.
    """

    def __init__(
        self,
        sheet: Sheet,
        query: Query,
        figures: Figures,
        columns: tuple[int, int, int],
        periods: Periods,
        *,
        open_on_end_day: bool,
    ) -> None:
        self._sheet = sheet
        self._query = query
        self._figures = figures
        self._key, self._start, self._end = columns
        self._periods = periods
        self._past_end = bisect_right if open_on_end_day else bisect_left
        self._spans: dict[Group, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
        self._first = date.max
        self._last = date.min

    def concerns(self, record: Record) -> bool:
        return True

    def add(self, record: Record, measure: str, dimensions: Dimensions) -> None:
        key = record.required_text(self._key)
        start, end = record.required_day(self._start), record.day(self._end)
        if not EARLIEST <= start.year <= LATEST:
            raise Unreadable("NOT_A_DATE", f"{start} is not between {EARLIEST} and {LATEST}", column=self._start)
        if end is not None and end < start:
            raise Unreadable("NOT_A_DATE", f"{end} is before the start, {start}", column=self._end)
        self._spans[measure, dimensions][key].append((start, end))
        self._first = min(self._first, start)
        # A far day, such as 9999-12-31, is how many systems write "open".
        self._last = max(self._last, end if end is not None and end.year <= LATEST else start)

    def finish(self) -> Iterator[RowError]:
        starts = list(self._period_starts()) if self._spans else []
        ends = [self._periods.end(start) for start in starts]
        for (measure, dimensions), keys in sorted(self._spans.items()):
            first, counts = self._counts(keys, ends)
            for start, count in zip(starts[first:], counts[first:], strict=True):
                self._figures.add(Key(measure, start, dimensions), Figure(Decimal(count)), self._sheet.name)
        return iter(())

    def _period_starts(self) -> Iterator[date]:
        """Those asked for that are over: by the end of the query, else by the last date there is."""
        until = self._query.until
        start = self._periods.of_day(self._first)
        for count in range(_MAX_PERIODS + 1):
            over = start <= self._last if until is None else self._periods.end(start) < until
            if not over:
                return
            if count == _MAX_PERIODS:
                raise ConfigError("sources", f"From {self._first} on there are more than {_MAX_PERIODS:,} periods.")
            if self._query.covers(start):
                yield start
            start = self._periods.following(start)

    def _counts(self, keys: dict[str, list[Span]], ends: list[date]) -> tuple[int, list[int]]:
        """The first period with anything open, and how many keys are in each of all periods."""
        changes = [0] * (len(ends) + 1)
        first = len(ends)
        for spans in keys.values():
            reached = 0
            for start, end in sorted(spans, key=lambda span: span[0]):
                begin = max(bisect_left(ends, start), reached)
                past = len(ends) if end is None else self._past_end(ends, end)
                if past > begin:
                    changes[begin] += 1
                    changes[past] -= 1
                    first = min(first, begin)
                    reached = past
        return first, list(accumulate(changes[:-1]))
