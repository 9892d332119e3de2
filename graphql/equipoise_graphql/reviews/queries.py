"""Reading reviews."""

from typing import Annotated

import strawberry
from sqlalchemy import ColumnElement

from equipoise.domain.review_cycle import ReviewState
from equipoise.reviews import models
from equipoise.strategy.models import Scorecard
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.paging import After, Connection, First, page
from equipoise_graphql.reviews import compiled
from equipoise_graphql.reviews.types import ReviewCycle


@strawberry.input(description="Which reviews; what is left out does not narrow.")
class ReviewCycleFilter:
    """Which reviews."""

    scorecard: strawberry.ID | None = strawberry.field(default=None, description="Only reviews of this scorecard.")
    states: list[ReviewState] | None = strawberry.field(default=None, description="Only reviews at these stages.")


@strawberry.type
class ReviewQueries:
    """Reading reviews."""

    @resolved("One review; null if there is no such review.", compiled=compiled.review_cycle)
    async def review_cycle(self, info: Info, id: Id) -> ReviewCycle | None:
        row_id = decode(id, models.ReviewCycle)
        found: ReviewCycle | None = await info.context.loaders.row(models.ReviewCycle).load(row_id)
        return found

    @resolved("The organisation's reviews, the one scheduled last first.", compiled=compiled.review_cycles)
    async def review_cycles(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[ReviewCycleFilter | None, strawberry.argument(description="Which reviews.")] = None,
    ) -> Connection[ReviewCycle]:
        conditions = _conditions(filter or ReviewCycleFilter())
        return await page(info, models.ReviewCycle, *conditions, first=first, after=after, newest=True)


def _conditions(wanted: ReviewCycleFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.scorecard is not None:
        scorecard_id = decode(wanted.scorecard, Scorecard, "filter.scorecard")
        conditions.append(models.ReviewCycle.scorecard_id == scorecard_id)
    if wanted.states is not None:
        conditions.append(models.ReviewCycle.state.in_(wanted.states))
    return conditions


QUERIES = (ReviewQueries,)
