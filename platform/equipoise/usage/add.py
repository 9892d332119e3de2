"""Write evidence of use."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import TenantSession
from equipoise.domain.usage import Signal


class Seen(NamedTuple):
    """What is counted: one person's signal on one day, about a KPI or about all KPIs that a scorecard shows."""

    subject_id: UUID
    person_id: UUID
    day: date
    signal: Signal


# Sorted by key, so that two processes that write the same counts never wait for each other in a circle. KPIs and
# people that are gone by now are left out: evidence about them has nowhere to go.
_ADD = text("""
    WITH seen AS (
        SELECT * FROM unnest(:subjects ::uuid[], :days ::date[], :signals ::text[], :people ::uuid[], :times ::int[])
                      AS seen (subject_id, day, signal, person_id, times)
    ), about AS (
        SELECT kpi.id AS kpi_id, seen.* FROM seen
        JOIN kpi ON kpi.tenant_id = :tenant_id AND kpi.id = seen.subject_id
        UNION ALL
        SELECT kpi.id, seen.* FROM seen
        JOIN kpi ON kpi.tenant_id = :tenant_id AND kpi.scorecard_id = seen.subject_id AND kpi.state <> 'RETIRED'
    )
    INSERT INTO usage_day (tenant_id, kpi_id, day, signal, person_id, times)
    SELECT :tenant_id, about.kpi_id, about.day, about.signal, about.person_id, sum(about.times)
    FROM about JOIN person ON person.tenant_id = :tenant_id AND person.id = about.person_id
    GROUP BY about.kpi_id, about.day, about.signal, about.person_id
    ORDER BY about.kpi_id, about.day, about.signal, about.person_id
    ON CONFLICT (tenant_id, kpi_id, day, signal, person_id)
    DO UPDATE SET times = usage_day.times + EXCLUDED.times
""")


async def add_usage(session: TenantSession, counts: Mapping[Seen, int]) -> None:
    """Add counts to what is there."""
    if not counts:
        return
    await session.execute(
        _ADD,
        {
            "tenant_id": session.tenant_id,
            "subjects": [seen.subject_id for seen in counts],
            "people": [seen.person_id for seen in counts],
            "days": [seen.day for seen in counts],
            "signals": [seen.signal.value for seen in counts],
            "times": list(counts.values()),
        },
    )


_MOVE_ON = text("""
    INSERT INTO change_counter AS counter (tenant_id, position, forgotten, used) VALUES (:tenant_id, 0, 0, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET used = counter.used + 1
""")


async def say_used(session: TenantSession) -> None:
    """For a session that is quiet: answers that show evidence of use are old from its commit on.

    The counter stays locked until then, so this comes last.
    """
    await session.execute(_MOVE_ON, {"tenant_id": session.tenant_id})
