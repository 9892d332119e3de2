"""Comments, check-ins and citations."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Entity, within_tenant


class Confidence(StrEnum):
    """Whether the person believes that the target will be reached."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Comment(Entity):
    """A person's word on a KPI."""

    __tablename__ = "comment"
    __table_args__ = (
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        within_tenant("person_id", "person"),
        Index(None, "tenant_id", "kpi_id"),
    )

    kpi_id: Mapped[UUID]
    person_id: Mapped[UUID]
    text: Mapped[str]
    written_at: Mapped[datetime]


class CheckIn(Entity):
    """An owner's periodic word on a KPI: comment, confidence, next step."""

    __tablename__ = "check_in"
    __table_args__ = (
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        within_tenant("person_id", "person"),
        Index(None, "tenant_id", "kpi_id"),
    )

    kpi_id: Mapped[UUID]
    person_id: Mapped[UUID]
    comment: Mapped[str]
    confidence: Mapped[Confidence] = mapped_column(one_of(Confidence))
    next_step: Mapped[str] = mapped_column(default="")
    checked_in_at: Mapped[datetime]


class Citation(Entity):
    """A decision that rests on a KPI: the strongest evidence that it is used."""

    __tablename__ = "citation"
    __table_args__ = (
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        within_tenant("person_id", "person"),
        Index(None, "tenant_id", "kpi_id"),
    )

    kpi_id: Mapped[UUID]
    person_id: Mapped[UUID]
    decision: Mapped[str]
    cited_at: Mapped[datetime]
