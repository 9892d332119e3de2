"""Planning and following work that moves an objective."""

from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.initiatives import models
from equipoise.initiatives.change import add_initiative, remove_initiative, update_initiative
from equipoise.initiatives.milestones import add_milestone, remove_milestone, update_milestone
from equipoise.strategy.models import Objective
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.initiatives.inputs import (
    AddInitiativeInput,
    AddMilestoneInput,
    RemoveInitiativeInput,
    RemoveMilestoneInput,
    UpdateInitiativeInput,
    UpdateMilestoneInput,
    milestone_change,
    plan_of,
)
from equipoise_graphql.initiatives.types import Initiative, Milestone
from equipoise_graphql.mutation import Payload, attempt


@strawberry.type(description="The answer of a mutation of an initiative.")
class InitiativePayload(Payload):
    """The answer of a mutation of an initiative."""

    initiative: Initiative | None = strawberry.field(
        default=None, description="The initiative as it is now; null when it was removed."
    )


@strawberry.type(description="The answer of a mutation of a milestone.")
class MilestonePayload(Payload):
    """The answer of a mutation of a milestone."""

    milestone: Milestone | None = strawberry.field(
        default=None, description="The milestone as it is now; null when it was removed."
    )


@strawberry.type
class InitiativeMutations:
    """Planning and following initiatives."""

    @mutation("Plan an initiative.")
    async def add_initiative(self, info: Info, input: AddInitiativeInput) -> InitiativePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            objective_id = decode(input.objective, Objective, "objective")
            return {"initiative": await add_initiative(session, info.context.actor, objective_id, plan_of(input))}

        return await attempt(info, InitiativePayload, act)

    @mutation("Change an initiative, or note how far it is.")
    async def update_initiative(self, info: Info, input: UpdateInitiativeInput) -> InitiativePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            row_id = decode(input.id, models.Initiative)
            return {"initiative": await update_initiative(session, info.context.actor, row_id, plan_of(input))}

        return await attempt(info, InitiativePayload, act)

    @mutation("Remove an initiative with its milestones. One that was given up is better CANCELLED, and kept.")
    async def remove_initiative(self, info: Info, input: RemoveInitiativeInput) -> InitiativePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            await remove_initiative(session, info.context.actor, decode(input.id, models.Initiative))
            return {}

        return await attempt(info, InitiativePayload, act)

    @mutation("Add a milestone to an initiative.")
    async def add_milestone(self, info: Info, input: AddMilestoneInput) -> MilestonePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            row_id = decode(input.initiative, models.Initiative, "initiative")
            milestone = await add_milestone(session, info.context.actor, row_id, name=input.name, due_on=input.due_on)
            return {"milestone": milestone}

        return await attempt(info, MilestonePayload, act)

    @mutation("Rename or move a milestone, or note on which day it was reached.")
    async def update_milestone(self, info: Info, input: UpdateMilestoneInput) -> MilestonePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            row_id = decode(input.id, models.Milestone)
            return {"milestone": await update_milestone(session, info.context.actor, row_id, milestone_change(input))}

        return await attempt(info, MilestonePayload, act)

    @mutation("Remove a milestone.")
    async def remove_milestone(self, info: Info, input: RemoveMilestoneInput) -> MilestonePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            await remove_milestone(session, info.context.actor, decode(input.id, models.Milestone))
            return {}

        return await attempt(info, MilestonePayload, act)


MUTATIONS = (InitiativeMutations,)
