"""The whole calculation of a scorecard: KPI to objective to perspective to scorecard."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, TypeAlias
from uuid import UUID

from equipoise.domain.calendar import FiscalCalendar, Period
from equipoise.domain.rollup import (
    KPI_WITHOUT_SCORE,
    NOTHING,
    SCORED_KPI,
    Child,
    Coverage,
    Rolled,
    RollUp,
    roll_up,
)
from equipoise.domain.scorecard.figures import Figures, KnownScore, Scored, ScoreRow, SubjectKind
from equipoise.domain.scorecard.kpi_scores import score_spans
from equipoise.domain.scorecard.part import Part, whole
from equipoise.domain.scorecard.structure import Contribution, KpiSnapshot, ScorecardSnapshot
from equipoise.domain.scorecard.timeline import Timeline
from equipoise.domain.scoring import Unscored

Siblings: TypeAlias = dict[UUID, list[list[Child]]]
"""By parent: each child that takes part, with one entry per period."""

NOT_YET: Final = KnownScore(None, NOTHING)


def score_scorecard(
    scorecard: ScorecardSnapshot, figures: Figures, periods: Sequence[Period], calendar: FiscalCalendar
) -> list[ScoreRow]:
    """The scores of every KPI, objective and perspective, and of the scorecard, in each of its periods.

    `periods` are of the scorecard's own frequency.
    """
    return score_part(whole(scorecard), figures, periods, calendar)


def score_part(part: Part, figures: Figures, periods: Sequence[Period], calendar: FiscalCalendar) -> list[ScoreRow]:
    """The scores of what does not stand still, in each of the periods; what stands has a known score in each.

    Scores are rolled up as they are stored, so that a parent calculated from stored scores of its children comes out
    the same as one calculated with them.
    """
    scorecard, standing = part.scorecard, part.standing
    timeline = Timeline(calendar, periods)
    in_objective: Siblings = defaultdict(list)
    in_perspective: Siblings = defaultdict(list)
    in_scorecard: Siblings = defaultdict(list)
    rows: list[ScoreRow] = []

    def standing_children(subject_id: UUID, weight: Decimal) -> list[Child]:
        known = figures.known[subject_id]
        return [Child(known[period.start].score, weight, known[period.start].coverage) for period in periods]

    for kpi in scorecard.kpis:
        takes_part = not isinstance(kpi.scoring, Unscored)
        if kpi.id in standing:
            children = standing_children(kpi.id, kpi.weight)
        else:
            scores = _kpi_scores(kpi, figures, timeline)
            rows += _kpi_rows(kpi, scores, periods, KPI_WITHOUT_SCORE if takes_part else NOTHING)
            children = _kpi_children(kpi, scores)
        if takes_part:
            in_objective[kpi.objective_id].append(children)
    for link in scorecard.contributions:
        in_objective[link.parent_objective_id].append(_contributed(link, figures, timeline))
    for objective in scorecard.objectives:
        if objective.id in standing:
            children = standing_children(objective.id, objective.weight)
        else:
            level = _rolled(objective.rollup, in_objective[objective.id], len(periods))
            rows += _rolled_rows(SubjectKind.OBJECTIVE, objective.id, level, periods)
            children = _children(level, objective.weight)
        in_perspective[objective.perspective_id].append(children)
    for perspective in scorecard.perspectives:
        if perspective.id in standing:
            children = standing_children(perspective.id, perspective.weight)
        else:
            level = _rolled(perspective.rollup, in_perspective[perspective.id], len(periods))
            rows += _rolled_rows(SubjectKind.PERSPECTIVE, perspective.id, level, periods)
            children = _children(level, perspective.weight)
        in_scorecard[scorecard.id].append(children)
    top = _rolled(scorecard.rollup, in_scorecard[scorecard.id], len(periods))
    return rows + _rolled_rows(SubjectKind.SCORECARD, scorecard.id, top, periods)


def _kpi_scores(kpi: KpiSnapshot, figures: Figures, timeline: Timeline) -> list[Scored]:
    return score_spans(kpi, figures.readings.get(kpi.id, {}), figures.targets.get(kpi.id, {}), timeline)


def _kpi_rows(
    kpi: KpiSnapshot, scores: Sequence[Scored], periods: Sequence[Period], without_score: Coverage
) -> list[ScoreRow]:
    rows = []
    for period, scored in zip(periods, scores, strict=True):
        coverage = without_score if scored.score is None else SCORED_KPI
        rows.append(ScoreRow(SubjectKind.KPI, kpi.id, period.start, *scored, *coverage))
    return rows


def _kpi_children(kpi: KpiSnapshot, scores: Sequence[Scored]) -> list[Child]:
    weight = kpi.weight
    return [Child(score, weight, KPI_WITHOUT_SCORE if score is None else SCORED_KPI) for score, _, _ in scores]


def _contributed(link: Contribution, figures: Figures, timeline: Timeline) -> list[Child]:
    """Of several periods of a child the latest with a score stands: a period is read at its end."""
    scores = figures.known.get(link.child_objective_id, {})
    children = []
    for starts in timeline.spans(link.frequency):
        there = [scores[start] for start in starts if start in scores] or [NOT_YET]
        latest = next((entry for entry in reversed(there) if entry.score is not None), there[-1])
        children.append(Child(latest.score, link.weight, latest.coverage))
    return children


def _rolled(method: RollUp, siblings: Sequence[Sequence[Child]], periods: int) -> list[Rolled]:
    """The children rolled up period by period."""
    if not siblings:
        return [roll_up((), method)] * periods
    return [roll_up(children, method) for children in zip(*siblings, strict=True)]


def _children(level: Sequence[Rolled], weight: Decimal) -> list[Child]:
    return [Child(score, weight, coverage) for score, _, coverage in level]


def _rolled_rows(
    kind: SubjectKind, subject_id: UUID, level: Sequence[Rolled], periods: Sequence[Period]
) -> list[ScoreRow]:
    return [
        ScoreRow(kind, subject_id, period.start, score, None, status, *coverage)
        for period, (score, status, coverage) in zip(periods, level, strict=True)
    ]
