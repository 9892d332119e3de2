"""Company scorecard: Financial."""

from decimal import Decimal

from equipoise.demo.scales import against_target, goal, linear, progress, seasonal_plan, within, yearly
from equipoise.demo.series import Curve, Event
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import read, reported, steered
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import Indicator

FINANCIAL = Perspective(
    "Financial",
    "To succeed financially, how should we appear to our owners?",
    Decimal(30),
    (
        Objective(
            "grow_profitably",
            "Grow profitably in bikes and drives",
            "Outgrow the cargo-bike market without buying the growth with discounts.",
            "Profitable growth",
            "tomas",
            (
                Kpi(
                    key="net_revenue",
                    name="Net revenue",
                    unit="EUR m",
                    purpose="Shows whether families, trades and other makers choose us more than a year ago.",
                    good_range="On or above the month's plan, which follows the season; more than 7 % short is bad.",
                    response_plan="Two months short in a row: both division heads bring a recovery plan to the board.",
                    behaviours="Pulls shipments into the last week of a month; read it beside the lead time.",
                    owner="tomas",
                    contributor="elin",
                    scoring=progress(8),
                    target=seasonal_plan(16.4, 21.8, 4.6, 5),
                    status_rules=against_target("0.93"),
                    aggregation=Aggregation.SUM,
                    series=Curve(16.9, 20.9, 1.1, places=2, season=4.4, events=(Event(20, -2.1, 5),)),
                    use=steered("annika", "tomas", "elin", "oskar", "joris", "mei"),
                    counter="order_lead_time",
                    weight=Decimal(2),
                ),
                Kpi(
                    key="ebit_margin",
                    name="EBIT margin",
                    unit="%",
                    purpose="Says how much of each euro is left once materials, plant and people are paid.",
                    good_range="7 % and more pays for a new platform every second year; "
                    "below 4 % we live off reserves.",
                    response_plan="Below 5 % in a quarter: hiring outside the plant stops until the cause is named.",
                    behaviours="Invites cutting training and test hours first; both are on "
                    "the scorecard for that reason.",
                    owner="tomas",
                    contributor="elin",
                    scoring=goal(4),
                    target=linear(5, 8),
                    series=Curve(5.4, 7.3, 0.7, season=1.4, events=(Event(20, -2.4, 7),)),
                    use=steered("annika", "tomas", "elin", "oskar"),
                    counter="training_hours",
                    weight=Decimal(2),
                    carried=1,
                ),
                Kpi(
                    key="order_cover",
                    name="Order cover",
                    unit="weeks",
                    purpose="Tells a quarter ahead whether the plant will be full.",
                    good_range="9 to 13 weeks of firm orders; under 6 leaves shifts "
                    "empty, over 17 keeps riders waiting.",
                    response_plan="Under 8 weeks: dealer sales opens the pre-season offer. Over 15: Saturday shifts.",
                    behaviours="Soft orders may be booked as firm to look safe; cancellations are checked quarterly.",
                    owner="freya",
                    scoring=within(5, 9, 13, 18),
                    series=Curve(11.5, 10.4, 1.2, season=2.2, peak=2, events=(Event(19, -3.0, 5),)),
                    indicator=Indicator.LEADING,
                    use=steered("joris", "ruben", "bram"),
                    carried=1,
                ),
            ),
            weight=Decimal(2),
        ),
        Objective(
            "fund_the_next_platform",
            "Fund the next platform from our own cash",
            "Each bike or drive platform costs about EUR 14 m; no bank should decide whether we build it.",
            "Profitable growth",
            "tomas",
            (
                Kpi(
                    key="free_cash_flow",
                    name="Free cash flow",
                    unit="EUR m",
                    purpose="Shows whether the year's profit really arrives in the bank, after stock and machines.",
                    good_range="1.5 m a quarter on average; a single negative quarter is normal before the season.",
                    response_plan="Two quarters below plan: capital requests above EUR "
                    "100,000 go to the board one by one.",
                    behaviours="Tempts us to pay suppliers late; payment practice is audited with critical suppliers.",
                    owner="elin",
                    scoring=goal("0.2"),
                    target=yearly("1.2", "1.5", "1.8", "2.1"),
                    aggregation=Aggregation.SUM,
                    frequency=Frequency.QUARTERLY,
                    series=Curve(1.1, 1.9, 0.5, places=2, season=0.5, peak=8, events=(Event(20, -1.3, 6),)),
                    use=steered("tomas", "elin", "oskar"),
                    carried=1,
                ),
                Kpi(
                    key="inventory_days",
                    name="Days of inventory",
                    unit="days",
                    purpose="Cash sleeps on the shelf; too little of it stops the line.",
                    good_range="55 to 72 days. Above 90 we are building the wrong bikes, "
                    "below 42 a late ship stops us.",
                    response_plan="Outside the range for two months: plant and sales cut or "
                    "bring forward next month's build.",
                    behaviours="Stock may be pushed to dealers to look lean; watch dealer "
                    "returns and overdue receivables.",
                    owner="bram",
                    scoring=within(42, 55, 72, 92),
                    series=Curve(69, 72, 3.5, places=0, season=5, peak=3, events=(Event(19, 16, 9), Event(6, 24, 12))),
                    use=read("tomas", "ruben"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "earn_beyond_our_bikes",
            "Earn a third outside our own bikes",
            "Drives sold to other makers smooth the season and pay for volume in magnets and electronics.",
            "The drive inside",
            "mei",
            (
                Kpi(
                    key="external_drive_share",
                    name="Revenue from drives sold to other makers",
                    unit="%",
                    purpose="Measures how far we depend on our own bike season.",
                    good_range="33 % by the end of the cycle; below 25 % a bad spring hits the whole company.",
                    response_plan="Behind the line at mid-year: the drive division may offer "
                    "volume bands to two more makers.",
                    behaviours="The share also rises when bike sales fall; always read it with net revenue.",
                    owner="mei",
                    scoring=progress(22),
                    target=linear(23, 33),
                    series=Curve(24.4, 30.1, 0.9, season=-1.6),
                    use=steered("mei", "annika", "tomas"),
                    counter="net_revenue",
                    carried=1,
                ),
            ),
        ),
        Objective(
            "spend_where_riders_notice",
            "Spend where riders notice",
            "Overheads grow more slowly than the business, so that the money goes into product and service.",
            "Profitable growth",
            "tomas",
            (
                Kpi(
                    key="overhead_share",
                    name="Overheads as a share of revenue",
                    unit="%",
                    purpose="Keeps administration, marketing and IT in proportion to what they support.",
                    good_range="Under 14 %; above 17 % central functions have grown faster than the business.",
                    response_plan="Above 16 %: each central function proposes what it will stop doing.",
                    behaviours="Costs wander into division budgets; the controller compares headcount by function.",
                    owner="elin",
                    scoring=goal(17),
                    target=linear("15.5", "13.8"),
                    series=Curve(15.6, 14.4, 0.5, season=-1.1),
                    use=reported("greta", until=152),
                    carried=1,
                ),
            ),
        ),
    ),
)
