"""All scores of a scorecard from its structure and its figures, as one pure calculation."""

from equipoise.domain.scorecard.calculation import score_scorecard
from equipoise.domain.scorecard.figures import ContributedScore, Figures, Scored, ScoreRow, SubjectKind
from equipoise.domain.scorecard.kpi_scores import score_reading
from equipoise.domain.scorecard.structure import (
    Contribution,
    KpiSnapshot,
    ObjectiveSnapshot,
    PerspectiveSnapshot,
    ScorecardSnapshot,
)

__all__ = [
    "ContributedScore",
    "Contribution",
    "Figures",
    "KpiSnapshot",
    "ObjectiveSnapshot",
    "PerspectiveSnapshot",
    "ScoreRow",
    "ScorecardSnapshot",
    "Scored",
    "SubjectKind",
    "score_reading",
    "score_scorecard",
]
