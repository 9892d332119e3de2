"""The score of one KPI: of a value of its own, and of the periods of its scorecard."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from equipoise.domain.aggregation import Aggregation, Reading, aggregate
from equipoise.domain.decimals import HUNDRED, ZERO, as_stored, clamp, total
from equipoise.domain.missing import MissingData, fill
from equipoise.domain.scorecard.figures import Scored
from equipoise.domain.scorecard.structure import KpiSnapshot
from equipoise.domain.scorecard.timeline import Timeline
from equipoise.domain.status import Status, status_of_score

UNKNOWN = Scored(None, None, Status.NO_DATA)


def score_reading(kpi: KpiSnapshot, reading: Reading, target: Decimal | None) -> Scored:
    """The score of a value in the KPI's own period, as stored with the value."""
    return _score_value(kpi, reading.value, target)


def score_spans(
    kpi: KpiSnapshot,
    readings: Mapping[date, Reading],
    targets: Mapping[date, Decimal],
    timeline: Timeline,
) -> list[Scored]:
    """The KPI's score in each period of the scorecard.

    Several own periods are aggregated. A target counts for the same periods as the values do: for SUM the
    targets of the periods with a value are added up (None if one of them has none), otherwise the target of
    the last period with a value holds.
    """
    counted = _counted(kpi, readings, timeline)
    scores = []
    for starts in timeline.spans(kpi.frequency):
        known = [counted[start] for start in starts if start in counted]
        value = _value(kpi, known, readings)
        if value is None:
            scores.append(UNKNOWN)
        else:
            scores.append(_score_value(kpi, value, _target(kpi, known, targets)))
    return scores


def _value(kpi: KpiSnapshot, known: Sequence[Reading], recorded: Mapping[date, Reading]) -> Decimal | None:
    if len(known) == 1:
        return known[0].value
    value = aggregate(known, kpi.aggregation, kpi.ratio_factor)
    if value is None and known and not any(reading.period_start in recorded for reading in known):
        return ZERO  # a ratio that has no denominator because all its periods are missing and count as zero
    return value


def _counted(kpi: KpiSnapshot, readings: Mapping[date, Reading], timeline: Timeline) -> Mapping[date, Reading]:
    if kpi.missing_data is MissingData.EXCLUDED:
        return readings
    carried = kpi.carried_periods if kpi.missing_data is MissingData.CARRIED_FORWARD else 0
    return fill(
        readings,
        timeline.run_up(kpi.frequency, carried),
        kpi.missing_data,
        carry_at_most=carried,
        due_from=kpi.due_from,
        due_until=kpi.due_until,
    )


def _target(kpi: KpiSnapshot, known: Sequence[Reading], targets: Mapping[date, Decimal]) -> Decimal | None:
    if len(known) == 1 or kpi.aggregation is not Aggregation.SUM:
        return targets.get(known[-1].period_start)
    summed = [targets[reading.period_start] for reading in known if reading.period_start in targets]
    return total(summed) if len(summed) == len(known) else None


def _score_value(kpi: KpiSnapshot, value: Decimal, target: Decimal | None) -> Scored:
    attainment = kpi.scoring.attainment(value, target)
    score = None
    if attainment is not None:
        attainment = as_stored(attainment)
        score = attainment if ZERO <= attainment <= HUNDRED else as_stored(clamp(attainment))
    if kpi.status_rules is None:
        return Scored(score, attainment, status_of_score(score))
    status, _ = kpi.status_rules.judge(value, score, attainment, target)
    return Scored(score, attainment, status)
