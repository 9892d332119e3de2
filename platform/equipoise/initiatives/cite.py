"""Which KPIs an initiative is meant to move."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from equipoise.db.lookup import by_ids
from equipoise.db.session import TenantSession
from equipoise.domain.errors import NotFound
from equipoise.domain.fields import TooMany
from equipoise.domain.usage import Signal
from equipoise.identity.actor import Actor
from equipoise.initiatives.models import Initiative, InitiativeKpi
from equipoise.kpis.models import Kpi
from equipoise.usage.note import note_use

MOST_KPIS = 100
"""KPIs of one initiative."""


async def cite_kpis(session: TenantSession, actor: Actor, initiative: Initiative, kpi_ids: Sequence[UUID]) -> None:
    """Make these the KPIs of the initiative; citing one that was not cited yet is evidence of its use.

    Raises: NotFound, TooMany.
    """
    if len(kpi_ids) > MOST_KPIS:
        raise TooMany(f"An initiative cites at most {MOST_KPIS} KPIs; these are {len(kpi_ids):,}.", field="kpis")
    known = {kpi.id for kpi in await by_ids(session, Kpi, kpi_ids)}
    for place, kpi_id in enumerate(kpi_ids):
        if kpi_id not in known:
            raise NotFound("There is no KPI with this id.", field=f"kpis.{place}")

    of_initiative = (
        InitiativeKpi.tenant_id == session.tenant_id,
        InitiativeKpi.initiative_id == initiative.id,
    )
    cited = set((await session.scalars(select(InitiativeKpi.kpi_id).where(*of_initiative))).all())
    if dropped := cited - known:
        await session.execute(delete(InitiativeKpi).where(*of_initiative, InitiativeKpi.kpi_id.in_(dropped)))
    added = sorted(known - cited)
    session.add_all(InitiativeKpi(initiative_id=initiative.id, kpi_id=kpi_id) for kpi_id in added)
    await session.flush()
    await note_use(session, actor, Signal.INITIATIVE, added)
