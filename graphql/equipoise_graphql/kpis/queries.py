"""What can be asked about KPIs."""

from typing import Annotated, TypeAlias, cast

import strawberry
from sqlalchemy import ColumnElement, or_, select

from equipoise.db.session import ReadSession
from equipoise.domain import text
from equipoise.domain.kpi import KpiState
from equipoise.domain.usage import Signal
from equipoise.identity.models import Person
from equipoise.kpis import models
from equipoise.strategy.models import Objective, Scorecard
from equipoise.usage.evidence import unused_condition
from equipoise.usage.policy import policy_of
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.kpis import compiled
from equipoise_graphql.kpis.types import Kpi
from equipoise_graphql.paging import After, Connection, First, page


@strawberry.input(description="Which KPIs; without any condition all that are not retired.")
class KpiFilter:
    """Which KPIs."""

    unused: bool = strawberry.field(
        default=False,
        description="Only those that the organisation's usage policy calls unused today.",
        metadata={"uncounted": "use"},
    )
    states: list[KpiState] | None = strawberry.field(default=None, description="Only KPIs in one of these states.")
    scorecard: strawberry.ID | None = strawberry.field(default=None, description="Only KPIs of this scorecard.")
    objective: strawberry.ID | None = strawberry.field(default=None, description="Only KPIs of this objective.")
    owner: strawberry.ID | None = strawberry.field(default=None, description="Only KPIs that this person answers for.")
    search: str | None = strawberry.field(default=None, description="Part of a name or key, in any case.")


Key: TypeAlias = Annotated[
    str, strawberry.argument(description="The whole key, as it was given when the KPI was added.")
]


@strawberry.type
class KpiQueries:
    """Reading KPIs."""

    @resolved(
        "One KPI; null if there is no such KPI. Asking for it counts as a person's view of it.", compiled=compiled.kpi
    )
    async def kpi(self, info: Info, id: Id) -> Kpi | None:
        return opened(info, await info.context.loaders.row(models.Kpi).load(decode(id, models.Kpi)))

    @resolved("One KPI by its key, as `kpi` by its id.", compiled=compiled.kpi_by_key)
    async def kpi_by_key(self, info: Info, key: Key) -> Kpi | None:
        exact = text.name(key, "key")
        statement = select(models.Kpi).where(
            models.Kpi.tenant_id == info.context.actor.tenant_id, models.Kpi.key == exact
        )

        async def find(session: ReadSession) -> models.Kpi | None:
            return (await session.scalars(statement)).one_or_none()

        return opened(info, await info.context.read(find))

    @resolved("KPIs, in the order in which they were added.", compiled=compiled.kpis)
    async def kpis(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[KpiFilter | None, strawberry.argument(description="Which KPIs.")] = None,
    ) -> Connection[Kpi]:
        return await page(info, models.Kpi, *await _conditions(info, filter or KpiFilter()), first=first, after=after)


def opened(info: Info, found: models.Kpi | None) -> Kpi | None:
    """Count a person's view of the KPI, if there is one."""
    if found is not None:
        info.context.usage.saw(info.context.actor, Signal.DETAIL_OPENED, [found.id])
    return cast("Kpi | None", found)


async def _conditions(info: Info, wanted: KpiFilter) -> list[ColumnElement[bool]]:
    row = models.Kpi
    conditions = [row.state != KpiState.RETIRED if wanted.states is None else row.state.in_(wanted.states)]
    if wanted.unused:
        policy = await info.context.read(policy_of)
        conditions.append(unused_condition(info.context.actor.tenant_id, policy, info.context.actor.today))
    if wanted.scorecard is not None:
        conditions.append(row.scorecard_id == decode(wanted.scorecard, Scorecard, "filter.scorecard"))
    if wanted.objective is not None:
        conditions.append(row.objective_id == decode(wanted.objective, Objective, "filter.objective"))
    if wanted.owner is not None:
        conditions.append(row.owner_id == decode(wanted.owner, Person, "filter.owner"))
    if wanted.search is not None:
        part = text.name(wanted.search, "filter.search")
        conditions.append(or_(row.name.icontains(part, autoescape=True), row.key.icontains(part, autoescape=True)))
    return conditions


QUERIES = (KpiQueries,)
