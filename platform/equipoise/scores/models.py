"""Scores of KPIs, objectives, perspectives and scorecards, period by period."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Detail, within_tenant
from equipoise.domain.scorecard import SubjectKind
from equipoise.domain.status import Status

ScoreNumber = Numeric(15, 12)
Share = Numeric(14, 12)


class StoredScore(Detail):
    """The score of one subject in one period of its scorecard, with what it stands on."""

    __tablename__ = "score"
    __table_args__ = (
        within_tenant("scorecard_id", "scorecard", ondelete="CASCADE"),
        Index(None, "tenant_id", "scorecard_id", "period_start"),
    )

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    subject_kind: Mapped[SubjectKind] = mapped_column(one_of(SubjectKind))
    scorecard_id: Mapped[UUID]
    score: Mapped[Decimal | None] = mapped_column(ScoreNumber)
    attainment: Mapped[Decimal | None] = mapped_column(Numeric())
    status: Mapped[Status] = mapped_column(one_of(Status))
    scored_weight: Mapped[Decimal] = mapped_column(Share)
    scored_count: Mapped[int]
    total_count: Mapped[int]
    computed_at: Mapped[datetime]


class StoredScoreRevision(Detail):
    """A score as it stood until something changed, so that any moment can be asked for."""

    __tablename__ = "score_revision"
    __table_args__ = (within_tenant("scorecard_id", "scorecard", ondelete="CASCADE"),)

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    computed_at: Mapped[datetime] = mapped_column(primary_key=True)
    subject_kind: Mapped[SubjectKind] = mapped_column(one_of(SubjectKind))
    scorecard_id: Mapped[UUID]
    score: Mapped[Decimal | None] = mapped_column(ScoreNumber)
    attainment: Mapped[Decimal | None] = mapped_column(Numeric())
    status: Mapped[Status] = mapped_column(one_of(Status))
    scored_weight: Mapped[Decimal] = mapped_column(Share)
    scored_count: Mapped[int]
    total_count: Mapped[int]
    replaced_at: Mapped[datetime]
