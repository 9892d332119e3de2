"""Reviews of scorecards with their items."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import select
from strawberry.scalars import JSON

from equipoise.db.session import ReadSession
from equipoise.domain.review_cycle import Outcome, ReviewState, Stance
from equipoise.identity.models import Person as PersonRow
from equipoise.kpis.models import Kpi as KpiRow
from equipoise.reviews import models
from equipoise.reviews.progress import ReviewProgress as Progress
from equipoise.reviews.progress import progress_of
from equipoise.strategy.models import Objective as ObjectiveRow
from equipoise.strategy.models import Scorecard as ScorecardRow
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described, to_many, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.node import Node, node
from equipoise_graphql.paging import Connection, paged_below
from equipoise_graphql.reviews import compiled
from equipoise_graphql.strategy.types import Objective, Scorecard

if TYPE_CHECKING:
    from equipoise_graphql.kpis.types import Kpi

described(
    ReviewState,
    "The stage of a review.",
    SCHEDULED="It waits for its day; nothing is frozen yet.",
    COLLECTING="The evidence is frozen and the items are laid out; opinions may be given.",
    CONSULTING="Owners and users of the KPIs are asked for their opinions.",
    DECIDING="Each item gets its decision; opinions may still be given.",
    CLOSED="Every item is decided; nothing of it changes any more.",
    CANCELLED="It was given up before its end.",
)
described(
    Outcome,
    "What a review recommends and decides.",
    RETIRE="The KPI leaves the scorecard; its history is kept, and it can be restored.",
    KEEP="Nothing changes.",
    CHANGE="The KPI stays, with the changes that came with the decision.",
    MERGE="The KPI is given up in favour of another one.",
    ADD="A KPI that is missing is to be added.",
)
described(
    Stance,
    "A person's word on a recommendation.",
    AGREE="In favour of the recommendation.",
    DISAGREE="Against the recommendation.",
    ABSTAIN="Was asked and leaves it to the others.",
)


def _progress() -> Any:
    async def resolve(root: Any, info: Info) -> Any:
        today = info.context.actor.today

        async def load(session: ReadSession, cycle_ids: Sequence[UUID]) -> dict[UUID, Progress]:
            return await progress_of(session, cycle_ids, today)

        return await info.context.loaders.custom("review progress", load).load(root.id)

    return strawberry.field(
        resolver=resolve, description="How far it has come.", metadata={"compiled": compiled.progress}
    )


def _decision() -> Any:
    async def load(session: ReadSession, item_ids: Sequence[UUID]) -> dict[UUID, models.ReviewDecision]:
        statement = select(models.ReviewDecision).where(
            models.ReviewDecision.tenant_id == session.tenant_id, models.ReviewDecision.item_id.in_(item_ids)
        )
        return {row.item_id: row for row in (await session.scalars(statement)).all()}

    async def resolve(root: Any, info: Info) -> Any:
        return await info.context.loaders.custom("review decisions", load).load(root.id)

    return strawberry.field(
        resolver=resolve,
        description="What was decided; null while nothing is.",
        metadata={"compiled": compiled.decision},
    )


@strawberry.type(description="How far a review has come.")
class ReviewProgress:
    """Describes `equipoise.reviews.progress.ReviewProgress`."""

    items: int = column("Questions in all.")
    decided: int = column("Those that are decided.")
    overdue: int = column("Those that are not, although the review's last day is over.")


@strawberry.type(description="What one person thinks of a recommendation.")
class ReviewOpinion:
    """Describes `equipoise.reviews.models.ReviewOpinion`."""

    stance: Stance = column("For it, against it, or neither.")
    comment: str = column("Why; may be empty.")
    given_at: datetime = column("When it was last said.")
    person: Person = to_one(PersonRow, "person_id", description="Who said it.")
    person_id: strawberry.Private[UUID]


@strawberry.type(description="What was decided on an item, and why.")
class ReviewDecision:
    """Describes `equipoise.reviews.models.ReviewDecision`."""

    outcome: Outcome = column("What was decided.")
    reason: str = column("Why.")
    evidence: JSON = column("The figures as they were at the moment of the decision.")
    decided_at: datetime = column("When.")
    decided_by: Person = to_one(PersonRow, "decided_by", description="Who took the decision.")
    left_alone_until: date | None = column("Last day on which the rule does not ask again; null unless KEEP or CHANGE.")
    merged_into: Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")] | None = to_one(
        KpiRow, "merged_into_id", description="For MERGE: the KPI that goes on."
    )
    merged_into_id: strawberry.Private[UUID | None]


@node(models.ReviewItem, "reviewitem")
class ReviewItem(Node):
    """One question of a review."""

    rule: str = column("The rule that asks, e.g. `UNUSED` or `BLIND`.")
    message: str = column("Why it asks, in a sentence for people, as of the day the review opened.")
    recommendation: Outcome = column("What the rule recommends.")
    evidence: JSON = column("The figures as they were on the day the review opened.")
    kpi: Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")] | None = to_one(
        KpiRow, "kpi_id", description="The KPI in question; null where an addition is recommended."
    )
    objective: Objective | None = to_one(
        ObjectiveRow, "objective_id", description="Where a KPI is missing; null where one is in question."
    )
    opinions: list[ReviewOpinion] = to_many(
        models.ReviewOpinion, "item_id", "id", description="What people think of it, in the order they first spoke."
    )
    decision: ReviewDecision | None = _decision()
    cycle: Annotated["ReviewCycle", strawberry.lazy(__name__)] = to_one(
        models.ReviewCycle, "cycle_id", description="The review it is part of."
    )
    kpi_id: strawberry.Private[UUID | None]
    objective_id: strawberry.Private[UUID | None]
    cycle_id: strawberry.Private[UUID]


@node(models.ReviewCycle, "review")
class ReviewCycle(Node):
    """One review of one scorecard: what nobody uses is questioned and decided on, what is missing is recommended."""

    name: str = column("What people call it.")
    state: ReviewState = column("The stage it is at.")
    opens_on: date = column("The day on which it is to be opened.")
    closes_on: date = column("The day by which everything is to be decided.")
    created_at: datetime = column("When it was scheduled.")
    opened_at: datetime | None = column("When it was opened; null before that.")
    ended_at: datetime | None = column("When it was closed or cancelled; null before that.")
    scorecard: Scorecard = to_one(ScorecardRow, "scorecard_id", description="The scorecard that is reviewed.")
    started_by: Person = to_one(PersonRow, "started_by", description="Who scheduled it.")
    progress: ReviewProgress = _progress()
    items: Connection[ReviewItem] = paged_below(
        models.ReviewItem, "cycle_id", description="Its questions: KPIs first, then what is missing."
    )
    scorecard_id: strawberry.Private[UUID]
