"""Drive Engineering: what leads to what, and why."""

from equipoise.demo.story import Cascade, Link
from equipoise.strategy.models import CascadeKind

LINKS = (
    Link(
        "depth_in_power",
        "test_before_road",
        "If more people understand the controller, then tests ask the right question.",
    ),
    Link(
        "depth_in_power",
        "gates_that_hold",
        "If reviews are held by people who could have designed it, then a passed gate is passed.",
    ),
    Link(
        "share_what_we_know",
        "reuse_what_works",
        "If everyone knows what exists, then it is not invented again.",
    ),
    Link(
        "share_what_we_know",
        "change_right_once",
        "If requests are read by somebody else first, then they arrive complete.",
    ),
    Link(
        "room_to_invent",
        "test_before_road",
        "If mornings belong to work, then the missing test gets written.",
    ),
    Link(
        "reuse_what_works",
        "gates_that_hold",
        "If half of the parts are proven, then the gate is about the other half.",
    ),
    Link(
        "test_before_road",
        "ride_as_one",
        "If every night is green, then a release improves the ride instead of risking it.",
    ),
    Link(
        "test_before_road",
        "learn_from_returns",
        "If the bench can repeat what the road did, then the cause is found.",
    ),
    Link(
        "gates_that_hold",
        "answer_makers_fast",
        "If dates and data are firm, then an answer to a maker needs no meeting.",
    ),
    Link(
        "change_right_once",
        "prototypes_once",
        "If changes are right, then the workshop mills each part once.",
    ),
    Link(
        "answer_makers_fast",
        "work_on_what_ships",
        "If makers design with us early, then we develop what will be ordered.",
    ),
    Link(
        "learn_from_returns",
        "design_to_cost",
        "If we know what fails, then we know where a cheaper part is good enough.",
    ),
    Link(
        "ride_as_one",
        "work_on_what_ships",
        "If riders feel the difference, then the work on it pays for itself in series.",
    ),
)

CASCADES = (
    Cascade("gates_that_hold", "ramp_t5", weight=2),
    Cascade("design_to_cost", "fifth_out_of_unit_cost"),
    Cascade("answer_makers_fast", "be_designed_in"),
    Cascade("ride_as_one", "quietest_climb"),
    Cascade("learn_from_returns", "ten_years_without_failure"),
    Cascade("test_before_road", "ten_years_without_failure", CascadeKind.SUPPORTS),
    Cascade("change_right_once", "change_without_chaos", weight=2),
    Cascade("depth_in_power", "know_how_that_stays"),
    Cascade("room_to_invent", "own_what_we_invent"),
    Cascade("share_what_we_know", "know_how_that_stays", CascadeKind.SUPPORTS),
)
