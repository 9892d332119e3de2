"""Drive Systems: Learning & Growth."""

from decimal import Decimal

from equipoise.demo.pulse import best_work
from equipoise.demo.scales import goal, linear, progress, yearly
from equipoise.demo.series import Curve, Event
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import read, steered
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import Indicator

LEARNING = Perspective(
    "Learning & Growth",
    "To stay ahead, what must the people of the division learn and have?",
    Decimal(20),
    (
        Objective(
            "hold_on_to_specialists",
            "Hold on to specialists",
            "There are perhaps two hundred people on this coast who can tune a torque controller.",
            "People who build",
            "sofia",
            (
                Kpi(
                    key="days_to_hire",
                    name="Days to fill a specialist post",
                    unit="days",
                    purpose="An empty post in firmware delays everything that waits for it.",
                    good_range="Up to 70 days; above 120 the candidate has been working elsewhere for a month.",
                    response_plan="Above 90: the head of the team calls three candidates a week personally.",
                    behaviours="The second-best gets hired quickly; the trial period shows it half a year later.",
                    owner="sofia",
                    scoring=goal(120),
                    target=linear(95, 68),
                    series=Curve(101, 79, 6, places=0, events=(Event(17, 18, 7),)),
                    use=read("sofia", "kwame"),
                    carried=2,
                ),
                best_work(
                    "drive_pulse",
                    baseline="7.1",
                    target="7.7",
                    series=Curve(7.0, 7.8, 0.2, high=10),
                    use=read("sofia", "mei"),
                    indicator=Indicator.LEADING,
                ),
            ),
        ),
        Objective(
            "know_how_that_stays",
            "Make know-how outlive us",
            "What only one person knows is a risk, not a treasure.",
            "People who build",
            "kwame",
            (
                Kpi(
                    key="skills_doubled",
                    name="Critical skills held by two people or more",
                    unit="%",
                    purpose="Shows which holiday would stop a project.",
                    good_range="85 % and more; under 60 % one resignation stops a platform.",
                    response_plan="A skill with one holder for half a year: its holder teaches before designing on.",
                    behaviours="Two names are written down, one can do it; the second one does the next job alone.",
                    owner="kwame",
                    scoring=progress(48),
                    target=linear(55, 86),
                    indicator=Indicator.LEADING,
                    series=Curve(54, 79, 1.4, places=0),
                    use=read("kwame", "sofia"),
                    carried=2,
                ),
            ),
        ),
        Objective(
            "high_voltage_zero_harm",
            "High voltage, zero harm",
            "Thirty-six volts on a bike, four hundred on the bench.",
            "People who build",
            "piotr",
            (
                Kpi(
                    key="hv_near_misses",
                    name="High-voltage near misses reported",
                    unit="reports",
                    purpose="Each report is an accident that had good luck.",
                    good_range="4 to 8 a month from the whole division; none means that nobody dares or cares.",
                    response_plan="Each report is answered by the next morning; a repeated one closes the bench.",
                    behaviours="A quota fills up with trifles; each report names what could have happened.",
                    owner="piotr",
                    scoring=goal(1),
                    target=linear(3, 5),
                    indicator=Indicator.LEADING,
                    aggregation=Aggregation.SUM,
                    absent_is_zero=True,
                    series=Curve(3.0, 5.9, 1.2, places=0, low=0),
                    use=read("piotr", "sofia"),
                ),
            ),
        ),
        Objective(
            "own_what_we_invent",
            "Own what we invent",
            "An idea that is shown at a fair without protection is a gift.",
            "The drive inside",
            "kwame",
            (
                Kpi(
                    key="patents_filed",
                    name="Patents filed",
                    unit="patents",
                    purpose="Patents keep the distance while the market copies last year's drive.",
                    good_range="8 a year, two of them from the bench; under 4 we live off old ideas.",
                    response_plan="Under 5 by autumn: two invention days, with the attorney in the room.",
                    behaviours="Quantity is easy; the board reads which two were licensed or copied.",
                    owner="kwame",
                    scoring=goal(3),
                    target=yearly(5, 6, 7, 8),
                    aggregation=Aggregation.SUM,
                    frequency=Frequency.YEARLY,
                    series=Curve(5.2, 8.8, 0.4, places=0),
                    use=steered("kwame", "annika"),
                    carried=1,
                ),
            ),
        ),
    ),
)
