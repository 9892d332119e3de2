"""Drive Engineering: Financial."""

from decimal import Decimal

from equipoise.demo.scales import goal, linear, performance, within, yearly
from equipoise.demo.series import Curve, Event
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import faded, read, steered
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import Indicator

FINANCIAL = Perspective(
    "Financial",
    "To be worth its money, what must engineering bring?",
    Decimal(20),
    (
        Objective(
            "work_on_what_ships",
            "Work on what ships",
            "An engineer's year is EUR 95,000; it belongs into drives and not into drawers.",
            "The drive inside",
            "kwame",
            (
                Kpi(
                    key="shipping_work_share",
                    name="Hours on drives that ship within two years",
                    unit="%",
                    purpose="Separates development from hobby, without forbidding the hobby.",
                    good_range="75 to 88 %. Lower, we play; higher, there is nothing new in three years.",
                    response_plan="Outside for a quarter: the project list is read with "
                    "the division head, line by line.",
                    behaviours="Hours go to the project with budget left; one week a year is logged by the half day.",
                    owner="kwame",
                    scoring=within(55, 75, 88, 99),
                    indicator=Indicator.LEADING,
                    series=Curve(70, 80, 2.2),
                    use=read("kwame", "mei"),
                    carried=1,
                ),
                Kpi(
                    key="eng_budget",
                    name="Spending against budget",
                    unit="%",
                    purpose="Engineering that underspends is late, engineering that overspends is lost.",
                    good_range="94 to 103 %; outside 85 to 112 % the plan was wrong.",
                    response_plan="Over 106 %: the next prototype waits for the next budget. "
                    "Under 90 %: which gate is late?",
                    behaviours="December is spent empty; quarters are compared with gates.",
                    owner="kwame",
                    contributor="elin",
                    scoring=within(85, 94, 103, 112),
                    series=Curve(101, 99.5, 2.4, events=(Event(8, 6.5, 5),)),
                    use=read("elin", "kwame"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "design_to_cost",
            "Design to cost",
            "Nine tenths of the cost are drawn before the first drive is built.",
            "The drive inside",
            "kwame",
            (
                Kpi(
                    key="t5_cost_gap",
                    name="T5 design cost above target",
                    unit="EUR",
                    purpose="What is too dear on the drawing stays too dear for seven years.",
                    good_range="Zero at the start of series; above EUR 30 the T5 is no T5.",
                    response_plan="No progress for two months: cost round with purchasing, assembly by assembly.",
                    behaviours="Optimistic supplier prices close the gap on paper; only written quotes count.",
                    owner="kwame",
                    scoring=goal(40),
                    target=linear(38, 2),
                    indicator=Indicator.LEADING,
                    series=Curve(37, 11, 1.5, events=(Event(8, 7, 6),), low=0),
                    use=steered("kwame", "mei", "elin"),
                    carried=1,
                ),
                Kpi(
                    key="grant_income",
                    name="Public grants received",
                    unit="EUR k",
                    purpose="Grants pay for the risk that no maker would pay for.",
                    good_range="EUR 60,000 a quarter; none for a year means that nobody wrote an application.",
                    response_plan="Two quarters under 30,000: one application with the "
                    "university by the next deadline.",
                    behaviours="We research what is funded; each application names the drive that it serves.",
                    owner="kwame",
                    scoring=performance(0, 90),
                    target=yearly(50, 55, 60, 60),
                    aggregation=Aggregation.SUM,
                    frequency=Frequency.QUARTERLY,
                    series=Curve(46, 64, 14, places=1, low=0),
                    use=faded("greta", "elin", until=171),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "prototypes_once",
            "Build each prototype once",
            "The second build of the same prototype teaches nothing.",
            "The drive inside",
            "kwame",
            (
                Kpi(
                    key="prototype_loops",
                    name="Prototype builds per released part",
                    unit="builds",
                    purpose="Shows whether we think before we mill.",
                    good_range="Up to 2.2; above 4 the workshop does the thinking.",
                    response_plan="Above 3 for a part: its review is repeated with two "
                    "people from outside the project.",
                    behaviours="Parts are released too early; changes after release show it.",
                    owner="kwame",
                    scoring=goal(4),
                    target=linear("2.9", "2.1"),
                    series=Curve(3.2, 1.9, 0.2, places=2),
                    use=read("kwame"),
                    counter="open_changes",
                    carried=1,
                ),
            ),
        ),
    ),
)
