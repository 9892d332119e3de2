"""Flags on KPIs, and review cycles with their items, opinions and decisions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Entity, Json, within_tenant
from equipoise.domain.review_cycle import Outcome, ReviewState, Stance


class KpiFlag(Entity):
    """A rule's reason to question a KPI, standing until it is cleared."""

    __tablename__ = "kpi_flag"
    __table_args__ = (
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        Index(
            "uq_kpi_flag_standing", "tenant_id", "kpi_id", "rule", unique=True, postgresql_where="cleared_at IS NULL"
        ),
    )

    kpi_id: Mapped[UUID]
    rule: Mapped[str]
    message: Mapped[str]
    evidence: Mapped[Json]
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]


class ReviewCycle(Entity):
    """One review of one scorecard."""

    __tablename__ = "review_cycle"
    __table_args__ = (
        within_tenant("scorecard_id", "scorecard", ondelete="CASCADE"),
        within_tenant("started_by", "person"),
        CheckConstraint("opens_on <= closes_on", "dates"),
        Index(None, "tenant_id", "scorecard_id"),
    )

    scorecard_id: Mapped[UUID]
    name: Mapped[str]
    state: Mapped[ReviewState] = mapped_column(one_of(ReviewState), default=ReviewState.SCHEDULED)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    started_by: Mapped[UUID]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ReviewItem(Entity):
    """One question of a review, with the evidence as it was on the day the review opened."""

    __tablename__ = "review_item"
    __table_args__ = (
        within_tenant("cycle_id", "review_cycle", ondelete="CASCADE"),
        within_tenant("kpi_id", "kpi"),
        within_tenant("objective_id", "objective"),
        CheckConstraint("num_nonnulls(kpi_id, objective_id) = 1", "one_subject"),
        UniqueConstraint("tenant_id", "cycle_id", "kpi_id", "rule"),
        Index(None, "tenant_id", "kpi_id"),
    )

    cycle_id: Mapped[UUID]
    kpi_id: Mapped[UUID | None]
    objective_id: Mapped[UUID | None]
    """For a recommended addition: where a KPI is missing."""
    rule: Mapped[str]
    recommendation: Mapped[Outcome] = mapped_column(one_of(Outcome))
    message: Mapped[str]
    evidence: Mapped[Json]


class ReviewOpinion(Entity):
    """What one person thinks of the recommendation; saying it again replaces it."""

    __tablename__ = "review_opinion"
    __table_args__ = (
        within_tenant("item_id", "review_item", ondelete="CASCADE"),
        within_tenant("person_id", "person"),
        UniqueConstraint("tenant_id", "item_id", "person_id"),
    )

    item_id: Mapped[UUID]
    person_id: Mapped[UUID]
    stance: Mapped[Stance] = mapped_column(one_of(Stance))
    comment: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]


class ReviewDecision(Entity):
    """What was decided on an item, why, and the evidence of that moment."""

    __tablename__ = "review_decision"
    __table_args__ = (
        within_tenant("item_id", "review_item", ondelete="CASCADE"),
        within_tenant("decided_by", "person"),
        within_tenant("merged_into_id", "kpi"),
        UniqueConstraint("tenant_id", "item_id"),
    )

    item_id: Mapped[UUID]
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome))
    reason: Mapped[str]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime]
    evidence: Mapped[Json]
    merged_into_id: Mapped[UUID | None]
    """For MERGE: the KPI that goes on in place of this one."""
    left_alone_until: Mapped[date | None]
    """For KEEP and CHANGE: the last day on which the same rule does not ask again."""
