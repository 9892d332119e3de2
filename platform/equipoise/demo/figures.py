"""The values of every KPI: as they stand now, and as the first edition of its workbook had them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from equipoise.demo.ledgers.ledger import Ledger
from equipoise.demo.noise import chance
from equipoise.demo.series import Curve, Measured, Words
from equipoise.demo.spoilt import SPOILT, Spoilt
from equipoise.demo.story import Kpi
from equipoise.demo.timeline import Timeline
from equipoise.demo.values import DemoValue
from equipoise.domain.calendar import Frequency, Period
from equipoise.domain.scoring import Choice

REPORTED_LATE = frozenset({Frequency.WEEKLY, Frequency.MONTHLY})
"""Frequencies in which somebody now and then forgets a figure."""


def values_now(kpi: Kpi, timeline: Timeline, ledgers: Mapping[str, Ledger]) -> tuple[DemoValue, ...]:
    """What has arrived once the latest edition of the workbook is read."""
    periods = timeline.periods(kpi.frequency)
    match kpi.series:
        case Measured(ledger=ledger, measure=measure):
            return ledgers[ledger].measure(measure).values(ledgers[ledger].rows, periods)
        case Words() as words if isinstance(kpi.scoring, Choice):
            return tuple(_judgements(words, kpi.scoring, periods))
        case Curve() as curve:
            spoilt = {each.day(timeline) for each in spoilt_cells(kpi) if each.mended_as_of_edition is None}
            told = [period for period in periods if not _silent(kpi, curve, period, timeline)]
            return tuple(
                DemoValue(period.start, curve.figure(kpi.key, period, timeline))
                for period in told
                if period.start not in spoilt
            )
    return ()


def values_first(
    kpi: Kpi, now: tuple[DemoValue, ...], timeline: Timeline, ledgers: Mapping[str, Ledger], *, corrected: bool
) -> tuple[DemoValue, ...]:
    """What the first edition says. `corrected` tells whether the KPI's workbook has a second one."""
    if isinstance(kpi.series, Measured):
        ledger = ledgers[kpi.series.ledger]
        return ledger.measure(kpi.series.measure).values(ledger.first_rows, timeline.periods(kpi.frequency))
    if not corrected or not isinstance(kpi.series, Curve) or kpi.frequency is not Frequency.MONTHLY:
        return now
    spoilt = {each.day(timeline) for each in spoilt_cells(kpi)}
    curve = kpi.series
    return tuple(_provisional(kpi.key, curve, value, timeline) for value in now if value.period_start not in spoilt)


def spoilt_cells(kpi: Kpi) -> list[Spoilt]:
    return [each for each in SPOILT if each.kpi == kpi.key]


def _judgements(words: Words, choice: Choice, periods: list[Period]) -> list[DemoValue]:
    labels = [label for label, _ in choice.labels]
    said = [words.word(labels, ago) for ago in range(len(periods) - 1, -1, -1)]
    return [
        DemoValue(period.start, choice.score_of(word), label=word) for period, word in zip(periods, said, strict=True)
    ]


def _silent(kpi: Kpi, curve: Curve, period: Period, timeline: Timeline) -> bool:
    if period.end >= timeline.month(curve.silent_months):
        return True
    recent = period.end >= timeline.month(3)
    forgotten = chance(kpi.key, period.start, "forgotten") < 0.02
    return kpi.frequency in REPORTED_LATE and not recent and forgotten


def _provisional(key: str, curve: Curve, value: DemoValue, timeline: Timeline) -> DemoValue:
    """One figure in twelve of the months from two to nine ago was closed only later."""
    if (
        not timeline.month(9) <= value.period_start <= timeline.month(2)
        or chance(key, value.period_start, "late") > 0.08
    ):
        return value
    drift = Decimal(str(0.985 + 0.03 * chance(key, value.period_start, "drift")))
    step = Decimal(1).scaleb(-curve.places)
    figure = round(value.value * drift, curve.places)
    return replace(value, value=figure if figure != value.value else figure - step)
