"""KPIs with their targets, and their values with every revision."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Detail, Entity, Json, within_tenant
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator, KpiState
from equipoise.domain.missing import MissingData
from equipoise.domain.scoring.method import Direction
from equipoise.domain.status import Status

Score = Numeric(15, 12)


class Kpi(Entity):
    """How an objective is measured. Retired, never deleted."""

    __tablename__ = "kpi"
    __table_args__ = (
        within_tenant("scorecard_id", "scorecard", ondelete="CASCADE"),
        within_tenant("objective_id", "objective", ondelete="CASCADE"),
        within_tenant("owner_id", "person"),
        within_tenant("contributor_id", "person"),
        within_tenant("counter_kpi_id", "kpi"),
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("weight >= 0", "weight"),
        CheckConstraint("counter_kpi_id <> id", "not_its_own_counter"),
        Index(None, "tenant_id", "objective_id", "position"),
        Index(None, "tenant_id", "scorecard_id"),
    )

    scorecard_id: Mapped[UUID]
    objective_id: Mapped[UUID]
    key: Mapped[str]
    name: Mapped[str]
    unit: Mapped[str | None]
    position: Mapped[int]

    purpose: Mapped[str] = mapped_column(default="")
    good_range: Mapped[str] = mapped_column(default="")
    response_plan: Mapped[str] = mapped_column(default="")
    behaviours: Mapped[str] = mapped_column(default="")
    counter_kpi_id: Mapped[UUID | None]

    indicator: Mapped[Indicator] = mapped_column(one_of(Indicator), default=Indicator.LAGGING)
    data_kind: Mapped[DataKind] = mapped_column(one_of(DataKind), default=DataKind.QUANTITATIVE)
    direction: Mapped[Direction] = mapped_column(one_of(Direction), default=Direction.HIGHER_IS_BETTER)
    frequency: Mapped[Frequency] = mapped_column(one_of(Frequency), default=Frequency.MONTHLY)
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    scoring: Mapped[Json]
    status_rules: Mapped[Json | None]
    aggregation: Mapped[Aggregation] = mapped_column(one_of(Aggregation), default=Aggregation.LAST)
    ratio_factor: Mapped[Decimal] = mapped_column(default=Decimal(1))
    missing_data: Mapped[MissingData] = mapped_column(one_of(MissingData), default=MissingData.EXCLUDED)
    carried_periods: Mapped[int] = mapped_column(default=0)
    """For missing data carried forward: over how many of the KPI's own periods at most."""

    state: Mapped[KpiState] = mapped_column(one_of(KpiState), default=KpiState.PROPOSED)
    owner_id: Mapped[UUID | None]
    contributor_id: Mapped[UUID | None]
    """Who enters the values, where that is not the owner."""
    data_source: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class TargetPlan(Entity):
    """How the target of one KPI runs over a stretch of time: constant, linear or stepped."""

    __tablename__ = "target_plan"
    __table_args__ = (
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        CheckConstraint("starts_on <= ends_on", "stretch"),
        UniqueConstraint("tenant_id", "kpi_id", "starts_on"),
    )

    kpi_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    plan: Mapped[Json]
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]


class KpiTarget(Detail):
    """The target of one period, worked out from the plan so that reads need no arithmetic."""

    __tablename__ = "kpi_target"
    __table_args__ = (within_tenant("kpi_id", "kpi", ondelete="CASCADE"),)

    kpi_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[Decimal]


class KpiValue(Detail):
    """The current revision of a period's value, with the score it earns.

    People and runs are named without a foreign key: this is the table that grows, every check on it is paid
    thousands of times a request, and neither people nor runs are ever deleted.
    """

    __tablename__ = "kpi_value"
    __table_args__ = (
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        CheckConstraint("value <> 'NaN'", "finite"),
    )

    kpi_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[Decimal]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    label: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    run_id: Mapped[UUID | None]
    target: Mapped[Decimal | None]
    score: Mapped[Decimal | None] = mapped_column(Score)
    attainment: Mapped[Decimal | None] = mapped_column(Numeric())
    status: Mapped[Status] = mapped_column(one_of(Status), default=Status.NO_DATA)


class KpiValueRevision(Detail):
    """A value that a correction replaced, as it was recorded."""

    __tablename__ = "kpi_value_revision"
    __table_args__ = (within_tenant("kpi_id", "kpi", ondelete="CASCADE"),)

    kpi_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[Decimal]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    label: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    run_id: Mapped[UUID | None]
    replaced_at: Mapped[datetime]
