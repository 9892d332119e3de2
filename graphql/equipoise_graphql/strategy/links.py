"""Changing cause-effect links and cascade links."""

from decimal import Decimal
from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.strategy import cascade, cause_effect, models
from equipoise.strategy.models import CascadeKind
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.strategy.types import CascadeLink, CauseEffectLink


@strawberry.input(description="A new cause-effect link.")
class LinkObjectivesInput:
    """A new cause-effect link."""

    cause: strawberry.ID = strawberry.field(description="The objective that drives.")
    effect: strawberry.ID = strawberry.field(description="The objective that is driven, of the same scorecard.")
    rationale: str = strawberry.field(default="", description="Why the one leads to the other.")


@strawberry.input(description="What changes about a cause-effect link.")
class UpdateLinkInput:
    """What changes about a cause-effect link."""

    id: strawberry.ID = strawberry.field(description="The link.")
    rationale: str = strawberry.field(description="Why the one leads to the other.")


@strawberry.input(description="Which cause-effect link goes.")
class UnlinkObjectivesInput:
    """Which cause-effect link goes."""

    id: strawberry.ID = strawberry.field(description="The link.")


@strawberry.input(description="A new cascade link.")
class CascadeObjectiveInput:
    """A new cascade link."""

    child: strawberry.ID = strawberry.field(description="An objective of a scorecard that has a parent.")
    parent: strawberry.ID = strawberry.field(description="The objective of the parent scorecard that it serves.")
    kind: CascadeKind = strawberry.field(description="Whether it changes the parent's score.")
    weight: Decimal = strawberry.field(
        default=Decimal(1), description="Relative to the parent's KPIs and other children, 0 to 1,000,000."
    )


@strawberry.input(description="What changes about a cascade link; what is left out or null stays as it is.")
class UpdateCascadeLinkInput:
    """What changes about a cascade link."""

    id: strawberry.ID = strawberry.field(description="The link.")
    kind: CascadeKind | None = strawberry.field(default=None, description="Whether it changes the parent's score.")
    weight: Decimal | None = strawberry.field(
        default=None, description="Relative to the parent's KPIs and other children, 0 to 1,000,000."
    )


@strawberry.input(description="Which cascade link goes.")
class UncascadeObjectiveInput:
    """Which cascade link goes."""

    id: strawberry.ID = strawberry.field(description="The link.")


@strawberry.type(description="The answer of a mutation of a cause-effect link.")
class CauseEffectLinkPayload(Payload):
    """The answer of a mutation of a cause-effect link."""

    link: CauseEffectLink | None = strawberry.field(
        default=None, description="The link as it is now; null once it is removed."
    )


@strawberry.type(description="The answer of a mutation of a cascade link.")
class CascadeLinkPayload(Payload):
    """The answer of a mutation of a cascade link."""

    link: CascadeLink | None = strawberry.field(
        default=None, description="The link as it is now; null once it is removed."
    )


@strawberry.type
class LinkMutations:
    """Changing links between objectives."""

    @mutation("Link a cause to its effect. A link that closes a circle is refused with CYCLE.")
    async def link_objectives(self, info: Info, input: LinkObjectivesInput) -> CauseEffectLinkPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            link = await cause_effect.link_objectives(
                session,
                info.context.actor,
                decode(input.cause, models.Objective, "cause"),
                decode(input.effect, models.Objective, "effect"),
                rationale=input.rationale,
            )
            return {"link": link}

        return await attempt(info, CauseEffectLinkPayload, act)

    @mutation("Change why a cause leads to its effect.")
    async def update_link(self, info: Info, input: UpdateLinkInput) -> CauseEffectLinkPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            link_id = decode(input.id, models.CauseEffectLink)
            rationale = input.rationale
            return {"link": await cause_effect.update_link(session, info.context.actor, link_id, rationale=rationale)}

        return await attempt(info, CauseEffectLinkPayload, act)

    @mutation("Remove a cause-effect link.")
    async def unlink_objectives(self, info: Info, input: UnlinkObjectivesInput) -> CauseEffectLinkPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            link_id = decode(input.id, models.CauseEffectLink)
            await cause_effect.unlink_objectives(session, info.context.actor, link_id)
            return {}

        return await attempt(info, CauseEffectLinkPayload, act)

    @mutation("Let an objective serve one of the parent scorecard. Scores follow.")
    async def cascade_objective(self, info: Info, input: CascadeObjectiveInput) -> CascadeLinkPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            link = await cascade.cascade_objective(
                session,
                info.context.actor,
                decode(input.child, models.Objective, "child"),
                decode(input.parent, models.Objective, "parent"),
                kind=input.kind,
                weight=input.weight,
            )
            return {"link": link}

        return await attempt(info, CascadeLinkPayload, act)

    @mutation("Change whether and how much an objective counts for its parent's. Scores follow.")
    async def update_cascade_link(self, info: Info, input: UpdateCascadeLinkInput) -> CascadeLinkPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            link_id = decode(input.id, models.CascadeLink)
            changed = await cascade.update_cascade_link(
                session, info.context.actor, link_id, kind=input.kind, weight=input.weight
            )
            return {"link": changed}

        return await attempt(info, CascadeLinkPayload, act)

    @mutation("End that an objective serves one of the parent scorecard. Scores follow.")
    async def uncascade_objective(self, info: Info, input: UncascadeObjectiveInput) -> CascadeLinkPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            link_id = decode(input.id, models.CascadeLink)
            await cascade.uncascade_objective(session, info.context.actor, link_id)
            return {}

        return await attempt(info, CascadeLinkPayload, act)
