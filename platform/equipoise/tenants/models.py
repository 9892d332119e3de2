"""The organisation and its policies."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.ids import new_id
from equipoise.db.model import Json, Model, TenantModel


class TenantState(StrEnum):
    """A suspended tenant keeps its data and loses access."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


class Tenant(Model):
    """The directory of tenants: what routes a slug to its rows, and nothing else about the organisation.

    A reference table: the only one of ours that can be read without a tenant being set.
    """

    __tablename__ = "tenant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[TenantState] = mapped_column(one_of(TenantState), default=TenantState.ACTIVE)
    created_at: Mapped[datetime]


class Organisation(TenantModel):
    """What the tenant calls itself, how it counts time, when a KPI counts as unused, and what clients may send."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("fiscal_first_month BETWEEN 1 AND 12", "fiscal_first_month"),)

    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(default="UTC")
    fiscal_first_month: Mapped[int] = mapped_column(default=1)
    usage_policy: Mapped[Json]
    trusted_documents_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether clients may send nothing but trusted documents."""
    trusted_documents_version: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the trusted documents have changed."""
