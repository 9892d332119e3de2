"""KPIs as rows, for tests of what is counted about them."""

from datetime import UTC, datetime
from uuid import UUID

from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain.kpi import KpiState
from equipoise.kpis.models import Kpi
from tests.support.scorecards import Card

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


async def kpi_row(
    session: TenantSession,
    card: Card,
    *,
    state: KpiState = KpiState.ACTIVE,
    created_at: datetime = LONG_AGO,
    activated_at: datetime | None = LONG_AGO,
) -> UUID:
    """A KPI of the card's first objective; its key and name are its id."""
    kpi_id = new_id()
    session.add(
        Kpi(
            id=kpi_id,
            scorecard_id=card.id,
            objective_id=card.objectives[0],
            key=str(kpi_id),
            name=str(kpi_id),
            position=0,
            scoring={"method": "UNSCORED"},
            state=state,
            created_at=created_at,
            activated_at=activated_at,
        )
    )
    await session.flush()
    return kpi_id
