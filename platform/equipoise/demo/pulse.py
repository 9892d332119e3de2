"""The one question of the pulse that every unit is asked in the same words, so that units can be compared."""

from equipoise.demo.scales import Number, goal, linear
from equipoise.demo.series import Curve
from equipoise.demo.story import Kpi
from equipoise.demo.use import UsePattern
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator


def best_work(
    key: str,
    *,
    baseline: Number,
    target: Number,
    series: Curve,
    use: tuple[UsePattern, ...],
    indicator: Indicator = Indicator.LAGGING,
) -> Kpi:
    """The unit's mean answer to "I can do my best work here", 0 to 10."""
    return Kpi(
        key=key,
        name="“I can do my best work here”",
        unit="of 10",
        purpose="One question, asked in every unit in the same words, that falls before people leave.",
        good_range="7.5 and more; under 6 in a team somebody is about to go.",
        response_plan="Under 6.5 in a team: its leader and people and culture sit down with the team within a week.",
        behaviours="In small teams people can be guessed and answer politely; under six answers nothing is shown.",
        owner="sofia",
        scoring=goal(6),
        target=linear(baseline, target),
        data_kind=DataKind.QUALITATIVE,
        indicator=indicator,
        frequency=Frequency.QUARTERLY,
        series=series,
        use=use,
        workbook="pulse",
        carried=1,
    )
