"""How KPIs are added, changed, activated, retired and restored."""

from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.kpis import models
from equipoise.kpis.activate import activate_kpi
from equipoise.kpis.add import add_kpi
from equipoise.kpis.retire import restore_kpi, retire_kpi
from equipoise.kpis.update import update_kpi
from equipoise.strategy.models import Objective
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode, optional
from equipoise_graphql.kpis.inputs import KpiPropertiesInput, properties_of
from equipoise_graphql.kpis.types import Kpi
from equipoise_graphql.mutation import Payload, attempt


@strawberry.input(description="A new KPI.")
class AddKpiInput(KpiPropertiesInput):
    """A new KPI."""

    objective: strawberry.ID = strawberry.field(description="What it measures.")
    key: str = strawberry.field(
        description="1 to 64 small letters, digits and inner `_`, `-`, `.`; unique in the organisation."
    )
    name: str = strawberry.field(description="At most 200 characters.")


@strawberry.input(description="What changes about a KPI; what is left out stays as it is.")
class UpdateKpiInput(KpiPropertiesInput):
    """What changes about a KPI."""

    id: strawberry.ID = strawberry.field(description="The KPI.")
    objective: strawberry.ID | None = strawberry.field(
        default=None, description="Another objective to measure, also of another scorecard."
    )
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")


@strawberry.input(description="A KPI that is to count.")
class ActivateKpiInput:
    """A KPI that is to count."""

    id: strawberry.ID = strawberry.field(description="A proposed KPI with its four questions answered.")


@strawberry.input(description="A KPI that is to be retired.")
class RetireKpiInput:
    """A KPI that is to be retired."""

    id: strawberry.ID = strawberry.field(description="The KPI.")
    reason: str = strawberry.field(description="Why; kept in the audit log.")


@strawberry.input(description="A KPI that is to come back.")
class RestoreKpiInput:
    """A KPI that is to come back."""

    id: strawberry.ID = strawberry.field(description="A retired KPI.")
    reason: str | None = strawberry.field(default=None, description="Why; kept in the audit log.")


@strawberry.type(description="The answer of a mutation of a KPI.")
class KpiPayload(Payload):
    """The answer of a mutation of a KPI."""

    kpi: Kpi | None = strawberry.field(default=None, description="The KPI as it is now.")


@strawberry.type
class KpiMutations:
    """Changing KPIs."""

    @mutation("Add a KPI to an objective. It is PROPOSED, and counts once it is activated.")
    async def add_kpi(self, info: Info, input: AddKpiInput) -> KpiPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            kpi = await add_kpi(
                session,
                info.context.actor,
                objective_id=decode(input.objective, Objective, "objective"),
                key=input.key,
                name=input.name,
                position=input.position,
                **properties_of(input),
            )
            return {"kpi": kpi}

        return await attempt(info, KpiPayload, act)

    @mutation("Change a KPI; scores follow at once.")
    async def update_kpi(self, info: Info, input: UpdateKpiInput) -> KpiPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            kpi = await update_kpi(
                session,
                info.context.actor,
                decode(input.id, models.Kpi),
                name=input.name,
                position=input.position,
                objective_id=optional(input.objective, Objective, "objective"),
                **properties_of(input),
            )
            return {"kpi": kpi}

        return await attempt(info, KpiPayload, act)

    @mutation("Let a proposed KPI count. Its four questions have to be answered.")
    async def activate_kpi(self, info: Info, input: ActivateKpiInput) -> KpiPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            return {"kpi": await activate_kpi(session, info.context.actor, decode(input.id, models.Kpi))}

        return await attempt(info, KpiPayload, act)

    @mutation("Retire a KPI: it drops out of the scores, and all that was recorded stays.")
    async def retire_kpi(self, info: Info, input: RetireKpiInput) -> KpiPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            return {"kpi": await retire_kpi(session, info.context.actor, decode(input.id, models.Kpi), input.reason)}

        return await attempt(info, KpiPayload, act)

    @mutation("Bring a retired KPI back.")
    async def restore_kpi(self, info: Info, input: RestoreKpiInput) -> KpiPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            kpi_id = decode(input.id, models.Kpi)
            return {"kpi": await restore_kpi(session, info.context.actor, kpi_id, input.reason or "")}

        return await attempt(info, KpiPayload, act)
