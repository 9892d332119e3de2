"""Service cases of riders: opened, closed, paid for and rated."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import log

from equipoise.demo.ledgers.aggregates import AverageOf, CountOf, DaysBetween, OpenAtEnd, RatioOf, SumOf
from equipoise.demo.ledgers.ledger import Condition, Ledger, LedgerMeasure, Row
from equipoise.demo.noise import Dice, chance, seasonal
from equipoise.demo.timeline import MONTHS, Timeline
from equipoise.domain.calendar import Frequency

COLUMNS = (
    "Case", "Opened", "Closed", "Channel", "Model", "Topic", "Safety relevant", "Cases", "Repeat", "Goodwill", "Rating",
)  # fmt: skip
TOPICS = ("Kickstand", "Brakes", "Display", "Battery", "Drive", "Gears", "Lights", "Child seat", "Box cover")
CHANNELS = ("Dealer", "Dealer", "Phone", "Portal", "E-mail")
MODELS = ("Porter Short", "Porter Long", "Drayman", "Drayman Long")
CLOSED = (Condition("Closed"),)

MEASURES = (
    LedgerMeasure("ticket_days", "Days until closed", "days", DaysBetween("Opened", "Closed"), "Closed", CLOSED),
    LedgerMeasure("repeat_tickets", "Cases that came back", "%", RatioOf("Repeat", "Cases", Decimal(100)), "Opened"),
    LedgerMeasure(
        "safety_recalls",
        "Safety-relevant faults",
        "cases",
        CountOf(),
        "Opened",
        (Condition("Safety relevant", ("yes",)),),
    ),
    LedgerMeasure(
        "service_rating",
        "Rating of a closed case",
        "of 5",
        AverageOf("Rating"),
        "Closed",
        (*CLOSED, Condition("Rating")),
    ),
    LedgerMeasure("goodwill_cost", "Goodwill paid", "EUR", SumOf("Goodwill"), "Closed", CLOSED),
    LedgerMeasure(
        "ticket_backlog", "Cases open at month end", "cases", OpenAtEnd("Case", "Opened", "Closed", open_on_last=False)
    ),
)
SAFETY_MONTHS_AGO = (33, 27, 15, 15, 14, 6)
"""When a safety-relevant fault was found on the road."""


def tickets(timeline: Timeline) -> Ledger:
    rows = [row for month in range(MONTHS) for row in _month(month, timeline)]
    rows.sort(key=lambda row: str(row["Opened"]))
    for number, row in enumerate(rows, start=7_301):
        row["Case"] = f"C{number:06}"
    return Ledger("Service cases", COLUMNS, rows, rows, MEASURES)


def _month(number: int, timeline: Timeline) -> Iterator[Row]:
    period = timeline.periods(Frequency.MONTHLY)[number]
    months_ago = MONTHS - number
    cases = int(102 + 27 * number / MONTHS + 19 * seasonal(period.start.month, 7) + _winter(months_ago) * 43)
    safety = SAFETY_MONTHS_AGO.count(months_ago)
    for serial in range(cases):
        opened = period.start + timedelta(days=int(chance("opened", period.start, serial) * period.end.day))
        yield _case(number, opened, serial, safety_relevant=serial < safety, timeline=timeline)


def _case(number: int, opened: date, serial: int, *, safety_relevant: bool, timeline: Timeline) -> Row:
    dice = Dice("case", opened, serial)
    way, winter = number / (MONTHS - 1), _winter(MONTHS - number)
    days = round(-log(1 - dice.roll()) * (8.6 - 2.7 * way + 4.5 * winter))
    closed = opened + timedelta(days=min(days, 60))
    over = closed <= timeline.last_day
    bad = dice.roll() < 0.30 - 0.13 * way + 0.2 * winter
    rated = over and dice.roll() < 0.45
    stars = (2 + int(2 * dice.roll())) if bad else (4 + int(1.75 * dice.roll()))
    paid = over and dice.roll() < 0.34
    goodwill = Decimal(round(2500 + 26_000 * dice.roll())) / 100 if paid else Decimal(0)
    return {
        "Opened": opened,
        "Closed": closed if over else None,
        "Channel": CHANNELS[int(dice.roll() * len(CHANNELS))],
        "Model": MODELS[int(dice.roll() * len(MODELS))],
        "Topic": "Brakes" if safety_relevant else TOPICS[int(dice.roll() ** 1.3 * len(TOPICS))],
        "Safety relevant": "yes" if safety_relevant else "no",
        "Cases": 1,
        "Repeat": int(dice.roll() < 0.118 - 0.036 * way + 0.05 * winter),
        "Goodwill": goodwill,
        "Rating": stars if rated else None,
    }


def _winter(months_ago: int) -> float:
    """The winter in which the first T4 drives let water in."""
    return max(0.0, 1 - abs(months_ago - 14) / 4)
