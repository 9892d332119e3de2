"""Changing perspectives."""

from decimal import Decimal
from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.rollup import RollUp
from equipoise.strategy import models, perspectives
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.inputs import written
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.strategy.types import Perspective


@strawberry.input(description="A new perspective.")
class AddPerspectiveInput:
    """A new perspective."""

    scorecard: strawberry.ID = strawberry.field(description="The scorecard it is a view of.")
    name: str = strawberry.field(description="At most 200 characters.")
    question: str = strawberry.field(default="", description="The question that its objectives answer.")
    weight: Decimal = strawberry.field(default=Decimal(1), description="Relative to the others, 0 to 1,000,000.")
    rollup: RollUp = strawberry.field(
        default=RollUp.WEIGHTED_AVERAGE, description="How the scores of its objectives become its own."
    )
    position: int | None = strawberry.field(default=None, description="0 is the top of the map; by default the bottom.")


@strawberry.input(description="What changes about a perspective; what is left out or null stays as it is.")
class UpdatePerspectiveInput:
    """What changes about a perspective."""

    id: strawberry.ID = strawberry.field(description="The perspective.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    question: str | None = strawberry.field(default=None, description="The question that its objectives answer.")
    weight: Decimal | None = strawberry.field(default=None, description="Relative to the others, 0 to 1,000,000.")
    rollup: RollUp | None = strawberry.field(default=None, description="How its objectives become its score.")
    position: int | None = strawberry.field(default=None, description="Its place on the map; 0 is the top.")


@strawberry.input(description="Which perspective goes.")
class RemovePerspectiveInput:
    """Which perspective goes."""

    id: strawberry.ID = strawberry.field(description="A perspective without objectives.")


@strawberry.type(description="The answer of a mutation of a perspective.")
class PerspectivePayload(Payload):
    """The answer of a mutation of a perspective."""

    perspective: Perspective | None = strawberry.field(
        default=None, description="The perspective as it is now; null once it is removed."
    )


@strawberry.type
class PerspectiveMutations:
    """Changing perspectives."""

    @mutation("Add a perspective to a scorecard.")
    async def add_perspective(self, info: Info, input: AddPerspectiveInput) -> PerspectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            perspective = await perspectives.add_perspective(
                session,
                info.context.actor,
                decode(input.scorecard, models.Scorecard, "scorecard"),
                position=input.position,
                name=input.name,
                question=input.question,
                weight=input.weight,
                rollup=input.rollup,
            )
            return {"perspective": perspective}

        return await attempt(info, PerspectivePayload, act)

    @mutation("Change a perspective, or its place on the map. Scores follow.")
    async def update_perspective(self, info: Info, input: UpdatePerspectiveInput) -> PerspectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            properties = written(input, "name", "question", "weight", "rollup", "position")
            perspective_id = decode(input.id, models.Perspective)
            changed = await perspectives.update_perspective(session, info.context.actor, perspective_id, **properties)
            return {"perspective": changed}

        return await attempt(info, PerspectivePayload, act)

    @mutation("Remove a perspective that holds no objective.")
    async def remove_perspective(self, info: Info, input: RemovePerspectiveInput) -> PerspectivePayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            perspective_id = decode(input.id, models.Perspective)
            await perspectives.remove_perspective(session, info.context.actor, perspective_id)
            return {}

        return await attempt(info, PerspectivePayload, act)
