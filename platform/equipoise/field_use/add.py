"""Write down what was used."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, text

from equipoise.db.session import TenantSession
from equipoise.field_use.models import FieldUseDay


class Used(NamedTuple):
    """What is counted: a client asked for a part of the schema on a day."""

    coordinate: str
    client_id: UUID
    day: date


# Sorted by key, so that two processes that write the same counts never wait for each other in a circle.
_ADD = text("""
    INSERT INTO field_use_day (tenant_id, coordinate, client_id, day, times)
    SELECT :tenant_id, used.coordinate, used.client_id, used.day, used.times
    FROM unnest(:coordinates ::text[], :clients ::uuid[], :days ::date[], :times ::bigint[])
         AS used (coordinate, client_id, day, times)
    ORDER BY used.coordinate, used.client_id, used.day
    ON CONFLICT (tenant_id, coordinate, client_id, day)
    DO UPDATE SET times = field_use_day.times + EXCLUDED.times
""")


async def add_uses(session: TenantSession, counts: Mapping[Used, int]) -> None:
    """Add counts to what is there."""
    if not counts:
        return
    await session.execute(
        _ADD,
        {
            "tenant_id": session.tenant_id,
            "coordinates": [used.coordinate for used in counts],
            "clients": [used.client_id for used in counts],
            "days": [used.day for used in counts],
            "times": list(counts.values()),
        },
    )


async def forget_uses(session: TenantSession, before: date) -> None:
    """Remove what was counted on days before this one."""
    await session.execute(
        delete(FieldUseDay).where(FieldUseDay.tenant_id == session.tenant_id, FieldUseDay.day < before)
    )
