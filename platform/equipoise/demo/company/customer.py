"""Company scorecard: Customer."""

from decimal import Decimal

from equipoise.demo.scales import choice, goal, linear, yearly
from equipoise.demo.series import Curve, Event, Words
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import read, steered
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator

CUSTOMER = Perspective(
    "Customer",
    "To achieve our vision, how should we appear to riders, trades, dealers and makers?",
    Decimal(25),
    (
        Objective(
            "car_free_choice",
            "Be the car-free choice of families",
            "Parents who try a cargo bike for a week should not want the second car back.",
            "Replace the second car",
            "joris",
            (
                Kpi(
                    key="rider_nps",
                    name="Rider recommendation (NPS)",
                    unit="points",
                    purpose="Families buy what another family rides; recommendation predicts next season's orders.",
                    good_range="55 and more; below 40 word of mouth turns against us at the school gate.",
                    response_plan="A fall of 5 points: twenty detractors are called by "
                    "product and care within two weeks.",
                    behaviours="Asking only happy riders lifts it; the survey goes to every third registered frame.",
                    owner="lucie",
                    scoring=goal(40),
                    target=yearly(48, 51, 54, 57),
                    data_kind=DataKind.QUALITATIVE,
                    indicator=Indicator.LEADING,
                    frequency=Frequency.QUARTERLY,
                    series=Curve(47, 60, 2.0, places=0, events=(Event(15, -9, 9),)),
                    use=steered("joris", "annika", "lucie", "nadia"),
                    workbook="pulse",
                    carried=1,
                ),
                Kpi(
                    key="second_cars_replaced",
                    name="Second cars replaced",
                    unit="households",
                    purpose="The vision in one figure: how many households sold a car after buying from us.",
                    good_range="Still open: we have no baseline before the first registration survey.",
                    created_days_ago=41,
                ),
            ),
            weight=Decimal(2),
        ),
        Objective(
            "trades_on_the_road",
            "Keep trades on the road",
            "A plumber without a working Drayman loses a day's income; a fleet that stands still is lost to a van.",
            "Ride for ten years",
            "joris",
            (
                Kpi(
                    key="fleet_uptime",
                    name="Uptime of trade fleets",
                    unit="%",
                    purpose="Trades compare us with a van, and a van is there every morning.",
                    good_range="98.5 % and more; below 97 % contracts are not renewed.",
                    response_plan="Below 98 %: loan bikes for the fleets concerned and a fault list to engineering.",
                    behaviours="Bikes may be reported ready before the second test ride; repeat tickets would show it.",
                    owner="lucie",
                    scoring=goal(97),
                    target=linear(98, "98.8"),
                    series=Curve(97.6, 99.1, 0.2, places=2, events=(Event(15, -0.9, 7),), high=99.9),
                    use=steered("lucie", "joris", "ruben"),
                    counter="repeat_tickets",
                    carried=1,
                ),
            ),
        ),
        Objective(
            "plannable_drive_maker",
            "Be the drive maker others can plan with",
            "Makers forgive a price, never a line that stands because a pallet did not come.",
            "The drive inside",
            "mei",
            (
                Kpi(
                    key="maker_on_time",
                    name="Drives delivered on the confirmed day",
                    unit="%",
                    purpose="One late pallet stops a customer's line; this is what makers talk about among themselves.",
                    good_range="96 % and more; below 90 % penalties cost more than the freight we save.",
                    response_plan="Below 94 %: a daily call with the three makers concerned until two weeks are clean.",
                    behaviours="Days can be re-confirmed to look punctual; moved confirmations are counted as well.",
                    owner="mei",
                    scoring=goal(90),
                    target=linear(93, 97),
                    indicator=Indicator.LEADING,
                    series=Curve(92.8, 97.8, 0.9, events=(Event(9, -5.5, 6),), high=99.8),
                    use=steered("mei", "bram", "tomas"),
                    counter="moved_confirmations",
                    carried=1,
                ),
            ),
        ),
        Objective(
            "dealers_lead_with_us",
            "Give dealers a reason to lead with us",
            "The bike next to the door is the one that sells; dealers put it there when we are easy to work with.",
            "Replace the second car",
            "freya",
            (
                Kpi(
                    key="dealer_standing",
                    name="Standing with our fifty largest dealers",
                    unit=None,
                    purpose="Sales people hear in person what a survey never says: where we stand on the shop floor.",
                    good_range="“Partner of choice” with most; two quarters of “Losing ground” put a region at risk.",
                    response_plan="“One of many” or worse: the head of sales visits the five largest in that region.",
                    behaviours="The judgement flatters the judge, so two people visit and must agree on the word.",
                    owner="freya",
                    scoring=choice(Partner_of_choice=100, Solid=75, One_of_many=40, Losing_ground=5),
                    data_kind=DataKind.QUALITATIVE,
                    frequency=Frequency.QUARTERLY,
                    series=Words("OOLOOSSSPSSP"),
                    use=read("joris", "freya"),
                    workbook="pulse",
                    carried=1,
                ),
                Kpi(
                    key="complaint_rate",
                    name="Complaints per 1,000 bikes on the road",
                    unit="per 1,000",
                    purpose="Counts what went wrong for riders, whoever paid for it in the end.",
                    good_range="Up to 5.5 a month; above 9 customer care cannot answer within two days.",
                    response_plan="Above 7: the three most frequent causes go to the plant "
                    "and engineering the same week.",
                    behaviours="Complaints can be booked as questions; care listens to twenty calls a month.",
                    owner="lucie",
                    scoring=goal(9),
                    target=linear("7.5", "5.2"),
                    series=Curve(8.1, 4.8, 0.5, season=0.6, peak=7, events=(Event(15, 3.0, 8),)),
                    use=steered("lucie", "piotr", "nadia"),
                    carried=1,
                ),
            ),
        ),
    ),
)
