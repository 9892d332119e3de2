"""The figures that go into a scorecard's calculation, and those that come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from equipoise.domain.aggregation import Reading
from equipoise.domain.rollup import Coverage
from equipoise.domain.status import Status


class SubjectKind(StrEnum):
    KPI = "KPI"
    OBJECTIVE = "OBJECTIVE"
    PERSPECTIVE = "PERSPECTIVE"
    SCORECARD = "SCORECARD"


class KnownScore(NamedTuple):
    """A stored score that others are rolled up with: of an objective on another scorecard, or of what stands still."""

    score: Decimal | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Figures:
    """Readings and targets by KPI and stored scores by subject, each by first day of period.

    Readings have to reach back as many periods as a KPI may carry forward. Stored scores are those of child
    objectives, which contribute, and of what stands beside the part that is worked out.
    """

    readings: Mapping[UUID, Mapping[date, Reading]]
    targets: Mapping[UUID, Mapping[date, Decimal]] = field(default_factory=dict)
    known: Mapping[UUID, Mapping[date, KnownScore]] = field(default_factory=dict)


class Scored(NamedTuple):
    """Score (0..100) and attainment (the same, unbounded) as stored; both None without a value or a scale."""

    score: Decimal | None
    attainment: Decimal | None
    status: Status


class ScoreRow(NamedTuple):
    """The score of one subject in one period of the scorecard, with what it stands on."""

    subject_kind: SubjectKind
    subject_id: UUID
    period_start: date
    score: Decimal | None
    attainment: Decimal | None
    status: Status
    scored_weight: Decimal
    scored_count: int
    total_count: int
