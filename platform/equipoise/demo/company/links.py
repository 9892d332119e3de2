"""Company scorecard: what leads to what, and why."""

from equipoise.demo.story import Link

LINKS = (
    Link(
        "skills_for_the_next_drive",
        "platform_every_second_year",
        "If we grow our own power-electronics and firmware people, then platforms stop waiting for specialists.",
    ),
    Link(
        "skills_for_the_next_drive",
        "right_first_time",
        "If everyone on the line is certified for the station, then faults are seen where they are made.",
    ),
    Link(
        "place_people_stay",
        "right_first_time",
        "If experienced people stay, then fewer bikes are built by somebody in the first month.",
    ),
    Link(
        "place_people_stay",
        "platform_every_second_year",
        "If specialists stay for a whole platform, then what they learned goes into the next one.",
    ),
    Link(
        "everyone_knows_why",
        "ideas_become_practice",
        "If people know what the company is after, then their ideas aim at it.",
    ),
    Link(
        "everyone_knows_why",
        "clean_and_safe",
        "If people see why a rule exists, then they keep it when nobody is watching.",
    ),
    Link(
        "ideas_become_practice",
        "order_to_doorstep",
        "If small obstacles are removed every week, then an order spends less time waiting than moving.",
    ),
    Link(
        "ideas_become_practice",
        "right_first_time",
        "If the bench may change the bench, then the same fault does not come twice.",
    ),
    Link(
        "right_first_time",
        "car_free_choice",
        "If the bike simply works, then a family trusts it with the school run and says so.",
    ),
    Link(
        "right_first_time",
        "trades_on_the_road",
        "If fewer parts fail early, then fleets ride instead of waiting for a mechanic.",
    ),
    Link(
        "order_to_doorstep",
        "dealers_lead_with_us",
        "If a sold bike is replaced within two weeks, then dealers dare to keep ours by the door.",
    ),
    Link(
        "order_to_doorstep",
        "plannable_drive_maker",
        "If plans hold inside the house, then the days we confirm to makers hold as well.",
    ),
    Link(
        "platform_every_second_year",
        "plannable_drive_maker",
        "If makers can see our next two drives, then they design their frames around them.",
    ),
    Link(
        "platform_every_second_year",
        "car_free_choice",
        "If each generation is lighter and quieter, then families who hesitated come back for a test ride.",
    ),
    Link(
        "clean_and_safe",
        "trades_on_the_road",
        "If we can prove footprint and working conditions, then cities and large fleets may buy from us.",
    ),
    Link(
        "car_free_choice",
        "grow_profitably",
        "If families recommend us, then bikes sell at list price and the growth costs little.",
    ),
    Link(
        "dealers_lead_with_us",
        "grow_profitably",
        "If dealers order before the season, then the plant runs evenly and capacity is paid for.",
    ),
    Link(
        "trades_on_the_road",
        "grow_profitably",
        "If fleets renew, then service income comes in when bike sales are slow.",
    ),
    Link(
        "plannable_drive_maker",
        "earn_beyond_our_bikes",
        "If makers can rely on our dates, then they give us their second and third model.",
    ),
    Link(
        "earn_beyond_our_bikes",
        "fund_the_next_platform",
        "If drives sell outside our season, then cash does not dip before every spring.",
    ),
    Link(
        "grow_profitably",
        "fund_the_next_platform",
        "If growth is profitable, then the next platform is paid for before it is begun.",
    ),
    Link(
        "order_to_doorstep",
        "spend_where_riders_notice",
        "If orders flow without chasing, then fewer desks are needed to chase them.",
    ),
)
