"""Connections, the files they read, how their measures map to KPIs, and their runs."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Detail, Entity, Json, within_tenant


class ConnectionState(StrEnum):
    """A paused connection keeps its configuration and is not run."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"


class RunState(StrEnum):
    """PARTIAL means that good values were kept and bad rows were reported."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"


class Connection(Entity):
    """A connector with the tenant's configuration. Secrets are kept apart, encrypted, and never read back."""

    __tablename__ = "connection"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    connector: Mapped[str]
    name: Mapped[str]
    config: Mapped[Json]
    secrets: Mapped[bytes | None]
    state: Mapped[ConnectionState] = mapped_column(one_of(ConnectionState), default=ConnectionState.ACTIVE)
    created_at: Mapped[datetime]


class ConnectionFile(Entity):
    """A file that the connection reads, as it was last uploaded."""

    __tablename__ = "connection_file"
    __table_args__ = (
        within_tenant("connection_id", "connection", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "connection_id", "name"),
    )

    connection_id: Mapped[UUID]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    size: Mapped[int]
    sha256: Mapped[str]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[UUID]


class MeasureMapping(Entity):
    """Values of this measure, in these dimensions, are values of this KPI, times a factor."""

    __tablename__ = "measure_mapping"
    __table_args__ = (
        within_tenant("connection_id", "connection", ondelete="CASCADE"),
        within_tenant("kpi_id", "kpi", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "connection_id", "kpi_id"),
        Index(None, "tenant_id", "kpi_id"),
    )

    connection_id: Mapped[UUID]
    kpi_id: Mapped[UUID]
    measure: Mapped[str]
    dimensions: Mapped[Json]
    factor: Mapped[Decimal] = mapped_column(default=Decimal(1))


class ConnectionRun(Entity):
    """One reading of a connection."""

    __tablename__ = "connection_run"
    __table_args__ = (
        within_tenant("connection_id", "connection", ondelete="CASCADE"),
        Index(None, "tenant_id", "connection_id"),
    )

    connection_id: Mapped[UUID]
    state: Mapped[RunState] = mapped_column(one_of(RunState), default=RunState.QUEUED)
    since: Mapped[date | None]
    until: Mapped[date | None]
    requested_by: Mapped[UUID]
    requested_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """How many processes have begun it: more than one when a worker was killed."""
    recorded: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    unmapped: Mapped[int] = mapped_column(default=0)
    row_errors: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]


class RunRowError(Detail):
    """A row or cell that a run could not use, and why."""

    __tablename__ = "run_row_error"
    __table_args__ = (within_tenant("run_id", "connection_run", ondelete="CASCADE"),)

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    location: Mapped[str]
    message: Mapped[str]
    code: Mapped[str]
