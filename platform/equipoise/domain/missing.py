"""What a period without a value counts as."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from equipoise.domain.aggregation import Reading
from equipoise.domain.decimals import ZERO


class MissingData(StrEnum):
    """EXCLUDED leaves the period out; CARRIED_FORWARD repeats the last value for a number of periods."""

    EXCLUDED = "EXCLUDED"
    CARRIED_FORWARD = "CARRIED_FORWARD"
    ZERO = "ZERO"


def fill(
    readings: Mapping[date, Reading],
    periods: Sequence[date],
    policy: MissingData,
    *,
    carry_at_most: int = 0,
    due_from: date | None = None,
    due_until: date | None = None,
) -> dict[date, Reading]:
    """The readings that count, by the first day of their period.

    `periods` are the KPI's own periods, consecutive and in order; begin them `carry_at_most` periods early to
    carry into the first. Zero counts only for periods that begin in `due_from`..`due_until` (no bound when
    None), so that neither the time before a KPI nor the time ahead is held against it. A zero adds nothing to
    a ratio. Source: reference vector 6.
    """
    if policy is MissingData.EXCLUDED:
        return {start: readings[start] for start in periods if start in readings}
    if policy is MissingData.CARRIED_FORWARD:
        return _carried(readings, periods, carry_at_most)
    return {
        start: readings.get(start) or Reading(start, ZERO, ZERO, ZERO)
        for start in periods
        if start in readings or _due(start, due_from, due_until)
    }


def _carried(readings: Mapping[date, Reading], periods: Sequence[date], carry_at_most: int) -> dict[date, Reading]:
    counted: dict[date, Reading] = {}
    last: Reading | None = None
    age = 0
    for start in periods:
        reading = readings.get(start)
        if reading is not None:
            last, age = reading, 0
            counted[start] = reading
        elif last is not None and age < carry_at_most:
            age += 1
            counted[start] = last._replace(period_start=start)
    return counted


def _due(start: date, due_from: date | None, due_until: date | None) -> bool:
    return (due_from is None or due_from <= start) and (due_until is None or start <= due_until)
