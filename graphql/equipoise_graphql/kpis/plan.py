"""How the targets of a KPI are planned."""

from datetime import date
from decimal import Decimal
from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.targets import TargetKind
from equipoise.kpis import models
from equipoise.kpis.targets import remove_target_plan, set_target_plan
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.kpis.edit import KpiPayload
from equipoise_graphql.kpis.json_objects import json_object
from equipoise_graphql.kpis.targets import TargetPlan
from equipoise_graphql.mutation import Payload, attempt


@strawberry.input(description="A target in force from a day on.")
class TargetStepInput:
    """A target in force from a day on."""

    since: date = strawberry.field(description="The first day on which it is in force.")
    target: Decimal = strawberry.field(description="What is to be reached from that day on.")


@strawberry.input(description="How a target runs over a stretch of time: give what belongs to its kind.")
class SetTargetPlanInput:
    """How a target runs over a stretch of time."""

    kpi: strawberry.ID = strawberry.field(description="The KPI that gets the plan.")
    starts_on: date = strawberry.field(description="The first day; a plan that begins on the same day is replaced.")
    ends_on: date = strawberry.field(description="The last day, by the end of the scorecard's cycle at the latest.")
    kind: TargetKind = strawberry.field(description="How it runs.")
    target: Decimal | None = strawberry.field(
        default=None, description="CONSTANT, LINEAR: the target, of a linear plan that of the last period."
    )
    baseline: Decimal | None = strawberry.field(default=None, description="LINEAR: where it starts.")
    steps: list[TargetStepInput] | None = strawberry.field(
        default=None, description="STEPPED: the steps in order of time, at most 400."
    )


@strawberry.input(description="A plan that is to go.")
class RemoveTargetPlanInput:
    """A plan that is to go."""

    id: strawberry.ID = strawberry.field(description="The plan.")


@strawberry.type(description="The answer of a mutation of a target plan.")
class TargetPlanPayload(Payload):
    """The answer of a mutation of a target plan."""

    target_plan: TargetPlan | None = strawberry.field(default=None, description="The plan as it is now.")


@strawberry.type
class TargetPlanMutations:
    """Planning targets."""

    @mutation(
        "Say how the target of a KPI runs over a stretch of time; scores follow at once. Plans never overlap: "
        "one that begins on the same day is replaced, any other in the way is refused with TARGETS_OVERLAP."
    )
    async def set_target_plan(self, info: Info, input: SetTargetPlanInput) -> TargetPlanPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            plan = await set_target_plan(
                session,
                info.context.actor,
                decode(input.kpi, models.Kpi, "kpi"),
                starts_on=input.starts_on,
                ends_on=input.ends_on,
                plan=json_object(input, without=("kpi", "starts_on", "ends_on")),
            )
            return {"target_plan": plan}

        return await attempt(info, TargetPlanPayload, act)

    @mutation("Remove a target plan, with the targets that follow from it.")
    async def remove_target_plan(self, info: Info, input: RemoveTargetPlanInput) -> KpiPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            plan_id = decode(input.id, models.TargetPlan)
            return {"kpi": await remove_target_plan(session, info.context.actor, plan_id)}

        return await attempt(info, KpiPayload, act)
