"""Cargo Bikes: Financial."""

from decimal import Decimal

from equipoise.demo.scales import against_target, goal, linear, progress, seasonal_plan, yearly
from equipoise.demo.series import Curve, Event, Measured
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import faded, read, steered
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import Indicator

FINANCIAL = Perspective(
    "Financial",
    "To succeed financially, how should the bike business appear to Lindmoor?",
    Decimal(25),
    (
        Objective(
            "earn_on_every_bike",
            "Earn more on every bike",
            "Price and mix carry the margin, not the next round of savings on parts that riders touch.",
            "Profitable growth",
            "joris",
            (
                Kpi(
                    key="bike_contribution_margin",
                    name="Contribution margin per bike",
                    unit="%",
                    purpose="What a bike leaves after material, labour and freight "
                    "decides what we may spend on riders.",
                    good_range="31 % and more; under 26 % the division pays for its dealers' marketing.",
                    response_plan="Below 28 %: price, mix and freight are reviewed by model within two weeks.",
                    behaviours="Cheaper parts lift it for a year and come back as claims.",
                    owner="joris",
                    contributor="elin",
                    scoring=goal(26),
                    target=linear(28, 32),
                    series=Curve(28.4, 30.6, 0.7, season=0.8, events=(Event(20, -2.0, 6),)),
                    use=steered("joris", "elin", "nadia"),
                    counter="early_claims",
                    weight=Decimal(2),
                    carried=1,
                ),
                Kpi(
                    key="discount_share",
                    name="Discount on list price",
                    unit="%",
                    purpose="Discounts are the first sign that a model has lost its pull, "
                    "months before the margin shows it.",
                    good_range="Up to 6 %; above 9 % dealers have learned to wait.",
                    response_plan="Above 7.5 % on one model: stop building it to stock, decide on its successor.",
                    behaviours="Rebates move into free accessories; these are booked as discount too.",
                    owner="freya",
                    scoring=goal(9),
                    target=linear("7.0", "5.8"),
                    indicator=Indicator.LEADING,
                    aggregation=Aggregation.RATIO,
                    ratio_factor=Decimal(100),
                    series=Measured("orders", "discount_share"),
                    use=steered("freya", "joris", "nadia"),
                    workbook="orders",
                    carried=1,
                ),
            ),
            weight=Decimal(2),
        ),
        Objective(
            "full_plant_all_year",
            "Fill the plant all year",
            "Twelve even months cost a tenth less than six frantic and six empty ones.",
            "Profitable growth",
            "freya",
            (
                Kpi(
                    key="bikes_sold",
                    name="Bikes shipped to dealers",
                    unit="bikes",
                    purpose="Volume pays for tools, paint shop and people, whatever the price does.",
                    good_range="On or above the month's plan, which follows the season; 8 % short is bad.",
                    response_plan="A month 8 % short: sales and plant agree within a week what is built instead.",
                    behaviours="Dealers may be filled up at quarter end; look at their stock and at overdue invoices.",
                    owner="joris",
                    scoring=progress(900),
                    target=seasonal_plan(2750, 3250, 950, 5),
                    status_rules=against_target("0.92"),
                    aggregation=Aggregation.SUM,
                    series=Measured("orders", "bikes_sold"),
                    use=steered("joris", "freya", "ruben", "bram"),
                    counter="overdue_receivables",
                    workbook="orders",
                    carried=1,
                ),
                Kpi(
                    key="preseason_share",
                    name="Season's volume ordered by the end of January",
                    unit="%",
                    purpose="What is ordered before the season can be built in the quiet months.",
                    good_range="45 % and more; under 30 % the spring is a scramble again.",
                    response_plan="Under 40 % at the end of January: storage bonus for "
                    "dealers until the end of February.",
                    behaviours="Dealers order twice and cancel in May; cancellations are deducted a year later.",
                    owner="freya",
                    scoring=goal(30),
                    target=yearly(34, 38, 42, 46),
                    indicator=Indicator.LEADING,
                    frequency=Frequency.YEARLY,
                    series=Curve(33, 26, 1.0, places=0),
                    use=read("freya", "ruben"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "service_as_income",
            "Turn service into income",
            "A bike that rides ten years needs brake pads, belts and two batteries, and we know its frame number.",
            "Ride for ten years",
            "lucie",
            (
                Kpi(
                    key="service_revenue",
                    name="Revenue from parts and service",
                    unit="EUR k",
                    purpose="Service income arrives when bike sales sleep, and it grows with every bike on the road.",
                    good_range="Growing by a tenth a year; flat means that riders buy their parts elsewhere.",
                    response_plan="Two months behind plan: check fill rate and prices of "
                    "the hundred most wanted parts.",
                    behaviours="Parts may be sold that a repair would spare; goodwill and repeat tickets are watched.",
                    owner="lucie",
                    contributor="elin",
                    scoring=progress(500),
                    target=seasonal_plan(800, 1180, 130, 8),
                    status_rules=against_target("0.95"),
                    aggregation=Aggregation.SUM,
                    series=Curve(815, 1215, 40, places=0, season=120, peak=8, events=(Event(17, -90, 8),)),
                    use=faded("nadia", until=131),
                    counter="repeat_tickets",
                    carried=1,
                ),
            ),
        ),
    ),
)
