"""Cargo Bikes: what people said about its KPIs, and what they decided on them."""

from equipoise.demo.story import CheckIn, Citation, Comment
from equipoise.discussion.models import Confidence

COMMENTS = (
    Comment(
        "discount_share",
        "freya",
        11,
        "Half of it is one dealer group that clears last year's colours. It ends with the month.",
    ),
    Comment("discount_share", "nadia", 10, "Then please without the blue one next time. It never sold anywhere."),
    Comment(
        "bikes_sold",
        "bram",
        13,
        "One export run was missing in the first file; the corrected one is in, a few dozen bikes more.",
    ),
    Comment(
        "early_claims",
        "piotr",
        15,
        "Kickstand leads the list for the third week. The stronger spring is in test.",
    ),
    Comment(
        "frame_variants",
        "nadia",
        48,
        "Two of the four that are left to cut are Drayman lengths. I would rather wait for Drayman II.",
    ),
    Comment(
        "supplier_on_time",
        "ruben",
        21,
        "For the first time since I am here we did not build around a missing fork for a whole week.",
    ),
    Comment(
        "first_month_rating", "lucie", 39, "Riders now name the display as the best part. A year ago it was the worst."
    ),
    Comment(
        "connected_bikes",
        "greta",
        160,
        "The dip is the new start screen: sharing moved to the third page. I have asked to move it back.",
    ),
)

CHECK_INS = (
    CheckIn(
        "bike_contribution_margin",
        "joris",
        12,
        Confidence.MEDIUM,
        "Porter is where it should be, Drayman pays for long freight.",
        "Price step for the Drayman; freight by model from next month.",
    ),
    CheckIn(
        "bikes_sold",
        "freya",
        9,
        Confidence.MEDIUM,
        "Families buy earlier than last year, trades wait for Drayman II.",
        "Winter fleet campaign to close the gap.",
    ),
    CheckIn(
        "drayman_two",
        "nadia",
        16,
        Confidence.HIGH,
        "Back on plan after the fork was released.",
        "Fatigue test of the long frame ends in three weeks.",
    ),
    CheckIn(
        "certified_share",
        "ruben",
        25,
        Confidence.HIGH,
        "Only battery fitting on the late shift is still thin.",
        "Two more examiners for battery fitting.",
    ),
    CheckIn(
        "ticket_days",
        "lucie",
        18,
        Confidence.MEDIUM,
        "Mechanics on the phone close a third of the cases in the first call.",
        "Starter kit of parts to the first thirty dealers.",
    ),
    CheckIn(
        "supplier_on_time",
        "bram",
        31,
        Confidence.HIGH,
        "Both fork suppliers deliver; brakes still hang on one plant.",
        "Approval run of the second brake.",
    ),
)

CITATIONS = (
    Citation("discount_share", "joris", 34, "The blue Porter leaves the range; no further build to stock."),
    Citation("early_claims", "piotr", 29, "Stronger kickstand spring released for both models."),
    Citation("plan_adherence", "ruben", 45, "Build plan frozen five days ahead on the Porter line."),
    Citation("test_ride_conversion", "nadia", 57, "Loan weeks extended from twenty to forty dealers."),
    Citation("fleet_customers", "freya", 70, "Third fleet specialist hired for the south."),
)
