"""Why a KPI is questioned."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import and_, select
from strawberry.scalars import JSON

from equipoise.db.session import ReadSession
from equipoise.domain.kpi import KpiState
from equipoise.kpis.models import Kpi
from equipoise.reviews import models
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column
from equipoise_graphql.reviews import compiled


@strawberry.type(description="A rule's reason to question a KPI, standing until it is cleared.")
class KpiFlag:
    """Describes `equipoise.reviews.models.KpiFlag`."""

    rule: str = column("The rule, e.g. `UNUSED`.")
    message: str = column("Why, in a sentence for people.")
    evidence: JSON = column("The figures that the rule rests on, as of the day in `asOf`.")
    raised_at: datetime = column("When the KPI was first questioned for this reason.")


def flags() -> Any:
    """The field `flags` of a KPI: `list[KpiFlag]`."""

    async def load(session: ReadSession, kpi_ids: Sequence[UUID]) -> dict[UUID, list[models.KpiFlag]]:
        # A KPI that was retired outside of a review keeps its flag until rules are evaluated again.
        of_kpi = and_(Kpi.tenant_id == models.KpiFlag.tenant_id, Kpi.id == models.KpiFlag.kpi_id)
        statement = (
            select(models.KpiFlag)
            .join(Kpi, of_kpi)
            .where(
                models.KpiFlag.tenant_id == session.tenant_id,
                models.KpiFlag.kpi_id.in_(kpi_ids),
                models.KpiFlag.cleared_at.is_(None),
                Kpi.state == KpiState.FLAGGED,
            )
            .order_by(models.KpiFlag.id)
        )
        found: defaultdict[UUID, list[models.KpiFlag]] = defaultdict(list)
        for flag in (await session.scalars(statement)).all():
            found[flag.kpi_id].append(flag)
        return found

    async def resolve(root: Any, info: Info) -> Any:
        return await info.context.loaders.custom("standing flags", load).load(root.id) or []

    return strawberry.field(
        resolver=resolve,
        description="Why it is questioned now; empty while it is not.",
        metadata={"compiled": compiled.flags},
    )
