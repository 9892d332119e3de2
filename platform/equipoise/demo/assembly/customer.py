"""Assembly & Logistics: Customer."""

from decimal import Decimal

from equipoise.demo.scales import goal, linear, performance
from equipoise.demo.series import Curve, Event, Measured
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import NEVER, read, steered
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator

CUSTOMER = Perspective(
    "Customer",
    "To be the plant that dealers trust, how should we appear to them?",
    Decimal(25),
    (
        Objective(
            "every_truck_on_its_day",
            "Every truck on its day",
            "The dealer has told a family that the bike comes on Thursday.",
            "Right first time",
            "bram",
            (
                Kpi(
                    key="on_time_shipments",
                    name="Bikes shipped by the promised day",
                    unit="%",
                    purpose="The plainest question a dealer can ask us.",
                    good_range="92 % and more; under 80 % dealers add a week to every date we give.",
                    response_plan="Under 86 %: late orders are read out by dealer every morning until clean.",
                    behaviours="Days get promised generously; the lead time stands beside it.",
                    owner="bram",
                    scoring=goal(80),
                    target=linear(86, 93),
                    aggregation=Aggregation.RATIO,
                    ratio_factor=Decimal(100),
                    series=Measured("orders", "on_time_shipments"),
                    use=steered("bram", "ruben", "freya"),
                    counter="order_lead_time",
                    workbook="orders",
                    carried=1,
                    weight=Decimal(2),
                ),
                Kpi(
                    key="late_notice",
                    name="Dealers told of a delay at least three days ahead",
                    unit="%",
                    purpose="Bad news early is service; bad news on the day is a lost Saturday.",
                    good_range="90 % and more; under 60 % dealers call us instead.",
                    response_plan="Under 75 %: the portal sends the notice by itself, without an approval.",
                    behaviours="Every order gets a warning, just in case; warnings that prove wrong are counted.",
                    owner="bram",
                    scoring=goal(60),
                    target=linear(70, 91),
                    indicator=Indicator.LEADING,
                    series=Curve(64, 94, 3.0, places=0, high=100),
                    use=read("freya", "bram"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "arrive_unmarked",
            "Arrive unmarked",
            "A scratch in the box is a bike that cannot be handed over.",
            "Right first time",
            "piotr",
            (
                Kpi(
                    key="transport_damage",
                    name="Transport damage per 1,000 bikes",
                    unit="per 1,000",
                    purpose="Counts what was right on our dock and wrong at the dealer's.",
                    good_range="Up to 6; above 14 the box is wrong or the carrier is.",
                    response_plan="Above 9: one truck a week is unloaded together with the carrier.",
                    behaviours="Damage is settled on the phone and never booked; the portal asks for a photo.",
                    owner="piotr",
                    scoring=goal(14),
                    target=linear(10, "5.5"),
                    series=Curve(11.2, 4.8, 0.7, season=0.5, peak=11),
                    use=read("piotr", "bram"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "dealers_trust_our_word",
            "Keep the trust of dealers",
            "Trust is what lets a dealer sell a bike that is still a pile of tubes.",
            "Replace the second car",
            "ruben",
            (
                Kpi(
                    key="delivery_rating",
                    name="Dealers' rating of our deliveries",
                    unit="of 5",
                    purpose="What dealers remember of us after the season, in one mark.",
                    good_range="4.3 and more; under 3.7 they plan around us.",
                    response_plan="Under 4.0 in a region: plant and sales visit three dealers there together.",
                    behaviours="Drivers hand out sweets with the questionnaire; it is sent by the pulse instead.",
                    owner="ruben",
                    scoring=performance(3, 5),
                    target=linear("4.0", "4.4"),
                    data_kind=DataKind.QUALITATIVE,
                    frequency=Frequency.QUARTERLY,
                    series=Curve(3.9, 4.5, 0.08, places=2, events=(Event(19, -0.35, 7),)),
                    use=NEVER,
                    workbook="pulse",
                    carried=1,
                ),
            ),
        ),
    ),
)
