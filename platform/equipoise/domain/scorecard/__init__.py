"""All scores of a scorecard from its structure and its figures, as one pure calculation."""

from equipoise.domain.scorecard.calculation import score_part, score_scorecard
from equipoise.domain.scorecard.figures import Figures, KnownScore, Scored, ScoreRow, SubjectKind
from equipoise.domain.scorecard.kpi_scores import score_reading
from equipoise.domain.scorecard.part import Part, part_of, whole
from equipoise.domain.scorecard.structure import (
    Contribution,
    KpiSnapshot,
    ObjectiveSnapshot,
    PerspectiveSnapshot,
    ScorecardSnapshot,
)

__all__ = [
    "Contribution",
    "Figures",
    "KnownScore",
    "KpiSnapshot",
    "ObjectiveSnapshot",
    "Part",
    "PerspectiveSnapshot",
    "ScoreRow",
    "ScorecardSnapshot",
    "Scored",
    "SubjectKind",
    "part_of",
    "score_part",
    "score_reading",
    "score_scorecard",
    "whole",
]
