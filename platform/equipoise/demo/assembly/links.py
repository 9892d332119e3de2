"""Assembly & Logistics: what leads to what, and why."""

from equipoise.demo.story import Cascade, Link
from equipoise.strategy.models import CascadeKind

LINKS = (
    Link(
        "master_three_stations",
        "one_piece_flow",
        "If anyone can take the next station, then the line flows although somebody is missing.",
    ),
    Link(
        "master_three_stations",
        "right_at_first_station",
        "If people know the station after theirs, then they know what must not be handed on.",
    ),
    Link(
        "ideas_from_the_line",
        "parts_at_the_line",
        "If the crew may move its own shelves, then the part lies where the hand is.",
    ),
    Link(
        "ideas_from_the_line",
        "right_at_first_station",
        "If ideas are answered, then people go on looking for the cause.",
    ),
    Link(
        "home_as_we_came",
        "one_piece_flow",
        "If nobody lifts and nobody hurries, then the pace of the morning is the pace of the evening.",
    ),
    Link(
        "parts_at_the_line",
        "one_piece_flow",
        "If every kit is complete, then no bike has to leave the line half built.",
    ),
    Link(
        "parts_at_the_line",
        "stock_that_turns",
        "If parts come when they are picked, then shelves need not be full to be safe.",
    ),
    Link(
        "right_at_first_station",
        "arrive_unmarked",
        "If bikes are not touched twice, then they are not scratched twice.",
    ),
    Link(
        "right_at_first_station",
        "assemble_for_less",
        "If nothing is mended, then the minute is paid once.",
    ),
    Link(
        "one_piece_flow",
        "every_truck_on_its_day",
        "If the week's bikes are built in the week, then the truck can be booked for its day.",
    ),
    Link(
        "every_truck_on_its_day",
        "dealers_trust_our_word",
        "If the date holds ten times, then the dealer sells with it the eleventh time.",
    ),
    Link(
        "arrive_unmarked",
        "dealers_trust_our_word",
        "If boxes can be opened in front of the customer, then dealers stop checking us.",
    ),
    Link(
        "every_truck_on_its_day",
        "freight_that_pays",
        "If days are fixed, then trucks can be filled for a region instead of for an order.",
    ),
    Link(
        "dealers_trust_our_word",
        "stock_that_turns",
        "If dealers trust the date, then they do not order twice, and we do not build twice.",
    ),
)

CASCADES = (
    Cascade("right_at_first_station", "no_bike_leaves_flawed", weight=2),
    Cascade("every_truck_on_its_day", "ship_in_two_weeks", weight=2),
    Cascade("one_piece_flow", "ship_in_two_weeks"),
    Cascade("assemble_for_less", "earn_on_every_bike"),
    Cascade("dealers_trust_our_word", "easy_to_sell", CascadeKind.SUPPORTS),
    Cascade("parts_at_the_line", "parts_we_can_rely_on"),
    Cascade("master_three_stations", "certified_everywhere"),
    Cascade("home_as_we_came", "healthy_all_season"),
    Cascade("stock_that_turns", "full_plant_all_year", CascadeKind.SUPPORTS),
)
