"""Use of the API's schema, one row per client, part of the schema and day."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.model import TenantModel


class FieldUseDay(TenantModel):
    """How many requests of a client asked for a part of the schema on a day."""

    __tablename__ = "field_use_day"
    __table_args__ = (Index(None, "tenant_id", "day"),)

    coordinate: Mapped[str] = mapped_column(primary_key=True)
    """As the GraphQL specification writes it: `Kpi.position`, `Query.kpis(first:)`, `Status.GREEN`."""
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    """An OAuth client or an access token, which may be gone by now: what it used stays known."""
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(BigInteger)
