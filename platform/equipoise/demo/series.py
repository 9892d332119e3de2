"""How the figures of a KPI run over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from equipoise.demo.noise import seasonal, wobble
from equipoise.demo.timeline import Timeline
from equipoise.domain.calendar import Period


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the figure jumps by `by`, and is back to its course after some months."""

    months_ago: int
    by: float
    months: int = 6


@dataclass(frozen=True, slots=True)
class Curve:
    """A straight way from start to end, a season, noise, and what happened on the way.

    `season` and `noise` are in the figure's own unit, `places` are decimals, `low` and `high` bounds.
    """

    start: float
    end: float
    noise: float
    places: int = 1
    season: float = 0.0
    peak: int = 5
    events: tuple[Event, ...] = ()
    low: float | None = None
    high: float | None = None
    silent_months: int = 0
    """So long nothing has come in."""

    def figure(self, key: str, period: Period, timeline: Timeline) -> Decimal:
        first, last = timeline.first_day.toordinal(), timeline.last_day.toordinal()
        middle = (period.start.toordinal() + period.end.toordinal()) / 2
        way = (middle - first) / (last - first)
        figure = self.start + (self.end - self.start) * way
        figure += self.season * seasonal(period.end.month, self.peak)
        figure += self.noise * wobble(key, period.start)
        figure += sum(_effect(event, period, timeline) for event in self.events)
        if self.low is not None:
            figure = max(figure, self.low)
        if self.high is not None:
            figure = min(figure, self.high)
        return round(Decimal(str(figure)), self.places)


@dataclass(frozen=True, slots=True)
class Words:
    """A judgement in words: for the last periods, oldest first, which label; before them, the first of these."""

    said: str
    """Initial letters of the labels."""

    def word(self, labels: Sequence[str], periods_ago: int) -> str:
        """`periods_ago` counts back from the last period, which is 0."""
        place = len(self.said) - 1 - periods_ago
        initial = self.said[max(place, 0)]
        return next(label for label in labels if label.startswith(initial))


@dataclass(frozen=True, slots=True)
class Measured:
    """What the rows of an export add up to: the ledger, and the measure in it."""

    ledger: str
    measure: str


Series = Curve | Words | Measured


def _effect(event: Event, period: Period, timeline: Timeline) -> float:
    begun = timeline.month(event.months_ago)
    if period.end < begun:
        return 0.0
    months = (period.end.year - begun.year) * 12 + period.end.month - begun.month
    return event.by * max(0.0, 1 - months / event.months)
