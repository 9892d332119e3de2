"""Initiatives, their milestones, and the KPIs they are meant to move."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Entity, TenantModel, within_tenant


class InitiativeStatus(StrEnum):
    """An initiative is under way while it is IN_PROGRESS."""

    PLANNED = "PLANNED"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


class Initiative(Entity):
    """An action plan: owner, budget, dates, progress."""

    __tablename__ = "initiative"
    __table_args__ = (
        within_tenant("objective_id", "objective", ondelete="CASCADE"),
        within_tenant("owner_id", "person"),
        CheckConstraint("progress BETWEEN 0 AND 100", "progress"),
        CheckConstraint("starts_on <= due_on", "dates"),
        Index(None, "tenant_id", "objective_id"),
    )

    objective_id: Mapped[UUID]
    owner_id: Mapped[UUID | None]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    status: Mapped[InitiativeStatus] = mapped_column(one_of(InitiativeStatus), default=InitiativeStatus.PLANNED)
    progress: Mapped[Decimal] = mapped_column(default=Decimal(0))
    """Percent, 0..100."""
    budget: Mapped[Decimal | None]
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]


class Milestone(Entity):
    """A point that an initiative has to reach."""

    __tablename__ = "milestone"
    __table_args__ = (
        within_tenant("initiative_id", "initiative", ondelete="CASCADE"),
        Index(None, "tenant_id", "initiative_id"),
    )

    initiative_id: Mapped[UUID]
    name: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class InitiativeKpi(TenantModel):
    """The initiative is meant to move this KPI; that citation is evidence that the KPI is used."""

    __tablename__ = "initiative_kpi"
    __table_args__ = (
        within_tenant("initiative_id", "initiative", ondelete="CASCADE"),
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        Index(None, "tenant_id", "kpi_id"),
    )

    initiative_id: Mapped[UUID] = mapped_column(primary_key=True)
    kpi_id: Mapped[UUID] = mapped_column(primary_key=True)
