"""Scores are worked out by one transaction at a time per scorecard."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from equipoise.db.hot import HotStatement
from equipoise.db.session import TenantSession
from equipoise.scores.cascade import EDGES, Cascade

_LOCK_WITH_ALL_ABOVE: Final = """
    WITH RECURSIVE named AS ({named}), edge AS ({edges}), reached AS (
        SELECT id FROM named
        UNION
        SELECT edge.upper_id FROM reached JOIN edge ON edge.lower_id = reached.id
    )
    SELECT id, id IN (SELECT id FROM named) AS named FROM scorecard
    WHERE tenant_id = :tenant_id AND id = ANY(ARRAY(SELECT id FROM reached))
    ORDER BY id FOR NO KEY UPDATE OF scorecard
"""
_LOCK = HotStatement(  # composed SQL: of constants, like the two below
    _LOCK_WITH_ALL_ABOVE, named="SELECT unnest(:ids ::uuid[]) AS id", edges=EDGES
)
_LOCK_OF_KPIS = HotStatement(  # composed SQL: of constants
    _LOCK_WITH_ALL_ABOVE,
    named="""
        SELECT scorecard_id AS id FROM kpi
        WHERE tenant_id = :tenant_id AND (id = ANY(:ids ::uuid[]) OR key = ANY(:keys ::text[]))
    """,
    edges=EDGES,
)
_EDGES = HotStatement(EDGES)  # composed SQL: a constant


@dataclass(frozen=True, slots=True)
class Held:
    """Scorecards that are locked: those asked for, and all of them."""

    named: list[UUID]
    all: set[UUID]


async def lock_scorecards(session: TenantSession, scorecard_ids: Collection[UUID]) -> Cascade:
    """Lock these scorecards and all that their scores flow into, always in the order of their ids.

    Take it before writing anything that scores depend on; it holds until the transaction ends.
    """
    rows = await _LOCK.rows(session, {"ids": sorted(scorecard_ids)})
    return await lock_all_above(session, scorecard_ids, {row["id"] for row in rows}, await cascade_of(session))


async def lock_scorecards_of(session: TenantSession, kpi_ids: Collection[UUID], keys: Collection[str]) -> Held:
    """Lock the scorecards of these KPIs and what was known, before it was waited for them, to be above them.

    The cascade has to be looked at afterwards: see `lock_all_above`.
    """
    rows = await _LOCK_OF_KPIS.rows(session, {"ids": list(kpi_ids), "keys": list(keys)})
    return Held([row["id"] for row in rows if row["named"]], {row["id"] for row in rows})


async def lock_all_above(
    session: TenantSession, scorecard_ids: Collection[UUID], held: Collection[UUID], cascade: Cascade
) -> Cascade:
    """Lock what a link leads to that somebody else has added while it was waited for the lock.

    `cascade` was read after these scorecards were locked; returned is the one that holds until the end.
    """
    wanted = set(scorecard_ids)
    while (above := cascade.with_all_above(wanted)) - wanted - set(held):
        rows = await _LOCK.rows(session, {"ids": sorted(above)})
        wanted, held, cascade = above, {row["id"] for row in rows}, await cascade_of(session)
    return cascade


async def cascade_of(session: TenantSession) -> Cascade:
    """The organisation's cascade as it is now."""
    return Cascade([(child, parent) for child, parent in await _EDGES.rows(session, {})])
