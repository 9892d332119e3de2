"""Cargo Bikes: Learning & Growth."""

from decimal import Decimal

from equipoise.demo.pulse import best_work
from equipoise.demo.scales import goal, linear, progress, within, yearly
from equipoise.demo.series import Curve, Event
from equipoise.demo.story import Kpi, Objective, Perspective
from equipoise.demo.use import NEVER, faded, read, steered
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import Indicator

LEARNING = Perspective(
    "Learning & Growth",
    "To keep improving, what must the people of the division learn and have?",
    Decimal(20),
    (
        Objective(
            "certified_everywhere",
            "Certify every station",
            "Torque, brake and battery are signed by somebody who is certified for it.",
            "People who build",
            "ruben",
            (
                Kpi(
                    key="certified_share",
                    name="Safety-relevant stations staffed by certified people",
                    unit="%",
                    purpose="The signature on the frame card is worth what the signer knows.",
                    good_range="98 % and more of all shifts; under 92 % bikes wait or leave unsigned.",
                    response_plan="Under 95 %: certified people move between the lines, training weeks come first.",
                    behaviours="Certificates get handed out faster; one in ten is examined again by the other line.",
                    owner="ruben",
                    scoring=goal(92),
                    target=linear(94, 98),
                    indicator=Indicator.LEADING,
                    series=Curve(92.4, 98.5, 0.7, season=-0.6, peak=5, high=100),
                    use=steered("ruben", "piotr", "sofia"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "leaders_who_develop",
            "Lead so that people grow",
            "Line leaders spend a day a week with people, not with lists.",
            "People who build",
            "joris",
            (
                Kpi(
                    key="feedback_talks",
                    name="People who had a feedback talk this half-year",
                    unit="%",
                    purpose="People leave leaders who never sat down with them.",
                    good_range="90 % and more; under 60 % the talks happen in the canteen queue or not at all.",
                    response_plan="Under 75 % in a team: its leader hands over one task until the talks are done.",
                    behaviours="Talks become forms; the pulse asks whether the talk was worth the time.",
                    owner="sofia",
                    scoring=goal(60),
                    target=yearly(78, 82, 86, 90),
                    indicator=Indicator.LEADING,
                    frequency=Frequency.QUARTERLY,
                    series=Curve(76, 61, 3, places=0, events=(Event(8, -5, 12),), high=100),
                    use=read("sofia", "joris"),
                    carried=1,
                ),
                best_work(
                    "cargo_pulse",
                    baseline=7,
                    target="7.6",
                    series=Curve(6.6, 7.9, 0.2, events=(Event(19, -0.7, 8),), high=10),
                    use=read("sofia", "joris", "ruben"),
                ),
            ),
        ),
        Objective(
            "healthy_all_season",
            "Stay healthy all season",
            "The season is a marathon; nobody should run it on painkillers.",
            "People who build",
            "sofia",
            (
                Kpi(
                    key="cargo_absence",
                    name="Absence through illness",
                    unit="%",
                    purpose="Shows strain weeks before it shows in quality.",
                    good_range="3 to 5.5 %. Above 8 % shifts break up; under 2 % people come in ill.",
                    response_plan="Above 6.5 %: overtime stops in the units concerned "
                    "until the figure is back in range.",
                    behaviours="Pressure to come in ill would lower it, hence a range and not a minimum.",
                    owner="sofia",
                    scoring=within("1.5", 3, "5.5", "8.5"),
                    series=Curve(5.4, 4.9, 0.5, season=1.2, peak=2, events=(Event(10, 1.6, 3),)),
                    use=read("sofia", "ruben"),
                    carried=1,
                ),
            ),
        ),
        Objective(
            "decide_on_riding_data",
            "Decide on riding data",
            "Bikes that may report tell us what breaks, where, and under which load.",
            "The drive inside",
            "nadia",
            (
                Kpi(
                    key="connected_bikes",
                    name="New bikes whose riders share riding data",
                    unit="%",
                    purpose="Without data from the road we design for the test track.",
                    good_range="50 % and more; under 25 % the sample says little about trades.",
                    response_plan="Under 35 %: the app shows riders first what they get out of sharing.",
                    behaviours="Consent gets hidden in the first start; the data officer "
                    "approves each change of the dialogue.",
                    owner="greta",
                    scoring=progress(15),
                    target=linear(22, 50),
                    series=Curve(20, 43, 1.6, silent_months=4),
                    use=faded("greta", "nadia", until=149),
                    carried=1,
                ),
                Kpi(
                    key="data_answers",
                    name="Design questions answered from riding data",
                    unit="answers",
                    purpose="Data that answers no question is storage cost.",
                    good_range="6 a month; none means that design asks its friends again.",
                    response_plan="Below 3: the data team sits in the product round until the list is full.",
                    behaviours="Easy questions get asked twice; each answer is linked to a drawing or a decision.",
                    owner="nadia",
                    scoring=goal(2),
                    target=linear(3, 6),
                    indicator=Indicator.LEADING,
                    series=Curve(2.2, 5.6, 1.2, places=0, low=0),
                    use=NEVER,
                ),
            ),
        ),
    ),
)
