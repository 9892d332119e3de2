"""What was used, added up over days."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, Select, func, select, tuple_

from equipoise.db.session import ReadSession
from equipoise.field_use.models import FieldUseDay


class Use(NamedTuple):
    """What one client used of one part of the schema."""

    coordinate: str
    client_id: UUID
    last_used_on: date
    times: int
    """Requests that asked for it; how often it stands in each does not matter."""


class Place(NamedTuple):
    """Where a use stands in the order of uses."""

    coordinate: str
    client_id: UUID


async def uses(
    session: ReadSession,
    since: date,
    *,
    coordinates: Collection[str] | None = None,
    after: Place | None = None,
    most: int | None = None,
) -> list[Use]:
    """Uses on or after a day, by coordinate and client; of these parts of the schema, or of all.

    `after` and `most` cut a page out of them.
    """
    times = func.sum(FieldUseDay.times).cast(BigInteger)
    statement = (
        _selected(session, since, coordinates)
        .add_columns(func.max(FieldUseDay.day), times)
        .order_by(FieldUseDay.coordinate, FieldUseDay.client_id)
    )
    if after is not None:
        statement = statement.where(tuple_(FieldUseDay.coordinate, FieldUseDay.client_id) > after)
    rows = await session.execute(statement if most is None else statement.limit(most))
    return [Use(*row) for row in rows]


async def count_uses(session: ReadSession, since: date, *, coordinates: Collection[str] | None = None) -> int:
    """How many uses there are, without paging."""
    counted = _selected(session, since, coordinates).subquery()
    return await session.scalar(select(func.count()).select_from(counted)) or 0


def _selected(session: ReadSession, since: date, coordinates: Collection[str] | None) -> Select[str, UUID]:
    statement = (
        select(FieldUseDay.coordinate, FieldUseDay.client_id)
        .where(FieldUseDay.tenant_id == session.tenant_id, FieldUseDay.day >= since)
        .group_by(FieldUseDay.coordinate, FieldUseDay.client_id)
    )
    return statement if coordinates is None else statement.where(FieldUseDay.coordinate.in_(coordinates))
