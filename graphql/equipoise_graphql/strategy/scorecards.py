"""Reading and changing scorecards."""

from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement

from equipoise.db.session import TenantSession
from equipoise.domain.calendar import Frequency
from equipoise.domain.rollup import RollUp
from equipoise.strategy import closing, models, scorecard_tree, scorecards
from equipoise.strategy.models import ScorecardStatus
from equipoise.strategy.template import PerspectiveTemplate
from equipoise_graphql.context import Info
from equipoise_graphql.fields import described, mutation, resolved
from equipoise_graphql.ids import Id, decode, optional
from equipoise_graphql.inputs import written
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.paging import After, Connection, First, page
from equipoise_graphql.strategy import compiled
from equipoise_graphql.strategy.types import Scorecard

described(
    PerspectiveTemplate,
    "The perspectives that a new scorecard starts with.",
    FOUR_PERSPECTIVES="Financial, Customer, Internal Processes, Learning & Growth.",
    EMPTY="None yet.",
)


@strawberry.input(description="Which scorecards; conditions add up.")
class ScorecardFilter:
    """Which scorecards."""

    org_unit: strawberry.ID | None = strawberry.field(default=None, description="Only scorecards of this very unit.")
    parent: strawberry.ID | None = strawberry.field(default=None, description="Only those cascaded from this one.")
    status: ScorecardStatus | None = strawberry.field(default=None, description="Only scorecards of this status.")


@strawberry.type
class ScorecardQueries:
    """Reading scorecards."""

    @resolved("One scorecard; null if there is no such scorecard.", compiled=compiled.scorecard)
    async def scorecard(self, info: Info, id: Id) -> Scorecard | None:
        found: Scorecard | None = await info.context.loaders.row(models.Scorecard).load(decode(id, models.Scorecard))
        return found

    @resolved("Scorecards, in the order in which they were made.", compiled=compiled.scorecards)
    async def scorecards(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[ScorecardFilter | None, strawberry.argument(description="Which scorecards.")] = None,
    ) -> Connection[Scorecard]:
        return await page(info, models.Scorecard, *_conditions(filter or ScorecardFilter()), first=first, after=after)


@strawberry.input(description="A new scorecard.")
class AddScorecardInput:
    """A new scorecard."""

    name: str = strawberry.field(description="At most 200 characters.")
    org_unit: strawberry.ID = strawberry.field(description="The unit whose strategy it is.")
    cycle_start: date = strawberry.field(description="The first day of its cycle.")
    cycle_end: date = strawberry.field(description="The last day of its cycle, at most ten years later.")
    parent: strawberry.ID | None = strawberry.field(default=None, description="The scorecard it is cascaded from.")
    frequency: Frequency = strawberry.field(
        default=Frequency.MONTHLY, description="The length of the periods in which it is scored."
    )
    rollup: RollUp = strawberry.field(
        default=RollUp.WEIGHTED_AVERAGE, description="How the scores of its perspectives become its own."
    )
    template: PerspectiveTemplate = strawberry.field(
        default=PerspectiveTemplate.FOUR_PERSPECTIVES, description="The perspectives it starts with."
    )
    draft: bool = strawberry.field(default=False, description="Whether it starts as a draft rather than in force.")
    mission: str = strawberry.field(default="", description="Why the unit exists.")
    vision: str = strawberry.field(default="", description="What it wants to become.")
    core_values: str = strawberry.field(default="", description="What it stands for.")


