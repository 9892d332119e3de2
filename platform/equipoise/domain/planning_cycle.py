"""The stretch of time that a scorecard plans for, and the closing of its periods."""

from datetime import date
from typing import Final

from equipoise.domain.calendar import FIRST_DAY, LAST_DAY, DateOutOfRange, FiscalCalendar, Frequency
from equipoise.domain.errors import Conflict, Invalid, Refusal

MOST_DAYS: Final = 3_660
"""Ten years."""

MOST_PERIODS: Final = 1_100
"""Three years of days: each period keeps a score of everything on the scorecard."""


class CycleTooLong(Refusal):
    """More than ten years, or more periods than are kept."""

    code = "CYCLE_TOO_LONG"


class NotAPeriodEnd(Refusal):
    """A day on which no period of the scorecard ends."""

    code = "NOT_A_PERIOD_END"


class PeriodNotOver(Refusal):
    """A period is closed when it is over, not before."""

    code = "PERIOD_NOT_OVER"


class NotClosed(Conflict):
    """The period is open already."""

    code = "NOT_CLOSED"


class OutsideCycle(Refusal):
    """The day lies outside the scorecard's cycle."""

    code = "OUTSIDE_CYCLE"


def check_cycle(start: date, end: date, frequency: Frequency, calendar: FiscalCalendar) -> None:
    """Raises: DateOutOfRange, Invalid, CycleTooLong."""
    for field, day in (("cycleStart", start), ("cycleEnd", end)):
        if not FIRST_DAY <= day <= LAST_DAY:
            raise DateOutOfRange(f"{day} is outside {FIRST_DAY} to {LAST_DAY}.", field=field)
    if end <= start:
        raise Invalid(f"The cycle cannot end on {end}, when it begins on {start}.", field="cycleEnd")
    if (end - start).days > MOST_DAYS:
        raise CycleTooLong(
            "A cycle lasts at most ten years; plan the next one on a scorecard of its own.", field="cycleEnd"
        )
    periods = len(calendar.between(start, end, frequency))
    if periods > MOST_PERIODS:
        raise CycleTooLong(
            f"A cycle has at most {MOST_PERIODS:,} periods; this one has {periods:,}. Choose a coarser frequency.",
            field="frequency",
        )


def check_closing(
    through: date,
    *,
    cycle: tuple[date, date],
    frequency: Frequency,
    calendar: FiscalCalendar,
    closed_through: date | None,
    today: date,
) -> None:
    """Whether the periods through this day can be closed.

    Raises: OutsideCycle, NotAPeriodEnd, PeriodNotOver, Conflict.
    """
    start, end = cycle
    if not start <= through <= calendar.holding(end, frequency).end:
        raise OutsideCycle(f"The cycle runs from {start} to {end}; {through} is outside it.", field="through")
    period = calendar.holding(through, frequency)
    if period.end != through:
        raise NotAPeriodEnd(
            f"No {frequency.lower()} period ends on {through}; the one that holds this day ends on {period.end}.",
            field="through",
        )
    if through >= today:
        raise PeriodNotOver(f"The period that ends on {through} is not over: today is {today}.", field="through")
    if closed_through is not None and through < closed_through:
        raise Conflict(
            f"Periods are closed through {closed_through} already; reopen those after {through} instead.",
            field="through",
        )


def reopened_from(
    start: date, *, cycle_start: date, frequency: Frequency, calendar: FiscalCalendar, closed_through: date | None
) -> date | None:
    """What stays closed, as the last closed day, when the periods from `start` on are opened again.

    Raises: NotAPeriodStart, DateOutOfRange, NotClosed.
    """
    try:
        period = calendar.starting(start, frequency)
    except Refusal as refusal:
        raise refusal.at("from") from None
    if closed_through is None or start > closed_through:
        closed = "nothing is" if closed_through is None else f"periods are only through {closed_through}"
        raise NotClosed(f"The period that begins on {start} is not closed: {closed}.", field="from")
    if start <= cycle_start:
        return None
    return calendar.previous(period).end
