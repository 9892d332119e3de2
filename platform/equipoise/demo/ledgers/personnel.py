"""The register of personnel: who worked where, from when to when. Numbers only, no names.

It begins with the first month, when the register was taken over from the old system.
"""

from datetime import timedelta

from equipoise.demo.ledgers.aggregates import OpenAtEnd
from equipoise.demo.ledgers.ledger import Condition, Ledger, LedgerMeasure, Row
from equipoise.demo.noise import chance, seasonal
from equipoise.demo.timeline import MONTHS, Timeline
from equipoise.domain.calendar import Frequency, Period

COLUMNS = ("Personnel no.", "Unit", "Contract", "From", "To")
HEADS = OpenAtEnd("Personnel no.", "From", "To", open_on_last=True)

STAFF = {
    "Assembly & Logistics": (402, 419),
    "Dealer Sales": (61, 68),
    "Customer Care": (44, 47),
    "Drive Engineering": (84, 103),
    "Motor Production": (188, 192),
    "Finance": (32, 31),
    "People & Culture": (17, 18),
    "Management": (34, 34),
}
"""People in each unit at the beginning and now."""

MEASURES = (
    LedgerMeasure("headcount", "Headcount at month end", "people", HEADS),
    LedgerMeasure(
        "assembly_headcount",
        "Assembly & Logistics at month end",
        "people",
        HEADS,
        only=(Condition("Unit", ("Assembly & Logistics",)),),
    ),
    LedgerMeasure(
        "drive_headcount",
        "Drive Systems at month end",
        "people",
        HEADS,
        only=(Condition("Unit", ("Drive Engineering", "Motor Production")),),
    ),
)


def personnel(timeline: Timeline) -> Ledger:
    rows: list[Row] = []
    for unit, (before, now) in STAFF.items():
        _unit(rows, unit, before, now, timeline)
    for row in list(rows[5:400:80]):
        rows.append(_transferred(row, timeline))
    rows.sort(key=lambda row: (str(row["From"]), str(row["Personnel no."])))
    return Ledger("Register", COLUMNS, rows, rows, MEASURES)


def _unit(rows: list[Row], unit: str, before: int, now: int, timeline: Timeline) -> None:
    """Leavers go at the end of a month or in it; so many join that the unit grows as planned, more in the season."""
    working = [
        _joined(rows, unit, timeline.periods(Frequency.MONTHLY)[0], serial, taken_over=True) for serial in range(before)
    ]
    for number, month in enumerate(timeline.periods(Frequency.MONTHLY)):
        leavers = [row for row in working if chance("leaves", row["Personnel no."], number) < 0.0075]
        for row in leavers:
            row["To"] = month.end - timedelta(days=int(chance("to", row["Personnel no."]) * 3) * 7)
            working.remove(row)
        season = round(9 * seasonal(month.start.month, 5)) if unit == "Assembly & Logistics" else 0
        wanted = round(before + (now - before) * (number + 1) / MONTHS) + season
        for serial in range(wanted - len(working)):
            working.append(_joined(rows, unit, month, serial, taken_over=False))


def _joined(rows: list[Row], unit: str, month: Period, serial: int, *, taken_over: bool) -> Row:
    day = (
        month.start
        if taken_over or chance("from", unit, month.start, serial) < 0.7
        else month.start + timedelta(days=14)
    )
    row: Row = {
        "Personnel no.": f"P{10_001 + len(rows)}",
        "Unit": unit,
        "Contract": "fixed term" if chance("contract", len(rows)) < 0.14 else "permanent",
        "From": day,
        "To": None,
    }
    rows.append(row)
    return row


def _transferred(row: Row, timeline: Timeline) -> Row:
    """The same person goes on in another unit on the day on which the old post ends."""
    day = timeline.month(11) + timedelta(days=14)
    if row["To"] is not None:
        return row | {"Unit": "Management", "From": row["To"], "To": None}
    row["To"] = day
    return row | {"Unit": "Management", "From": day, "To": None}
