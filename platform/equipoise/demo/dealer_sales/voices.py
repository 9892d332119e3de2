"""Dealer Sales: what people said about its KPIs, and what they decided on them."""

from equipoise.demo.story import CheckIn, Citation, Comment
from equipoise.discussion.models import Confidence

COMMENTS = (
    Comment("dealer_net_sales", "joris", 10, "Value holds although volume is short: the long Drayman sells itself."),
    Comment("pipeline_cover", "freya", 13, "Without the two tenders we are at 2.4. I would plan without them."),
    Comment(
        "overdue_receivables", "elin", 16, "One dealer group makes up a third. Payment plan signed, first rate is in."
    ),
    Comment("forecast_error", "bram", 28, "Best three months since we forecast together. The plant believes it now."),
    Comment(
        "sales_pulse",
        "sofia",
        34,
        "South and west answer far below the rest. Both regions have had an open post for half a year.",
    ),
    Comment("lead_followup", "nadia", 22, "The fall is the form on the new site: postcodes came without a country."),
    Comment("service_rating", "lucie", 47, "Calls the next day work: four of ten change their mark."),
)

CHECK_INS = (
    CheckIn(
        "dealer_net_sales",
        "freya",
        12,
        Confidence.MEDIUM,
        "Families are ahead of plan, trades wait for Drayman II.",
        "Fleet offers with a fixed delivery week.",
    ),
    CheckIn(
        "portal_share",
        "freya",
        26,
        Confidence.HIGH,
        "Four of five orders. The rest are fleets, which the portal learns next.",
        "Fleet orders in the portal by next quarter.",
    ),
    CheckIn(
        "overdue_receivables",
        "elin",
        17,
        Confidence.HIGH,
        "Payment plan with the largest overdue dealer is kept.",
        "Credit limits for the season.",
    ),
    CheckIn(
        "ticket_backlog",
        "lucie",
        8,
        Confidence.MEDIUM,
        "Kickstands fill the queue, everything else is quick.",
        "Spring by letter instead of workshop visit.",
    ),
)

CITATIONS = (
    Citation("pipeline_cover", "freya", 31, "The next two fairs are left out; area managers visit instead."),
    Citation("overdue_receivables", "tomas", 49, "Credit limits of three dealer groups cut by half."),
    Citation("forecast_error", "bram", 43, "Safety stock for painted frames reduced by ten days."),
    Citation("dealer_nps", "freya", 60, "Claims up to EUR 150 are settled without asking."),
)
