"""Drive Systems: what leads to what, and why."""

from equipoise.demo.story import Cascade, Link
from equipoise.strategy.models import CascadeKind

LINKS = (
    Link(
        "hold_on_to_specialists",
        "ramp_t5",
        "If firmware and test posts are filled, then the ramp does not wait for two people.",
    ),
    Link(
        "know_how_that_stays",
        "yield_before_speed",
        "If two people can set up every cell, then a cell runs right on the late shift as well.",
    ),
    Link(
        "know_how_that_stays",
        "change_without_chaos",
        "If more than one person can judge a change, then it does not wait for a holiday to end.",
    ),
    Link(
        "high_voltage_zero_harm",
        "yield_before_speed",
        "If people report what nearly happened, then the process is mended before it hurts and before it scraps.",
    ),
    Link(
        "own_what_we_invent",
        "price_of_performance",
        "If the idea is ours alone, then the price does not have to follow the copy.",
    ),
    Link(
        "own_what_we_invent",
        "quietest_climb",
        "If inventing is rewarded, then the next two decibels come from us.",
    ),
    Link(
        "yield_before_speed",
        "ten_years_without_failure",
        "If a drive is right the first time, then no seal is opened twice.",
    ),
    Link(
        "yield_before_speed",
        "deliver_to_the_day",
        "If rework is rare, then planned output is real output.",
    ),
    Link(
        "two_sources",
        "deliver_to_the_day",
        "If no single ship decides, then a confirmed day survives a storm.",
    ),
    Link(
        "change_without_chaos",
        "ten_years_without_failure",
        "If changes reach every station together, then no drive is built half old and half new.",
    ),
    Link(
        "ramp_t5",
        "be_designed_in",
        "If the T5 comes when we said, then makers dare to draw next year's frame around it.",
    ),
    Link(
        "ramp_t5",
        "fifth_out_of_unit_cost",
        "If the T5 runs in series, then its simpler housing and board take out EUR 40 a drive.",
    ),
    Link(
        "quietest_climb",
        "be_designed_in",
        "If riders feel the difference blindfolded, then makers ask for it by name.",
    ),
    Link(
        "deliver_to_the_day",
        "grow_with_makers",
        "If makers need no safety stock for us, then they give us their volume models.",
    ),
    Link(
        "be_designed_in",
        "grow_with_makers",
        "If frames are drawn around our drive, then revenue comes for as long as the model sells.",
    ),
    Link(
        "ten_years_without_failure",
        "price_of_performance",
        "If drives last, then warranty does not eat the margin and the price holds.",
    ),
    Link(
        "yield_before_speed",
        "fifth_out_of_unit_cost",
        "If nothing is built twice, then a tenth of the cost is gone without a cheaper part.",
    ),
)

CASCADES = (
    Cascade("grow_with_makers", "earn_beyond_our_bikes", weight=2),
    Cascade("price_of_performance", "grow_profitably"),
    Cascade("fifth_out_of_unit_cost", "grow_profitably", CascadeKind.SUPPORTS),
    Cascade("deliver_to_the_day", "plannable_drive_maker", weight=2),
    Cascade("be_designed_in", "plannable_drive_maker", CascadeKind.SUPPORTS),
    Cascade("ten_years_without_failure", "right_first_time"),
    Cascade("ramp_t5", "platform_every_second_year", weight=2),
    Cascade("yield_before_speed", "right_first_time", CascadeKind.SUPPORTS),
    Cascade("two_sources", "order_to_doorstep", CascadeKind.SUPPORTS),
    Cascade("hold_on_to_specialists", "place_people_stay"),
    Cascade("know_how_that_stays", "skills_for_the_next_drive"),
    Cascade("high_voltage_zero_harm", "clean_and_safe"),
)
