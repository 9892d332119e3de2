"""Drive Engineering: what people said about its KPIs, and what they decided on them."""

from equipoise.demo.story import CheckIn, Citation, Comment
from equipoise.discussion.models import Confidence

COMMENTS = (
    Comment("milestone_slip", "mei", 16, "Eleven of these days are the toolmaker. What are the other five?"),
    Comment(
        "milestone_slip",
        "kwame",
        15,
        "Connector of the controller: second sample was out of tolerance. Third one is here.",
    ),
    Comment(
        "t5_cost_gap",
        "elin",
        24,
        "Two quotes for the gear stage are from last year; please renew before the next round.",
    ),
    Comment("nightly_green", "piotr", 10, "Three flaky bench tests make up most of the red. Better mended than muted."),
    Comment(
        "firmware_complaints",
        "lucie",
        29,
        "Nobody has called about the last release. I had to look up whether it was out.",
    ),
    Comment("focus_time", "hedda", 33, "The ramp meetings ate the mornings. Can they move to two o'clock?"),
    Comment("returns_opened", "piotr", 44, "Third month with an empty shelf on Friday."),
)

CHECK_INS = (
    CheckIn(
        "milestone_slip",
        "kwame",
        13,
        Confidence.LOW,
        "Off-tool housing is the critical path; everything else would hold.",
        "Second toolmaker, or three weeks.",
    ),
    CheckIn(
        "t5_cost_gap",
        "kwame",
        25,
        Confidence.MEDIUM,
        "Controller is at target, gear stage EUR 9 above.",
        "Gear stage in the next round.",
    ),
    CheckIn(
        "nightly_green",
        "kwame",
        11,
        Confidence.HIGH,
        "Six green nights of seven for a month.",
        "Mend the three flaky tests.",
    ),
    CheckIn(
        "maker_answer_hours",
        "kwame",
        30,
        Confidence.HIGH,
        "The engineer on call answers half of the questions the same day.",
        "Publish the twenty most asked ones.",
    ),
)

CITATIONS = (
    Citation("milestone_slip", "mei", 14, "Second toolmaker for the T5 housing gets the order."),
    Citation("gate_open_points", "kwame", 32, "No new work package on the T5 until open points are under fifteen."),
    Citation("t5_cost_gap", "kwame", 46, "One-piece housing stays, aluminium cover becomes plastic."),
    Citation("firmware_complaints", "kwame", 75, "Releases go to a tenth of the bikes for a week first."),
)
