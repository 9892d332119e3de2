"""Units and the strategy of each: scorecard, perspectives, objectives, links between objectives."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Entity, within_tenant
from equipoise.domain.calendar import Frequency
from equipoise.domain.rollup import RollUp


class UnitKind(StrEnum):
    """The levels of an organisation, from the whole to the smallest part."""

    COMPANY = "COMPANY"
    DIVISION = "DIVISION"
    DEPARTMENT = "DEPARTMENT"
    TEAM = "TEAM"


class ScorecardStatus(StrEnum):
    """The life of a scorecard."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"


class CascadeKind(StrEnum):
    """A link that contributes changes the parent's score; one that supports is only shown."""

    CONTRIBUTES = "CONTRIBUTES"
    SUPPORTS = "SUPPORTS"


class OrgUnit(Entity):
    """Company, division, department or team; a tree."""

    __tablename__ = "org_unit"
    __table_args__ = (
        within_tenant("parent_id", "org_unit"),
        CheckConstraint("parent_id <> id", "not_its_own_parent"),
        Index(None, "tenant_id", "parent_id"),
    )

    parent_id: Mapped[UUID | None]
    name: Mapped[str]
    kind: Mapped[UnitKind] = mapped_column(one_of(UnitKind))
    position: Mapped[int] = mapped_column(default=0)


class Scorecard(Entity):
    """The strategy of one unit for one cycle. Its periods are those of `frequency` within the cycle."""

    __tablename__ = "scorecard"
    __table_args__ = (
        within_tenant("org_unit_id", "org_unit"),
        within_tenant("parent_id", "scorecard"),
        CheckConstraint("parent_id <> id", "not_its_own_parent"),
        CheckConstraint("cycle_start < cycle_end", "cycle"),
        Index(None, "tenant_id", "org_unit_id"),
        Index(None, "tenant_id", "parent_id"),
    )

    org_unit_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    name: Mapped[str]
    mission: Mapped[str] = mapped_column(default="")
    vision: Mapped[str] = mapped_column(default="")
    core_values: Mapped[str] = mapped_column(default="")
    status: Mapped[ScorecardStatus] = mapped_column(one_of(ScorecardStatus), default=ScorecardStatus.ACTIVE)
    frequency: Mapped[Frequency] = mapped_column(one_of(Frequency), default=Frequency.MONTHLY)
    cycle_start: Mapped[date]
    cycle_end: Mapped[date]
    rollup: Mapped[RollUp] = mapped_column(one_of(RollUp), default=RollUp.WEIGHTED_AVERAGE)
    closed_through: Mapped[date | None]
    """Periods that end on or before this day are locked."""
    created_at: Mapped[datetime]


class Perspective(Entity):
    """One of the views that have to be kept in balance."""

    __tablename__ = "perspective"
    __table_args__ = (
        within_tenant("scorecard_id", "scorecard", ondelete="CASCADE"),
        CheckConstraint("weight >= 0", "weight"),
        Index(None, "tenant_id", "scorecard_id", "position"),
    )

    scorecard_id: Mapped[UUID]
    name: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    rollup: Mapped[RollUp] = mapped_column(one_of(RollUp), default=RollUp.WEIGHTED_AVERAGE)


class Objective(Entity):
    """What the strategy wants, inside one perspective."""

    __tablename__ = "objective"
    __table_args__ = (
        within_tenant("scorecard_id", "scorecard", ondelete="CASCADE"),
        within_tenant("perspective_id", "perspective", ondelete="CASCADE"),
        within_tenant("owner_id", "person"),
        CheckConstraint("weight >= 0", "weight"),
        Index(None, "tenant_id", "perspective_id", "position"),
        Index(None, "tenant_id", "scorecard_id"),
    )

    scorecard_id: Mapped[UUID]
    perspective_id: Mapped[UUID]
    owner_id: Mapped[UUID | None]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    rollup: Mapped[RollUp] = mapped_column(one_of(RollUp), default=RollUp.WEIGHTED_AVERAGE)
    retired_at: Mapped[datetime | None]


class CauseEffectLink(Entity):
    """If the cause is achieved, then the effect follows; the rationale says why."""

    __tablename__ = "cause_effect_link"
    __table_args__ = (
        within_tenant("scorecard_id", "scorecard", ondelete="CASCADE"),
        within_tenant("cause_id", "objective", ondelete="CASCADE"),
        within_tenant("effect_id", "objective", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "cause_id", "effect_id"),
        CheckConstraint("cause_id <> effect_id", "not_its_own_cause"),
        Index(None, "tenant_id", "scorecard_id"),
        Index(None, "tenant_id", "effect_id"),
    )

    scorecard_id: Mapped[UUID]
    cause_id: Mapped[UUID]
    effect_id: Mapped[UUID]
    rationale: Mapped[str] = mapped_column(default="")


class CascadeLink(Entity):
    """A child scorecard's objective that contributes to, or only supports, one of the parent scorecard."""

    __tablename__ = "cascade_link"
    __table_args__ = (
        within_tenant("child_id", "objective", ondelete="CASCADE"),
        within_tenant("parent_id", "objective", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "child_id", "parent_id"),
        CheckConstraint("child_id <> parent_id", "not_its_own_parent"),
        CheckConstraint("weight >= 0", "weight"),
        Index(None, "tenant_id", "parent_id"),
    )

    child_id: Mapped[UUID]
    parent_id: Mapped[UUID]
    kind: Mapped[CascadeKind] = mapped_column(one_of(CascadeKind))
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
