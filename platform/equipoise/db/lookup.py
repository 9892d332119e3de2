"""Find one row of the tenant, or say that it is not there."""

from collections.abc import Collection, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from equipoise.db.model import Entity
from equipoise.db.session import ReadSession
from equipoise.domain.errors import NotFound

Row = TypeVar("Row", bound=Entity)

_SPOKEN = {"kpi": "KPI", "org_unit": "organisation unit"}


def spoken(model: type[Entity]) -> str:
    """What people call a row of this model."""
    table: str = model.__tablename__
    return _SPOKEN.get(table, table.replace("_", " "))


async def require(
    session: ReadSession, model: type[Row], row_id: UUID, *, field: str = "id", lock: bool = False
) -> Row:
    """The row with this id; `lock` keeps others from changing it until the transaction ends.

    Raises: NotFound, the same for an id that never was and for another organisation's.
    """
    row = await session.get(
        model,
        (session.tenant_id, row_id),
        with_for_update={"key_share": True} if lock else None,
        populate_existing=lock,
    )
    if row is None:
        raise NotFound(f"There is no {spoken(model)} with this id.", field=field)
    return row


async def by_ids(session: ReadSession, model: type[Row], ids: Collection[UUID]) -> Sequence[Row]:
    """The rows that exist among these ids, in no particular order."""
    if not ids:
        return []
    statement = select(model).where(model.tenant_id == session.tenant_id, model.id.in_(ids))
    return (await session.scalars(statement)).all()
