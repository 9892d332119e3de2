"""Dealer Sales: Learning & Growth."""

from decimal import Decimal

from equipoise.demo.pulse import best_work
from equipoise.demo.scales import goal, linear, performance, progress
from equipoise.demo.series import Curve, Event
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import faded, read, steered
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import Indicator

LEARNING = Perspective(
    "Learning & Growth",
    "To keep winning, what must the sales team learn and have?",
    Decimal(18),
    (
        Objective(
            "know_the_product",
            "Know what we sell",
            "Nobody sells what they have not carried two children with.",
            "People who build",
            "freya",
            (
                Kpi(
                    key="dealer_staff_trained",
                    name="Dealers with two trained people",
                    unit="%",
                    purpose="The one trained person is always on holiday in May.",
                    good_range="75 % and more; under 50 % riders explain our bike to the dealer.",
                    response_plan="Behind the line before the season: evening courses in five cities.",
                    behaviours="Certificates by click; the last question needs a photo of the bike.",
                    owner="freya",
                    scoring=progress(38),
                    target=linear(45, 76),
                    indicator=Indicator.LEADING,
                    series=Curve(43, 68, 1.8, places=0),
                    use=read("freya", "nadia"),
                    carried=1,
                ),
                Kpi(
                    key="coaching_hours",
                    name="Hours of coaching per area manager",
                    unit="hours",
                    purpose="People who are left alone in a car learn only how to drive.",
                    good_range="4 a month and more; under 1 there is no coaching.",
                    response_plan="Under 2: the head of sales blocks two days a month for the road.",
                    behaviours="Shared trips are booked as coaching; one page of notes makes it one.",
                    owner="freya",
                    scoring=goal(1),
                    target=linear("2.5", "4.0"),
                    indicator=Indicator.LEADING,
                    aggregation=Aggregation.SUM,
                    series=Curve(2.0, 3.4, 0.7, season=-1.2, peak=5, low=0),
                    use=faded("freya", until=127),
                ),
            ),
        ),
        Objective(
            "one_truth_in_crm",
            "One truth about every dealer",
            "What is only in a head leaves with the head.",
            "People who build",
            "freya",
            (
                Kpi(
                    key="visits_noted",
                    name="Dealer visits noted within two days",
                    unit="%",
                    purpose="Notes make the next visit the second one and not the first again.",
                    good_range="90 % and more; under 65 % the calendar is the only record.",
                    response_plan="Under 80 %: Friday afternoon belongs to notes, without calls.",
                    behaviours="Empty notes on time; three are read aloud in each sales meeting.",
                    owner="freya",
                    scoring=goal(65),
                    target=linear(76, 91),
                    indicator=Indicator.LEADING,
                    frequency=Frequency.WEEKLY,
                    aggregation=Aggregation.AVERAGE,
                    series=Curve(72, 86, 5.0, places=0, season=-4.0, peak=5, high=100),
                    use=read("freya", "hedda"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "grow_our_own",
            "Grow our own area managers",
            "The best area manager we have came from the workshop.",
            "People who build",
            "freya",
            (
                Kpi(
                    key="inside_promotions",
                    name="Sales posts filled from inside, last twelve months",
                    unit="%",
                    purpose="Whoever knows the workshop is believed by the workshop.",
                    good_range="40 % and more; under 15 % nobody sees a way up.",
                    response_plan="Under 25 %: every open post is offered inside for two weeks first.",
                    behaviours="The second-best inside is taken; turnover in the first year shows it.",
                    owner="sofia",
                    scoring=performance(0, 60),
                    target=linear(25, 42),
                    series=Curve(22, 38, 2.0, places=0),
                    use=read("sofia", "freya"),
                    carried=2,
                ),
                best_work(
                    "sales_pulse",
                    baseline="7.0",
                    target="7.6",
                    series=Curve(7.2, 6.1, 0.2, events=(Event(9, -0.9, 14),), high=10),
                    use=steered("sofia", "freya"),
                ),
            ),
        ),
    ),
)
