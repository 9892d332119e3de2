"""The root of all models: names of constraints, types of columns, and the tenant as the first part of every key."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import TIMESTAMP, ForeignKey, ForeignKeyConstraint, MetaData, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from equipoise.db.ids import new_id

Json = dict[str, Any]


class Model(DeclarativeBase):
    """A table of the product."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: TIMESTAMP(timezone=True),
        Decimal: Numeric(30, 10),
        Json: JSONB(none_as_null=True),
    }


class TenantModel(Model):
    """A table whose every row belongs to one tenant.

    `tenant_id` leads every key, unique constraint and foreign key, so that the table can be sharded by it
    and no key can reach into another tenant.
    """

    __abstract__ = True

    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, sort_order=-2
    )


class Detail(TenantModel):
    """A row that exists only under a parent, whose foreign key ties it to the tenant already.

    For the tables that grow: a foreign key more is a look-up more for every row written.
    """

    __abstract__ = True

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)


class Entity(TenantModel):
    """A row with an identity of its own."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


def within_tenant(column: str, table: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key to `table.id` that cannot leave the tenant."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"], ondelete=ondelete)
