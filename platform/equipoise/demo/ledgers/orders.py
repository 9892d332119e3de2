"""Dealer orders: what was ordered, promised and shipped, and at which price."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from equipoise.demo.ledgers.aggregates import DaysBetween, DistinctOf, RatioOf, SumOf
from equipoise.demo.ledgers.ledger import Condition, Ledger, LedgerMeasure, Row
from equipoise.demo.noise import Dice, chance, seasonal, wobble
from equipoise.demo.timeline import MONTHS, Timeline
from equipoise.domain.calendar import Frequency, Period

COLUMNS = (
    "Order", "Dealer", "Country", "Model", "Ordered", "Promised", "Shipped",
    "Units", "Units on time", "List value", "Discount", "Net value",
)  # fmt: skip
MODELS = (("Porter Short", 3490), ("Porter Long", 3990), ("Drayman", 4690), ("Drayman Long", 5290))
COUNTRIES = ("NL", "DE", "DE", "DK", "BE", "FR", "AT", "SE")
SHIPPED = (Condition("Shipped"),)

MEASURES = (
    LedgerMeasure("bikes_sold", "Bikes shipped", "bikes", SumOf("Units"), "Shipped", SHIPPED),
    LedgerMeasure("dealer_net_sales", "Net value shipped", "EUR", SumOf("Net value"), "Shipped", SHIPPED),
    LedgerMeasure(
        "discount_share",
        "Discount on list value",
        "%",
        RatioOf("Discount", "List value", Decimal(100)),
        "Shipped",
        SHIPPED,
    ),
    LedgerMeasure("net_value_per_bike", "Net value per bike", "EUR", RatioOf("Net value", "Units"), "Shipped", SHIPPED),
    LedgerMeasure(
        "order_lead_time",
        "Days from order to shipment",
        "days",
        DaysBetween("Ordered", "Shipped"),
        "Shipped",
        SHIPPED,
    ),
    LedgerMeasure(
        "on_time_shipments",
        "Bikes shipped by the promised day",
        "%",
        RatioOf("Units on time", "Units", Decimal(100)),
        "Shipped",
        SHIPPED,
    ),
    LedgerMeasure("active_dealers", "Dealers with a shipment", "dealers", DistinctOf("Dealer"), "Shipped", SHIPPED),
)


def orders(timeline: Timeline) -> Ledger:
    """The first export lacked a day of one month, and had two discounts with a digit too many."""
    rows = [row for month in range(MONTHS) for row in _month(month, timeline)]
    rows += _still_open(timeline)
    rows.sort(key=lambda row: (row["Ordered"], row["Dealer"]))
    for number, row in enumerate(rows, start=40_118):
        row["Order"] = f"SO-{number}"
    return Ledger("Orders", COLUMNS, rows, list(_first_export(rows, timeline)), MEASURES)


def _month(number: int, timeline: Timeline) -> Iterator[Row]:
    period = timeline.periods(Frequency.MONTHLY)[number]
    wanted = _bikes(number, period)
    while wanted > 0:
        units = min(wanted, 1 + int(36 * chance("units", period.start, wanted) ** 1.3))
        yield _order(number, period, wanted, units)
        wanted -= units


def _bikes(number: int, period: Period) -> int:
    level = 2850 + 320 * number / (MONTHS - 1) + 940 * seasonal(period.start.month, 5)
    slump = 0.86 if 15 <= number <= 19 else 1.0
    return int(level * slump * (1 + 0.06 * wobble("bikes", period.start)))


def _order(number: int, period: Period, serial: int, units: int) -> Row:
    dice = Dice("order", period.start, serial)
    way = number / (MONTHS - 1)
    shipped = _working_day(period, dice.roll())
    lead = max(3, round(15.8 - 4.0 * way + (3.5 if 15 <= number <= 19 else 0) + 6 * dice.wobble()))
    on_time = dice.roll() < 0.835 + 0.112 * way - (0.09 if 15 <= number <= 19 else 0)
    slack = int(4 * dice.roll())
    promised = shipped + timedelta(days=slack) if on_time else shipped - timedelta(days=slack + 1)
    model, price = MODELS[min(3, int(4 * dice.roll() ** (1.25 - 0.2 * way)))]
    list_value = Decimal(price * units)
    share = max(0.0, 7.2 - 1.1 * way + (1.6 if 15 <= number <= 20 else 0) + 5 * dice.wobble())
    discount = round(list_value * Decimal(str(share)) / 100, 2)
    return {
        "Dealer": _dealer(dice.roll(), way),
        "Country": COUNTRIES[int(dice.roll() * len(COUNTRIES))],
        "Model": model,
        "Ordered": shipped - timedelta(days=lead),
        "Promised": promised,
        "Shipped": shipped,
        "Units": units,
        "Units on time": units if on_time else 0,
        "List value": list_value,
        "Discount": discount,
        "Net value": list_value - discount,
    }


def _dealer(draw: float, way: float) -> str:
    return f"D{1000 + int(draw**1.2 * (112 + 34 * way))}"


def _still_open(timeline: Timeline) -> Iterator[Row]:
    month = timeline.periods(Frequency.MONTHLY)[-1]
    for serial in range(41):
        row = _order(MONTHS - 1, month, 100_000 + serial, 1 + serial % 9)
        ordered = timeline.last_day - timedelta(days=int(9 * chance("open", serial)))
        yield row | {
            "Ordered": ordered,
            "Promised": ordered + timedelta(days=14),
            "Shipped": None,
            "Units on time": None,
        }


def _first_export(rows: list[Row], timeline: Timeline) -> Iterator[Row]:
    missing, month = timeline.month(4) + timedelta(days=13), timeline.month(3)
    wrong = [index for index, row in enumerate(rows) if _in_month(row["Shipped"], month)][40:42]
    for index, row in enumerate(rows):
        if row["Shipped"] in {missing, missing + timedelta(days=1)}:
            continue
        if index in wrong and isinstance(discount := row["Discount"], Decimal):
            yield row | {"Discount": discount * 10, "Net value": Decimal(str(row["List value"])) - discount * 10}
        else:
            yield row


def _in_month(day: object, month: date) -> bool:
    return isinstance(day, date) and (day.year, day.month) == (month.year, month.month)


def _working_day(period: Period, draw: float) -> date:
    day = period.start + timedelta(days=int(draw * ((period.end - period.start).days + 1)))
    return day if day.weekday() < 5 else max(period.start, day - timedelta(days=day.weekday() - 4))
