"""Running reviews and deciding in them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import strawberry

from equipoise.db.session import TenantSession
from equipoise.identity.actor import Actor
from equipoise.reviews import models
from equipoise.reviews.advance import advance_review
from equipoise.reviews.cancel import cancel_review
from equipoise.reviews.close import close_review
from equipoise.reviews.decide import decide
from equipoise.reviews.flags import raise_flags
from equipoise.reviews.open import open_review
from equipoise.reviews.opinions import give_opinion
from equipoise.reviews.restore import restore_reviewed_kpi
from equipoise.reviews.schedule import schedule_review
from equipoise.strategy.models import Scorecard
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode, optional
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.reviews.inputs import (
    CancelReviewInput,
    DecideReviewItemInput,
    GiveOpinionInput,
    RaiseFlagsInput,
    RestoreReviewedKpiInput,
    ReviewInput,
    ScheduleReviewInput,
    decision_of,
)
from equipoise_graphql.reviews.types import ReviewCycle, ReviewItem


@strawberry.type(description="The answer of a mutation of a review.")
class ReviewPayload(Payload):
    """The answer of a mutation of a review."""

    review_cycle: ReviewCycle | None = strawberry.field(default=None, description="The review as it is now.")


@strawberry.type(description="The answer of a mutation of one item of a review.")
class ReviewItemPayload(Payload):
    """The answer of a mutation of one item of a review."""

    item: ReviewItem | None = strawberry.field(default=None, description="The item as it is now.")


@strawberry.type(description="The answer of `raiseFlags`.")
class RaiseFlagsPayload(Payload):
    """The answer of `raiseFlags`."""

    raised: int = strawberry.field(default=0, description="KPIs that are questioned from now on.")
    cleared: int = strawberry.field(default=0, description="KPIs that are no longer questioned.")


@strawberry.type
class ReviewMutations:
    """Running reviews; for administrators."""

    @mutation("Put a review of a scorecard on the calendar.")
    async def schedule_review(self, info: Info, input: ScheduleReviewInput) -> ReviewPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            cycle = await schedule_review(
                session,
                info.context.actor,
                decode(input.scorecard, Scorecard, "scorecard"),
                name=input.name,
                opens_on=input.opens_on,
                closes_on=input.closes_on,
            )
            return {"review_cycle": cycle}

        return await attempt(info, ReviewPayload, act)

    @mutation("Open a review: rules are evaluated, items are made, and the evidence is frozen on them.")
    async def open_review(self, info: Info, input: ReviewInput) -> ReviewPayload:
        return await _move(info, input, open_review)

    @mutation("Go on to the next stage: from COLLECTING to CONSULTING, and from there to DECIDING.")
    async def advance_review(self, info: Info, input: ReviewInput) -> ReviewPayload:
        return await _move(info, input, advance_review)

    @mutation("Close a review in which every item is decided.")
    async def close_review(self, info: Info, input: ReviewInput) -> ReviewPayload:
        return await _move(info, input, close_review)

    @mutation("Give a review up. What was decided stays decided.")
    async def cancel_review(self, info: Info, input: CancelReviewInput) -> ReviewPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            row_id = decode(input.id, models.ReviewCycle)
            return {"review_cycle": await cancel_review(session, info.context.actor, row_id, input.reason)}

        return await attempt(info, ReviewPayload, act)

    @mutation("Decide on an item and carry it out, with the evidence of this moment frozen on the decision.")
    async def decide_review_item(self, info: Info, input: DecideReviewItemInput) -> ReviewItemPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            item_id = decode(input.item, models.ReviewItem, "item")
            return {"item": await decide(session, info.context.actor, item_id, decision_of(input))}

        return await attempt(info, ReviewItemPayload, act)

    @mutation("Bring back a KPI that a decision retired; the decision stays on record.")
    async def restore_reviewed_kpi(self, info: Info, input: RestoreReviewedKpiInput) -> ReviewItemPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            item_id = decode(input.item, models.ReviewItem, "item")
            return {"item": await restore_reviewed_kpi(session, info.context.actor, item_id, input.reason)}

        return await attempt(info, ReviewItemPayload, act)

    @mutation("Evaluate the rules now: KPIs that nobody uses are flagged, and flags without a reason are cleared.")
    async def raise_flags(self, info: Info, input: RaiseFlagsInput) -> RaiseFlagsPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            scorecard_id = optional(input.scorecard, Scorecard, "scorecard")
            return (await raise_flags(session, info.context.actor, scorecard_id))._asdict()

        return await attempt(info, RaiseFlagsPayload, act)


@strawberry.type
class OpinionMutations:
    """Taking part in a review; for everybody."""

    @mutation("Say what you think of a recommendation while it is undecided; it replaces what you said before.")
    async def give_opinion(self, info: Info, input: GiveOpinionInput) -> ReviewItemPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            item_id = decode(input.item, models.ReviewItem, "item")
            return {"item": await give_opinion(session, info.context.actor, item_id, input.stance, input.comment)}

        return await attempt(info, ReviewItemPayload, act)


async def _move(
    info: Info,
    input: ReviewInput,
    move: Callable[[TenantSession, Actor, UUID], Awaitable[models.ReviewCycle]],
) -> ReviewPayload:
    async def act(session: TenantSession) -> dict[str, Any]:
        return {"review_cycle": await move(session, info.context.actor, decode(input.id, models.ReviewCycle))}

    return await attempt(info, ReviewPayload, act)


MUTATIONS = (ReviewMutations, OpinionMutations)
