"""Cargo Bikes: what leads to what, and why."""

from equipoise.demo.story import Cascade, Link
from equipoise.strategy.models import CascadeKind

LINKS = (
    Link(
        "certified_everywhere",
        "no_bike_leaves_flawed",
        "If whoever signs is certified, then a flaw is stopped at the station that made it.",
    ),
    Link(
        "certified_everywhere",
        "ship_in_two_weeks",
        "If every shift can staff every station, then illness does not move the plan.",
    ),
    Link(
        "leaders_who_develop",
        "no_bike_leaves_flawed",
        "If people are heard, then they say that something is wrong before it is shipped.",
    ),
    Link(
        "healthy_all_season",
        "ship_in_two_weeks",
        "If teams are complete in May, then the week that was planned is the week that is built.",
    ),
    Link(
        "decide_on_riding_data",
        "simpler_range",
        "If we know how bikes are used, then variants that nobody needs can go.",
    ),
    Link(
        "decide_on_riding_data",
        "no_bike_leaves_flawed",
        "If the road reports loads, then the weak part is changed before it fails for many.",
    ),
    Link(
        "simpler_range",
        "ship_in_two_weeks",
        "If there are fewer variants, then the frame that was ordered is the frame in stock.",
    ),
    Link(
        "simpler_range",
        "earn_on_every_bike",
        "If tools and drawings serve more bikes, then each bike carries less of them.",
    ),
    Link(
        "parts_we_can_rely_on",
        "ship_in_two_weeks",
        "If parts are there complete and on the day, then the line is not re-sequenced at noon.",
    ),
    Link(
        "no_bike_leaves_flawed",
        "first_ride",
        "If the bike arrives adjusted, then the first ride is about the child and not about the gears.",
    ),
    Link(
        "no_bike_leaves_flawed",
        "solve_it_once",
        "If fewer bikes fail early, then care has time to solve the real cases.",
    ),
    Link(
        "ship_in_two_weeks",
        "easy_to_sell",
        "If dealers can name a day, then they sell a bike that is not in the shop.",
    ),
    Link(
        "ship_in_two_weeks",
        "win_trades_as_fleets",
        "If forty bikes come together, then a fleet can change over in a weekend.",
    ),
    Link(
        "first_ride",
        "earn_on_every_bike",
        "If the ride convinces, then the price does not have to.",
    ),
    Link(
        "easy_to_sell",
        "full_plant_all_year",
        "If dealers like working with us, then they commit before the season.",
    ),
    Link(
        "win_trades_as_fleets",
        "full_plant_all_year",
        "If fleets order in autumn, then the quiet months are no longer quiet.",
    ),
    Link(
        "solve_it_once",
        "service_as_income",
        "If a case is solved at once, then riders come back to us for the parts they do pay for.",
    ),
    Link(
        "win_trades_as_fleets",
        "service_as_income",
        "If fleets stay, then their service contracts grow with every year of use.",
    ),
)

CASCADES = (
    Cascade("earn_on_every_bike", "grow_profitably", weight=2),
    Cascade("full_plant_all_year", "grow_profitably"),
    Cascade("service_as_income", "fund_the_next_platform", CascadeKind.SUPPORTS),
    Cascade("first_ride", "car_free_choice"),
    Cascade("win_trades_as_fleets", "trades_on_the_road"),
    Cascade("easy_to_sell", "dealers_lead_with_us"),
    Cascade("solve_it_once", "car_free_choice", CascadeKind.SUPPORTS),
    Cascade("no_bike_leaves_flawed", "right_first_time", weight=2),
    Cascade("ship_in_two_weeks", "order_to_doorstep"),
    Cascade("simpler_range", "platform_every_second_year", CascadeKind.SUPPORTS),
    Cascade("certified_everywhere", "skills_for_the_next_drive"),
    Cascade("leaders_who_develop", "place_people_stay"),
    Cascade("healthy_all_season", "clean_and_safe", CascadeKind.SUPPORTS),
)
