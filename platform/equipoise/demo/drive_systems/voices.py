"""Drive Systems: what people said about its KPIs, and what they decided on them."""

from equipoise.demo.story import CheckIn, Citation, Comment
from equipoise.discussion.models import Confidence

COMMENTS = (
    Comment(
        "external_drive_revenue",
        "elin",
        14,
        "The largest maker moved one call-off into the next month; no order was lost.",
    ),
    Comment(
        "field_failures",
        "kwame",
        19,
        "Opened 34 of 36 returns. Two thirds are still early T4 seals; nothing new among the rest.",
    ),
    Comment("field_failures", "tomas", 18, "Good. Then the provision can come down with the exchange, not before."),
    Comment(
        "rolled_yield",
        "piotr",
        26,
        "Station 6 has been the weakest for five weeks. The sheet for it is written, the gauge is ordered.",
    ),
    Comment(
        "winding_oee",
        "bram",
        12,
        "Spindle 2 stood for two days. We knew the bearing; it was planned for the Friday after.",
    ),
    Comment(
        "t5_readiness", "mei", 17, "“Behind” is the right word. I would rather tell the makers now than in spring."
    ),
    Comment("change_days", "bram", 37, "Two boards a week work. The rest is waiting for suppliers' drawings."),
    Comment(
        "book_to_bill", "mei", 23, "1.1 with three framework contracts left out. The first solid quarter in two years."
    ),
)

CHECK_INS = (
    CheckIn(
        "unit_cost",
        "kwame",
        13,
        Confidence.MEDIUM,
        "Board and seal are in; the housing is late together with the T5 tool.",
        "Decide on the second toolmaker.",
    ),
    CheckIn(
        "drive_on_time",
        "bram",
        9,
        Confidence.HIGH,
        "Four clean weeks since the second oven runs.",
        "Frozen zone of ten days from next month.",
    ),
    CheckIn(
        "field_failures",
        "kwame",
        20,
        Confidence.HIGH,
        "Exchange of early seals is nine tenths done.",
        "Last 400 drives, then close the countermeasure.",
    ),
    CheckIn(
        "t5_readiness",
        "kwame",
        18,
        Confidence.LOW,
        "Housing tool late, firmware and people on course.",
        "Product board decides on the second toolmaker.",
    ),
    CheckIn(
        "rolled_yield",
        "piotr",
        27,
        Confidence.MEDIUM,
        "Eight stations above 99 %, station 6 at 97.4 %.",
        "New gauge at station 6.",
    ),
    CheckIn(
        "design_wins",
        "mei",
        35,
        Confidence.HIGH,
        "Two frames drawn around the T5 before it exists in series.",
        "Design-in days with four more makers.",
    ),
)

CITATIONS = (
    Citation("drive_on_time", "mei", 40, "Second potting oven bought ahead of budget."),
    Citation("field_failures", "kwame", 66, "Leak test stays at 100 % of drives for the T5."),
    Citation("t5_readiness", "mei", 15, "Start of series is promised to makers three weeks later."),
    Citation("days_to_hire", "sofia", 64, "Firmware pay band adjusted ahead of the yearly round."),
    Citation("unit_cost", "tomas", 47, "Investment in a one-piece housing tool released."),
)
