"""Change requests to drives: raised, decided by the board, released."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from equipoise.demo.ledgers.aggregates import DaysBetween, OpenAtEnd, RatioOf
from equipoise.demo.ledgers.ledger import Condition, Ledger, LedgerMeasure, Row
from equipoise.demo.noise import Dice, wobble
from equipoise.demo.timeline import MONTHS, Timeline
from equipoise.domain.calendar import Frequency

COLUMNS = ("Request", "Drive", "Assembly", "Raised", "Board", "Requests", "Approved at once", "Released")
ASSEMBLIES = ("Housing", "Controller", "Gear stage", "Stator", "Torque sensor", "Firmware", "Connector")

MEASURES = (
    LedgerMeasure(
        "change_days",
        "Days from request to release",
        "days",
        DaysBetween("Raised", "Released"),
        "Released",
        (Condition("Released"),),
    ),
    LedgerMeasure(
        "approved_at_once",
        "Approved at the first board",
        "%",
        RatioOf("Approved at once", "Requests", Decimal(100)),
        "Board",
        (Condition("Board"),),
    ),
    LedgerMeasure(
        "open_changes",
        "Requests open at month end",
        "requests",
        OpenAtEnd("Request", "Raised", "Released", open_on_last=False),
    ),
)


def changes(timeline: Timeline) -> Ledger:
    rows = [row for month in range(MONTHS) for row in _month(month, timeline)]
    rows.sort(key=lambda row: str(row["Raised"]))
    for number, row in enumerate(rows, start=2_214):
        row["Request"] = f"CR-{number}"
    return Ledger("Change requests", COLUMNS, rows, rows, MEASURES)


def _month(number: int, timeline: Timeline) -> Iterator[Row]:
    period = timeline.periods(Frequency.MONTHLY)[number]
    way = number / (MONTHS - 1)
    for serial in range(27 + int(7 * wobble("requests", period.start))):
        dice = Dice("change", period.start, serial)
        raised = period.start + timedelta(days=int(dice.roll() * period.end.day))
        board = raised + timedelta(days=1 + int(dice.roll() * (7 - 3 * way)))
        at_once = dice.roll() < 0.62 + 0.14 * way
        wait = (6 if at_once else 21) + 12 * (1 - way) + 9 * dice.roll()
        released = board + timedelta(days=round(wait))
        decided = board <= timeline.last_day
        yield {
            "Drive": "T5" if dice.roll() < 0.2 + 0.5 * way else "T4",
            "Assembly": ASSEMBLIES[int(dice.roll() * len(ASSEMBLIES))],
            "Raised": raised,
            "Board": board if decided else None,
            "Requests": 1,
            "Approved at once": int(at_once) if decided else None,
            "Released": released if released <= timeline.last_day else None,
        }
