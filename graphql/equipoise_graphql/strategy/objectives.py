"""Reading and changing objectives."""

from decimal import Decimal
from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.rollup import RollUp
from equipoise.identity.models import Person
from equipoise.strategy import models, objective_life, objectives
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation, resolved
from equipoise_graphql.ids import Id, decode, optional
from equipoise_graphql.inputs import written
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.strategy import compiled
from equipoise_graphql.strategy.types import Objective


@strawberry.type
class ObjectiveQueries:
    """Reading objectives."""

    @resolved("One objective; null if there is no such objective.", compiled=compiled.objective)
    async def objective(self, info: Info, id: Id) -> Objective | None:
        found: Objective | None = await info.context.loaders.row(models.Objective).load(decode(id, models.Objective))
        return found


@strawberry.input(description="A new objective.")
class AddObjectiveInput:
    """A new objective."""

    perspective: strawberry.ID = strawberry.field(description="The perspective it is in.")
    name: str = strawberry.field(description="At most 200 characters.")
    description: str = strawberry.field(default="", description="What it means.")
    theme: str = strawberry.field(default="", description="The strategic theme it belongs to, at most 200 characters.")
    owner: strawberry.ID | None = strawberry.field(default=None, description="The person who answers for it.")
    weight: Decimal = strawberry.field(default=Decimal(1), description="Relative to the others, 0 to 1,000,000.")
    rollup: RollUp = strawberry.field(
        default=RollUp.WEIGHTED_AVERAGE, description="How its KPIs and contributing objectives become its score."
    )
    position: int | None = strawberry.field(default=None, description="Its place, from 0; by default the last.")


@strawberry.input(description="What changes about an objective; what is left out stays as it is.")
class UpdateObjectiveInput:
    """What changes about an objective."""

    id: strawberry.ID = strawberry.field(description="The objective.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    description: str | None = strawberry.field(default=None, description="What it means; empty takes it away.")
    theme: str | None = strawberry.field(default=None, description="Its theme; empty takes it away.")
    owner: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="The person who answers for it; null for nobody."
    )
    weight: Decimal | None = strawberry.field(default=None, description="Relative to the others, 0 to 1,000,000.")
    rollup: RollUp | None = strawberry.field(default=None, description="How what is below becomes its score.")
    perspective: strawberry.ID | None = strawberry.field(
        default=None, description="Another perspective of the same scorecard to move it to."
    )
    position: int | None = strawberry.field(default=None, description="Its place within the perspective, from 0.")


@strawberry.input(description="Which objective is meant.")
class ObjectiveInput:
    """Which objective is meant."""

    id: strawberry.ID = strawberry.field(description="The objective.")


@strawberry.type(description="The answer of a mutation of an objective.")
class ObjectivePayload(Payload):
    """The answer of a mutation of an objective."""

    objective: Objective | None = strawberry.field(
        default=None, description="The objective as it is now; null once it is removed."
    )


@strawberry.type
class ObjectiveMutations:
    """Changing objectives."""

    @mutation("Add an objective to a perspective.")
    async def add_objective(self, info: Info, input: AddObjectiveInput) -> ObjectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            objective = await objectives.add_objective(
                session,
                info.context.actor,
                decode(input.perspective, models.Perspective, "perspective"),
                position=input.position,
                name=input.name,
                description=input.description,
                theme=input.theme,
                owner_id=optional(input.owner, Person, "owner"),
                weight=input.weight,
                rollup=input.rollup,
            )
            return {"objective": objective}

        return await attempt(info, ObjectivePayload, act)

    @mutation("Change an objective, or its place. Scores follow.")
    async def update_objective(self, info: Info, input: UpdateObjectiveInput) -> ObjectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            names = ("name", "description", "theme", "weight", "rollup", "position")
            properties = written(input, *names, nullable=("owner",))
            if "owner" in properties:
                properties["owner_id"] = optional(properties.pop("owner"), Person, "owner")
            objective = await objectives.update_objective(
                session,
                info.context.actor,
                decode(input.id, models.Objective),
                perspective_id=optional(input.perspective, models.Perspective, "perspective"),
                **properties,
            )
            return {"objective": objective}

        return await attempt(info, ObjectivePayload, act)

    @mutation("Take an objective, with its KPIs, out of the scores; its history is kept.")
    async def retire_objective(self, info: Info, input: ObjectiveInput) -> ObjectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            objective_id = decode(input.id, models.Objective)
            return {"objective": await objective_life.retire_objective(session, info.context.actor, objective_id)}

        return await attempt(info, ObjectivePayload, act)

    @mutation("Put a retired objective back where it was.")
    async def restore_objective(self, info: Info, input: ObjectiveInput) -> ObjectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            objective_id = decode(input.id, models.Objective)
            return {"objective": await objective_life.restore_objective(session, info.context.actor, objective_id)}

        return await attempt(info, ObjectivePayload, act)

    @mutation("Remove an objective, with its links, that has no KPI and no initiative.")
    async def remove_objective(self, info: Info, input: ObjectiveInput) -> ObjectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            await objective_life.remove_objective(session, info.context.actor, decode(input.id, models.Objective))
            return {}

        return await attempt(info, ObjectivePayload, act)
