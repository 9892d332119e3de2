"""Reading initiatives."""

from typing import Annotated

import strawberry
from sqlalchemy import ColumnElement, select

from equipoise.identity.models import Person
from equipoise.initiatives import models
from equipoise.initiatives.models import InitiativeStatus
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, Scorecard
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.initiatives import compiled
from equipoise_graphql.initiatives.types import Initiative
from equipoise_graphql.paging import After, Connection, First, page


@strawberry.input(description="Which initiatives are wanted; what is left out does not narrow.")
class InitiativeFilter:
    """Which initiatives are wanted."""

    objective: strawberry.ID | None = strawberry.field(default=None, description="Those that move this objective.")
    scorecard: strawberry.ID | None = strawberry.field(default=None, description="Those of this scorecard.")
    owner: strawberry.ID | None = strawberry.field(default=None, description="Those that this person answers for.")
    kpi: strawberry.ID | None = strawberry.field(default=None, description="Those that are meant to move this KPI.")
    status: InitiativeStatus | None = strawberry.field(default=None, description="Those of this status.")


@strawberry.type
class InitiativeQueries:
    """Reading initiatives."""

    @resolved("One initiative; null if there is no such initiative.", compiled=compiled.initiative)
    async def initiative(self, info: Info, id: Id) -> Initiative | None:
        row_id = decode(id, models.Initiative)
        found: Initiative | None = await info.context.loaders.row(models.Initiative).load(row_id)
        return found

    @resolved("The organisation's initiatives, in the order in which they were planned.", compiled=compiled.initiatives)
    async def initiatives(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[InitiativeFilter | None, strawberry.argument(description="Which are wanted.")] = None,
    ) -> Connection[Initiative]:
        return await page(info, models.Initiative, *_conditions(info, filter), first=first, after=after)


def _conditions(info: Info, wanted: InitiativeFilter | None) -> list[ColumnElement[bool]]:
    if wanted is None:
        return []
    row, cited = models.Initiative, models.InitiativeKpi
    tenant_id = info.context.actor.tenant_id
    conditions: list[ColumnElement[bool]] = []
    if wanted.objective is not None:
        conditions.append(row.objective_id == decode(wanted.objective, Objective, "filter.objective"))
    if wanted.scorecard is not None:
        scorecard_id = decode(wanted.scorecard, Scorecard, "filter.scorecard")
        of_scorecard = select(Objective.id).where(
            Objective.tenant_id == tenant_id, Objective.scorecard_id == scorecard_id
        )
        conditions.append(row.objective_id.in_(of_scorecard))
    if wanted.owner is not None:
        conditions.append(row.owner_id == decode(wanted.owner, Person, "filter.owner"))
    if wanted.kpi is not None:
        kpi_id = decode(wanted.kpi, Kpi, "filter.kpi")
        conditions.append(
            row.id.in_(select(cited.initiative_id).where(cited.tenant_id == tenant_id, cited.kpi_id == kpi_id))
        )
    if wanted.status is not None:
        conditions.append(row.status == wanted.status)
    return conditions


QUERIES = (InitiativeQueries,)
