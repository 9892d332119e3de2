"""Who looks at a KPI, how, and how often: what the next review will find."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from equipoise.demo.noise import chance
from equipoise.domain.usage import Signal

REMEMBERED_DAYS = 240
"""How far back the evidence goes."""


@dataclass(frozen=True, slots=True)
class UsePattern:
    """People who give a signal about every so many days, until they stopped."""

    people: tuple[str, ...]
    signal: Signal
    every_days: int
    since_days_ago: int = REMEMBERED_DAYS
    until_days_ago: int = 1


class DatedSignal(NamedTuple):
    """One person's signal about one KPI, or about all that a scorecard lists, on one day."""

    subject: str
    person: str
    on: date
    signal: Signal
    times: int


def steered(*people: str) -> tuple[UsePattern, ...]:
    """Part of the job: opened every week or two, and on the monthly report."""
    return (
        UsePattern(people, Signal.DETAIL_OPENED, 11),
        UsePattern(people[:2], Signal.REPORT_OPENED, 30),
    )


def read(*people: str) -> tuple[UsePattern, ...]:
    """Opened about once a month."""
    return (UsePattern(people, Signal.DETAIL_OPENED, 28),)


def reported(*people: str, until: int = 1) -> tuple[UsePattern, ...]:
    """Seen on the monthly report and not opened, until so many days ago."""
    return (UsePattern(people, Signal.REPORT_OPENED, 30, until_days_ago=until),)


def faded(*people: str, until: int) -> tuple[UsePattern, ...]:
    """Opened every few weeks, until so many days ago."""
    return (UsePattern(people, Signal.DETAIL_OPENED, 19, until_days_ago=until),)


def once(person: str, days_ago: int) -> tuple[UsePattern, ...]:
    """A single look."""
    return (UsePattern((person,), Signal.DETAIL_OPENED, 1, days_ago, days_ago),)


def glimpsed(person: str, days_ago: int) -> tuple[UsePattern, ...]:
    """On a report that somebody opened once: too little to count as use."""
    return (UsePattern((person,), Signal.REPORT_OPENED, 1, days_ago, days_ago),)


def page_of(*people: str) -> UsePattern:
    """The page of a scorecard, opened every week or two: it lists KPIs, which is no use of them."""
    return UsePattern(people, Signal.LISTED, 9, since_days_ago=75)


NEVER: tuple[UsePattern, ...] = ()


def signals(subject: str, pattern: UsePattern, today: date) -> Iterator[DatedSignal]:
    """The pattern on the calendar, newest first: roughly regular, as people are, and not at weekends."""
    for person in pattern.people:
        ago = pattern.until_days_ago
        if pattern.since_days_ago > ago:
            ago += int(chance(subject, person, pattern.signal) * pattern.every_days)
        while ago <= pattern.since_days_ago:
            on = _working_day(today - timedelta(days=ago))
            yield DatedSignal(subject, person, on, pattern.signal, 1 + int(chance(subject, person, on) * 3))
            ago += 1 + int(pattern.every_days * (0.5 + chance(person, subject, ago)))


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
