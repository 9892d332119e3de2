"""Drive Engineering: Learning & Growth."""

from decimal import Decimal

from equipoise.demo.pulse import best_work
from equipoise.demo.scales import UNSCORED, goal, linear, performance, progress, yearly
from equipoise.demo.series import Curve, Event, Measured
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import NEVER, read, reported
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.kpi import Indicator

LEARNING = Perspective(
    "Learning & Growth",
    "To stay ahead, what must engineers learn and have?",
    Decimal(22),
    (
        Objective(
            "depth_in_power",
            "Gain depth in power electronics",
            "Four people understand the whole controller. It has to be ten.",
            "People who build",
            "kwame",
            (
                Kpi(
                    key="power_certified",
                    name="Engineers certified in power electronics",
                    unit="%",
                    purpose="The T6 is a power-electronics project with a gear attached.",
                    good_range="40 % and more; under 20 % we buy our own core from others.",
                    response_plan="Behind the line at mid-year: bench days of the academy are fixed by name.",
                    behaviours="Certificates without bench days; forty days at the bench belong to it.",
                    owner="kwame",
                    contributor="sofia",
                    scoring=progress(14),
                    target=linear(20, 42),
                    indicator=Indicator.LEADING,
                    series=Curve(19, 36, 0.9, places=0),
                    use=read("kwame", "sofia"),
                    carried=2,
                ),
                Kpi(
                    key="drive_headcount",
                    name="People in Drive Systems at month end",
                    unit="people",
                    purpose="The basis for every figure per head in the division.",
                    good_range="No good or bad of its own; the plan is in the budget.",
                    response_plan="None by itself; read with the days until a post is filled.",
                    behaviours="As a goal it would reward hiring for its own sake, so it carries no score.",
                    owner="sofia",
                    scoring=UNSCORED,
                    target=yearly(276, 283, 290, 295),
                    series=Measured("personnel", "drive_headcount"),
                    use=reported("kwame"),
                    workbook="personnel",
                ),
            ),
        ),
        Objective(
            "share_what_we_know",
            "Share what we know",
            "Two teams solved the same resonance last year, four doors apart.",
            "People who build",
            "kwame",
            (
                Kpi(
                    key="tech_talks",
                    name="Talks given to the whole department",
                    unit="talks",
                    purpose="Whoever explains has understood; whoever listens need not find out again.",
                    good_range="3 a month; none for a month, and the doors are closed again.",
                    response_plan="Under 2: each team lead names the next speaker on the spot.",
                    behaviours="Slides instead of substance; a talk shows one thing that went wrong.",
                    owner="kwame",
                    scoring=goal("0.5"),
                    target=linear(2, 3),
                    indicator=Indicator.LEADING,
                    aggregation=Aggregation.SUM,
                    series=Curve(1.8, 3.2, 0.9, places=0, low=0),
                    use=NEVER,
                    carried=1,
                ),
                Kpi(
                    key="lessons_used",
                    name="Lessons of the T4 found in T5 drawings",
                    unit="%",
                    purpose="A lesson that is in no drawing was a story.",
                    good_range="Still open: the list of lessons is being sorted by assembly.",
                    created_days_ago=33,
                ),
            ),
        ),
        Objective(
            "room_to_invent",
            "Keep room to invent",
            "Nothing was ever invented between two meetings.",
            "People who build",
            "kwame",
            (
                Kpi(
                    key="focus_time",
                    name="Mornings without a meeting",
                    unit="%",
                    purpose="Design needs three hours in one piece.",
                    good_range="70 % and more; under 45 % people design in the evening.",
                    response_plan="Under 60 %: the department's own meetings move to the afternoon.",
                    behaviours="Meetings are called workshops; anything with three people counts.",
                    owner="kwame",
                    scoring=performance(30, 90),
                    target=linear(60, 72),
                    indicator=Indicator.LEADING,
                    series=Curve(58, 70, 3, places=0, events=(Event(4, -33, 10),)),
                    use=read("kwame", "hedda"),
                    carried=1,
                ),
                Kpi(
                    key="disclosures",
                    name="Inventions disclosed",
                    unit="inventions",
                    purpose="Of five disclosures one becomes a patent and one a product.",
                    good_range="3 a month; under 1 the Friday with the attorney is a coffee break.",
                    response_plan="Two months under 2: an invention day on the hardest open point of the T5.",
                    behaviours="Trifles are disclosed for the bonus; the bonus comes with the filing.",
                    owner="kwame",
                    scoring=goal("0.5"),
                    target=linear(2, 3),
                    aggregation=Aggregation.SUM,
                    series=Curve(1.9, 3.4, 0.8, places=0, low=0),
                    use=read("kwame", "mei"),
                    carried=1,
                ),
                best_work(
                    "eng_pulse",
                    baseline="7.2",
                    target="7.8",
                    series=Curve(7.2, 8.1, 0.2, high=10),
                    use=read("sofia", "kwame"),
                ),
            ),
        ),
    ),
)
