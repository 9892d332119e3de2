"""Company scorecard: what people said about its KPIs, and what they decided on them."""

from equipoise.demo.story import CheckIn, Citation, Comment
from equipoise.discussion.models import Confidence

COMMENTS = (
    Comment(
        "net_revenue",
        "tomas",
        9,
        "Two thirds of the gap to plan is the frame colour that came three weeks late. The orders are there, the "
        "bikes are not.",
    ),
    Comment(
        "net_revenue",
        "joris",
        8,
        "Agreed, and they ship this month. I would not touch the plan for it.",
    ),
    Comment("net_revenue", "oskar", 6, "Please show the board the backlog next to this, not only the month."),
    Comment(
        "inventory_days",
        "bram",
        33,
        "The overhang is eleven weeks of the old display. We can use it in service parts; nobody should build it in.",
    ),
    Comment(
        "maker_on_time",
        "mei",
        17,
        "The dip was the potting line. Since the second oven runs we have had four clean weeks.",
    ),
    Comment(
        "accident_rate",
        "sofia",
        24,
        "Three of the four accidents happened in the last hour of a Saturday "
        "shift. This is about overtime, not gloves.",
    ),
    Comment(
        "warranty_cost_share",
        "piotr",
        12,
        "The seal exchange is nearly through. Without it we would be at 1.6 % already.",
    ),
    Comment(
        "strategy_awareness",
        "annika",
        41,
        "I asked eight people at Line South on Tuesday. Six knew. In spring it was two.",
    ),
    Comment("rider_nps", "nadia", 20, "Detractors still name the first T4 winter. Promoters name the loan week."),
    Comment(
        "co2_per_bike",
        "greta",
        171,
        "Two dealers in the north now print this figure on the price tag. We should agree on one method first.",
    ),
)

CHECK_INS = (
    CheckIn(
        "ebit_margin",
        "tomas",
        10,
        Confidence.MEDIUM,
        "Freight and magnets are behind us; mix still costs 0.6 points.",
        "Price step for the Drayman agreed with sales by the end of the month.",
    ),
    CheckIn(
        "fleet_uptime",
        "lucie",
        14,
        Confidence.HIGH,
        "Loan bikes hold the figure up; real faults are down by a fifth as well.",
        "Depot in the sixth city opens next month.",
    ),
    CheckIn(
        "gates_on_time",
        "kwame",
        19,
        Confidence.LOW,
        "Off-tool parts for the T5 housing are eleven days late and the toolmaker does not commit.",
        "Second toolmaker quotes this week; decision at the product board.",
    ),
    CheckIn(
        "order_lead_time",
        "ruben",
        7,
        Confidence.HIGH,
        "Line South works by order date. North follows after the holiday.",
        "Sequence both lines from one list.",
    ),
    CheckIn(
        "enps",
        "sofia",
        28,
        Confidence.MEDIUM,
        "Shift plans help, weekend work hurts. Engineering is at 38, the plant at 15.",
        "Talk with the works council about Saturdays before the season.",
    ),
    CheckIn(
        "strategy_awareness",
        "hedda",
        44,
        Confidence.MEDIUM,
        "Plant and test bench have caught up; the offices are now the weak spot.",
        "Maps for finance and care next.",
    ),
    CheckIn(
        "complaint_rate",
        "lucie",
        36,
        Confidence.HIGH,
        "Displays that fogged are solved. Kickstand is the new number one.",
        "Kickstand on the agenda of the quality round.",
    ),
)

CITATIONS = (
    Citation("order_cover", "joris", 16, "Second shift on Line North stays until the end of the quarter."),
    Citation("maker_on_time", "mei", 38, "Second potting oven bought ahead of budget."),
    Citation("net_revenue", "annika", 30, "Plan for the coming quarter stays as it is; no extra discounts."),
    Citation("accident_rate", "annika", 22, "No Saturday shift longer than six hours until further notice."),
    Citation("free_cash_flow", "tomas", 52, "Paint shop investment moved to the next half-year."),
    Citation("voluntary_turnover", "sofia", 63, "Firmware pay band adjusted ahead of the yearly round."),
    Citation("inventory_days", "tomas", 27, "Old displays transferred to service parts at cost."),
)