@strawberry.input(description="What changes about a scorecard; what is left out or null stays as it is.")
class UpdateScorecardInput:
    """What changes about a scorecard."""

    id: strawberry.ID = strawberry.field(description="The scorecard.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    org_unit: strawberry.ID | None = strawberry.field(default=None, description="The unit whose strategy it is.")
    cycle_start: date | None = strawberry.field(default=None, description="The first day of its cycle.")
    cycle_end: date | None = strawberry.field(
        default=None, description="The last day of its cycle; not before the latest recorded value."
    )
    frequency: Frequency | None = strawberry.field(
        default=None, description="Refused with FREQUENCY_IN_USE once scores are stored."
    )
    rollup: RollUp | None = strawberry.field(default=None, description="How its perspectives become its score.")
    mission: str | None = strawberry.field(default=None, description="Why the unit exists; empty takes it away.")
    vision: str | None = strawberry.field(default=None, description="What it wants to become.")
    core_values: str | None = strawberry.field(default=None, description="What it stands for.")


@strawberry.input(description="Where a scorecard goes in the cascade.")
class MoveScorecardInput:
    """Where a scorecard goes in the cascade."""

    id: strawberry.ID = strawberry.field(description="The scorecard to move.")
    parent: strawberry.ID | None = strawberry.field(
        default=None, description="The scorecard to cascade it from; null for none."
    )


@strawberry.input(description="Which scorecard is meant.")
class ScorecardInput:
    """Which scorecard is meant."""

    id: strawberry.ID = strawberry.field(description="The scorecard.")


@strawberry.input(description="Which periods are closed.")
class ClosePeriodsInput:
    """Which periods are closed."""

    scorecard: strawberry.ID = strawberry.field(description="The scorecard whose periods they are.")
    through: date = strawberry.field(description="The last day of the last period to close; it has to be over.")


@strawberry.input(description="Which periods are opened again.")
class ReopenPeriodsInput:
    """Which periods are opened again."""

    scorecard: strawberry.ID = strawberry.field(description="The scorecard whose periods they are.")
    from_: date = strawberry.field(name="from", description="The first day of the first period to open again.")
    reason: str = strawberry.field(description="Why; it stays in the audit log.")


@strawberry.type(description="The answer of a mutation of a scorecard.")
class ScorecardPayload(Payload):
    """The answer of a mutation of a scorecard."""

    scorecard: Scorecard | None = strawberry.field(default=None, description="The scorecard as it is now.")


@strawberry.type
class ScorecardMutations:
    """Changing scorecards."""

    @mutation("Add a scorecard, with the perspectives of a template.")
    async def add_scorecard(self, info: Info, input: AddScorecardInput) -> ScorecardPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            scorecard = await scorecards.add_scorecard(
                session,
                info.context.actor,
                parent_id=optional(input.parent, models.Scorecard, "parent"),
                draft=input.draft,
                template=input.template,
                name=input.name,
                mission=input.mission,
                vision=input.vision,
                core_values=input.core_values,
                org_unit_id=decode(input.org_unit, models.OrgUnit, "orgUnit"),
                frequency=input.frequency,
                cycle_start=input.cycle_start,
                cycle_end=input.cycle_end,
                rollup=input.rollup,
            )
            return {"scorecard": scorecard}

        return await attempt(info, ScorecardPayload, act)

    @mutation("Change a scorecard.")
    async def update_scorecard(self, info: Info, input: UpdateScorecardInput) -> ScorecardPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            names = ("name", "mission", "vision", "core_values", "cycle_start", "cycle_end", "frequency", "rollup")
            properties = written(input, *names)
            if input.org_unit is not None:
                properties["org_unit_id"] = decode(input.org_unit, models.OrgUnit, "orgUnit")
            scorecard_id = decode(input.id, models.Scorecard)
            scorecard = await scorecards.update_scorecard(session, info.context.actor, scorecard_id, **properties)
            return {"scorecard": scorecard}

        return await attempt(info, ScorecardPayload, act)

    @mutation("Cascade a scorecard from another one, or from none.")
    async def move_scorecard(self, info: Info, input: MoveScorecardInput) -> ScorecardPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            scorecard_id = decode(input.id, models.Scorecard)
            parent_id = optional(input.parent, models.Scorecard, "parent")
            moved = await scorecard_tree.move_scorecard(session, info.context.actor, scorecard_id, parent_id)
            return {"scorecard": moved}

        return await attempt(info, ScorecardPayload, act)

    @mutation("Keep a scorecard as it is, closed to changes of the strategy.")
    async def archive_scorecard(self, info: Info, input: ScorecardInput) -> ScorecardPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            scorecard_id = decode(input.id, models.Scorecard)
            return {"scorecard": await scorecards.archive_scorecard(session, info.context.actor, scorecard_id)}

        return await attempt(info, ScorecardPayload, act)

    @mutation("Put a draft or an archived scorecard in force.")
    async def activate_scorecard(self, info: Info, input: ScorecardInput) -> ScorecardPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            scorecard_id = decode(input.id, models.Scorecard)
            return {"scorecard": await scorecards.activate_scorecard(session, info.context.actor, scorecard_id)}

        return await attempt(info, ScorecardPayload, act)

    @mutation("Lock all periods that end on or before a day: their values cannot be changed any more.")
    async def close_periods(self, info: Info, input: ClosePeriodsInput) -> ScorecardPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            scorecard_id = decode(input.scorecard, models.Scorecard, "scorecard")
            return {"scorecard": await closing.close_periods(session, info.context.actor, scorecard_id, input.through)}

        return await attempt(info, ScorecardPayload, act)

    @mutation("Unlock the period that begins on a day, and all after it.")
    async def reopen_periods(self, info: Info, input: ReopenPeriodsInput) -> ScorecardPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            scorecard_id = decode(input.scorecard, models.Scorecard, "scorecard")
            reopened = await closing.reopen_periods(
                session, info.context.actor, scorecard_id, input.from_, input.reason
            )
            return {"scorecard": reopened}

        return await attempt(info, ScorecardPayload, act)


def _conditions(wanted: ScorecardFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.org_unit is not None:
        unit_id = decode(wanted.org_unit, models.OrgUnit, "filter.orgUnit")
        conditions.append(models.Scorecard.org_unit_id == unit_id)
    if wanted.parent is not None:
        parent_id = decode(wanted.parent, models.Scorecard, "filter.parent")
        conditions.append(models.Scorecard.parent_id == parent_id)
    if wanted.status is not None:
        conditions.append(models.Scorecard.status == wanted.status)
    return conditions
