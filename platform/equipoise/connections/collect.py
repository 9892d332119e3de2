"""What a connector reads, gathered into values of KPIs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from equipoise.connections.child import messages
from equipoise.connections.child.failures import ConnectorBug
from equipoise.connections.child.request import MOST_VALUES
from equipoise.connections.child.scrub import Scrub
from equipoise.connections.row_errors import RowErrors
from equipoise.connections.scaling import scaled
from equipoise.domain.calendar import Frequency
from equipoise.domain.errors import Refusal
from equipoise.kpis.entries import ValueItem


@dataclass(frozen=True, slots=True)
class Feed:
    """A KPI that the connection feeds: which values are its, and how they become its figures."""

    kpi_id: UUID
    scorecard_id: UUID
    measure: str
    dimensions: Mapping[str, str]
    factor: Decimal
    frequency: Frequency
    ratio_factor: Decimal
    by_label: bool
    """Whether its values are words of a choice."""

    def takes(self, dimensions: Mapping[str, str]) -> bool:
        return all(dimensions.get(name) == part for name, part in self.dimensions.items())


class Found(NamedTuple):
    """A value of a KPI, and the place at the source that it comes from."""

    feed: Feed
    item: ValueItem
    place: str


class Collector:
    """Takes the messages of a reading one by one.

    Where two values come for the same period of the same KPI, neither is kept: which of them is the right one cannot
    be known.
    """

    def __init__(
        self,
        feeds: Iterable[Feed],
        scrub: Scrub,
        *,
        since: date | None,
        until: date | None,
        tell: Callable[[int], None] = lambda _count: None,
    ) -> None:
        self._feeds: defaultdict[str, list[Feed]] = defaultdict(list)
        for feed in feeds:
            self._feeds[feed.measure].append(feed)
        self._scrub = scrub
        self._since, self._until = since or date.min, until or date.max
        self._tell = tell
        self._found: dict[tuple[UUID, date], Found] = {}
        self._clashes: set[tuple[UUID, date]] = set()
        self._days: dict[date, date] = {}
        self._values = self._row_errors = 0
        self.unmapped = 0
        """Values that belong to no KPI."""
        self.errors = RowErrors()

    def take(self, message: messages.Answer) -> None:
        """Raises: ConnectorBug for more values than a run may hold."""
        if isinstance(message, messages.Value):
            self._values += 1
            if self._values > MOST_VALUES:
                raise ConnectorBug(f"The connector sent more than {MOST_VALUES:,} values, and was ended.")
            if self._values % 1_000 == 0:
                self._tell(self._values)
            self._take_value(message)
        elif isinstance(message, messages.RowError):
            self._row_errors += 1
            self.errors.add(self._scrub(message.where), self._scrub(message.message), message.code)

    def end(self, done: messages.Done) -> None:
        """Compare with what the connector says that it has sent. Raises: ConnectorBug."""
        if done.values != self._values or done.row_errors < self._row_errors:
            raise ConnectorBug(
                f"The connector says that it has sent {done.values:,} values and {done.row_errors:,} row errors; "
                f"{self._values:,} and {self._row_errors:,} have arrived."
            )
        self.errors.count += done.row_errors - self._row_errors

    def found(self) -> list[Found]:
        """The values to record, those of a scorecard together."""
        kept = (found for key, found in self._found.items() if key not in self._clashes)
        return sorted(kept, key=lambda found: (found.feed.scorecard_id, found.feed.kpi_id, found.item.period_start))

    def _take_value(self, value: messages.Value) -> None:
        start = self._days.setdefault(value.period_start, value.period_start)
        feeds = [feed for feed in self._feeds.get(value.measure, ()) if feed.takes(value.dimensions)]
        if not feeds or not self._since <= start < self._until:
            self.unmapped += 1
            return
        place = self._place(value)
        for feed in feeds:
            key = (feed.kpi_id, start)
            try:
                found = Found(feed, self._item(feed, start, value), place)
            except Refusal as refusal:
                self.errors.add(place, refusal.message, refusal.code)
                continue
            first = self._found.setdefault(key, found)
            if first is not found:
                self._clashes.add(key)
                self.errors.add(place, _clash(value, first), "DUPLICATE_VALUE")

    def _item(self, feed: Feed, start: date, value: messages.Value) -> ValueItem:
        note = None if value.note is None else self._scrub(value.note)
        if feed.by_label:
            label = None if value.label is None else self._scrub(value.label)
            return ValueItem(feed.kpi_id, start, value.value, label=label, note=note)
        figures = scaled(
            value.value, value.numerator, value.denominator, factor=feed.factor, ratio_factor=feed.ratio_factor
        )
        return ValueItem(feed.kpi_id, start, figures.value, figures.numerator, figures.denominator, note=note)

    def _place(self, value: messages.Value) -> str:
        return self._scrub(value.source) if value.source else f"{value.measure}, {value.period_start}"


def _clash(value: messages.Value, first: Found) -> str:
    hint = ""
    if value.dimensions.keys() - first.feed.dimensions.keys():
        names = ", ".join(sorted(value.dimensions.keys() - first.feed.dimensions.keys()))
        hint = f" Map the measure with an entry for {names}."
    return (
        f"Another value of {value.measure} for the period from {value.period_start} and the same KPI; the first is at "
        f"{first.place}. Neither is used.{hint}"
    )
