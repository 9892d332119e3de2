"""Evidence of use, one row per KPI, person, day and kind of signal."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Detail, within_tenant
from equipoise.domain.usage import Signal


class UsageDay(Detail):
    """How often one person gave one signal on one day."""

    __tablename__ = "usage_day"
    __table_args__ = (
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        within_tenant("person_id", "person", ondelete="CASCADE"),
        Index(None, "tenant_id", "day"),
    )

    kpi_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    signal: Mapped[Signal] = mapped_column(one_of(Signal), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    times: Mapped[int]
