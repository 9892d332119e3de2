"""Dealer Sales: what leads to what, and why."""

from equipoise.demo.story import Cascade, Link
from equipoise.strategy.models import CascadeKind

LINKS = (
    Link(
        "know_the_product",
        "no_lead_lost",
        "If dealers' staff have ridden it, then an enquiry on Monday is a test ride on Saturday.",
    ),
    Link(
        "know_the_product",
        "on_the_shop_floor",
        "If two people in the shop know the bike, then it stands by the door and not in the cellar.",
    ),
    Link(
        "one_truth_in_crm",
        "no_lead_lost",
        "If everyone sees who was promised what, then nobody is called twice and nobody is forgotten.",
    ),
    Link(
        "one_truth_in_crm",
        "know_the_next_quarter",
        "If visits are noted, then the pipeline is made of facts.",
    ),
    Link(
        "grow_our_own",
        "fast_clean_orders",
        "If area managers come from the workshop, then the order is right when it is written.",
    ),
    Link(
        "fast_clean_orders",
        "dealers_who_stay",
        "If ordering is easy, then the next order does not go to somebody else.",
    ),
    Link(
        "no_lead_lost",
        "on_the_shop_floor",
        "If enquiries reach the shop, then the shop keeps a bike to ride.",
    ),
    Link(
        "parts_without_waiting",
        "riders_served_well",
        "If the part is there tomorrow, then the bike is back on the road the day after.",
    ),
    Link(
        "riders_served_well",
        "dealers_who_stay",
        "If riders are helped, then the dealer does not have to hear about it on Saturday.",
    ),
    Link(
        "on_the_shop_floor",
        "sell_value",
        "If the ride convinces, then nobody asks for a discount first.",
    ),
    Link(
        "dealers_who_stay",
        "know_the_next_quarter",
        "If the same dealers order every year, then the quarter can be known.",
    ),
    Link(
        "dealers_who_stay",
        "collect_what_we_sell",
        "If dealers earn with us, then they pay us.",
    ),
)

CASCADES = (
    Cascade("sell_value", "earn_on_every_bike", weight=2),
    Cascade("know_the_next_quarter", "full_plant_all_year"),
    Cascade("collect_what_we_sell", "earn_on_every_bike", CascadeKind.SUPPORTS),
    Cascade("dealers_who_stay", "easy_to_sell", weight=2),
    Cascade("on_the_shop_floor", "first_ride"),
    Cascade("riders_served_well", "solve_it_once"),
    Cascade("parts_without_waiting", "service_as_income"),
    Cascade("fast_clean_orders", "win_trades_as_fleets"),
    Cascade("grow_our_own", "leaders_who_develop", CascadeKind.SUPPORTS),
)
