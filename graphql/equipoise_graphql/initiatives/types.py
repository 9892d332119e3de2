"""Initiatives and their milestones."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import and_, select

from equipoise.db.session import ReadSession
from equipoise.identity.models import Person as PersonRow
from equipoise.initiatives import models
from equipoise.initiatives.models import InitiativeStatus
from equipoise.kpis.models import Kpi as KpiRow
from equipoise.strategy.models import Objective as ObjectiveRow
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described, to_many, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.initiatives import compiled
from equipoise_graphql.node import Node, node

if TYPE_CHECKING:
    from equipoise_graphql.kpis.types import Kpi
    from equipoise_graphql.strategy.types import Objective

described(
    InitiativeStatus,
    "How far an initiative is.",
    PLANNED="It has not begun.",
    IN_PROGRESS="It is under way; only then does it count as work on an objective.",
    DONE="It is finished.",
    CANCELLED="It was given up.",
)


def _kpis() -> Any:
    async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, list[KpiRow]]:
        of_kpi = and_(KpiRow.tenant_id == models.InitiativeKpi.tenant_id, KpiRow.id == models.InitiativeKpi.kpi_id)
        statement = (
            select(models.InitiativeKpi.initiative_id, KpiRow)
            .join(KpiRow, of_kpi)
            .where(models.InitiativeKpi.tenant_id == session.tenant_id, models.InitiativeKpi.initiative_id.in_(keys))
            .order_by(KpiRow.id)
        )
        found: defaultdict[UUID, list[KpiRow]] = defaultdict(list)
        for initiative_id, kpi in await session.execute(statement):
            found[initiative_id].append(kpi)
        return found

    async def resolve(root: Any, info: Info) -> Any:
        return await info.context.loaders.custom("kpis of initiatives", load).load(root.id) or []

    return strawberry.field(
        resolver=resolve, description="The KPIs that it is meant to move.", metadata={"compiled": compiled.kpis}
    )


@node(models.Milestone, "milestone")
class Milestone(Node):
    """A point that an initiative has to reach."""

    name: str = column("What is reached.")
    due_on: date = column("The day by which it is to be reached.")
    done_on: date | None = column("The day on which it was reached; null while it is not.")
    initiative: Annotated["Initiative", strawberry.lazy(__name__)] = to_one(
        models.Initiative, "initiative_id", description="The initiative that has to reach it."
    )
    initiative_id: strawberry.Private[UUID]


@node(models.Initiative, "initiative")
class Initiative(Node):
    """Work that moves an objective."""

    name: str = column("What people call it.")
    description: str = column("What is done; may be empty.")
    status: InitiativeStatus = column("Whether it is planned, under way, done or given up.")
    progress: Decimal = column("Percent, 0 to 100.")
    budget: Decimal | None = column("In the organisation's own currency; null if none is set.")
    starts_on: date | None = column("Its first day; null if it is open.")
    due_on: date | None = column("The day by which it is to be done; null if it is open.")
    created_at: datetime = column("When it was planned.")
    owner: Person | None = to_one(PersonRow, "owner_id", description="Who answers for it; null if nobody does.")
    objective: Annotated["Objective", strawberry.lazy("equipoise_graphql.strategy.types")] = to_one(
        ObjectiveRow, "objective_id", description="The objective that it moves."
    )
    milestones: list[Milestone] = to_many(
        models.Milestone, "initiative_id", "due_on", "id", description="Its milestones, by the day they are due."
    )
    kpis: list[Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")]] = _kpis()
    owner_id: strawberry.Private[UUID | None]
    objective_id: strawberry.Private[UUID]
