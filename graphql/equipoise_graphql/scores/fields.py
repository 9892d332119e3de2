"""The fields `score` and `scores` of whatever is scored."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import strawberry

from equipoise.db.session import ReadSession
from equipoise.domain.calendar import Frequency
from equipoise.domain.decimals import ZERO
from equipoise.domain.errors import Invalid, Refusal
from equipoise.domain.scorecard import SubjectKind
from equipoise.domain.status import Status
from equipoise.scores.queries import ScoreOfPeriod, score_history, scores_of_periods
from equipoise.strategy.models import Scorecard
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described
from equipoise_graphql.organisation_time import time_of
from equipoise_graphql.scores import compiled
from equipoise_graphql.scores.compiled import MOST

described(
    Status,
    "The colour of a score.",
    GREEN="At least two thirds of 100, or what the KPI's own rules say.",
    AMBER="At least one third of 100, or what the KPI's own rules say.",
    RED="Below one third of 100, or what the KPI's own rules say.",
    NO_DATA="Nothing is known, which is neither good nor bad.",
)


@strawberry.type(description="A score in one period, with what it stands on: “78 from 6 of 9 KPIs”.")
class Score:
    """Describes `equipoise.scores.queries.ScoreOfPeriod`."""

    value: Decimal | None = column("0 to 100; null with status NO_DATA where nothing is known.")
    attainment: Decimal | None = column(
        "Of a KPI: the same figure before it is held within 0 to 100, e.g. 120 for a target exceeded by a fifth."
    )
    status: Status = column("Its colour.")
    scored_weight: Decimal = column("Share of the weight below that has a score, 0 to 1.")
    scored_count: int = column("How many of the KPIs below have a score.")
    total_count: int = column("How many KPIs there are below.")
    period_start: date = column("First day of the period, in the scorecard's own frequency.")
    computed_at: datetime | None = column("When it was worked out; null where nothing is stored.")


On = Annotated[
    date | None,
    strawberry.argument(
        description="Any day of the period meant. By default today, or the day of `asOf` where that is given."
    ),
]
AsOf = Annotated[
    datetime | None,
    strawberry.argument(description="Answer with what was known at this moment; by default with what is known now."),
]


def score_of(kind: SubjectKind) -> Any:
    """The field `score(on, asOf)`; one statement for all that are asked for the same moment, whatever they are."""

    async def resolve(root: Any, info: Info, on: On = None, as_of: AsOf = None) -> Any:
        async def load(
            session: ReadSession, keys: Sequence[tuple[UUID, date]]
        ) -> dict[tuple[UUID, date], ScoreOfPeriod]:
            return await scores_of_periods(session, keys, as_of)

        start = await _period_start(info, _scorecard_id(root, kind), on, as_of)
        found = await info.context.loaders.custom(("score", as_of), load).load((root.id, start))
        return found or ScoreOfPeriod(start, None, None, Status.NO_DATA, ZERO, 0, 0, None)

    return strawberry.field(
        resolver=resolve,
        description="The score of one period; never null itself: look at its status.",
        metadata={"compiled": compiled.score(kind)},
    )


def scores_of() -> Any:
    """The field `scores(last, on, asOf)`."""

    async def resolve(
        root: Any,
        info: Info,
        last: Annotated[int, strawberry.argument(description=f"How many periods, 1 to {MOST}.")] = 12,
        on: Annotated[
            date | None, strawberry.argument(description="A day of the last period meant; by default as for `score`.")
        ] = None,
        as_of: AsOf = None,
    ) -> Any:
        if not 1 <= last <= MOST:
            raise Invalid(f"A history holds 1 to {MOST} periods; you asked for {last}.", field="last")
        until = await _day(info, on, as_of)

        async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, list[ScoreOfPeriod]]:
            return await score_history(session, keys, until=until, last=last, as_of=as_of)

        return await info.context.loaders.custom(("scores", last, until, as_of), load).load(root.id) or []

    return strawberry.field(
        resolver=resolve,
        description="The scores of the last periods that have one, oldest first.",
        metadata={"compiled": compiled.scores},
    )


async def _period_start(info: Info, scorecard_id: UUID, on: date | None, as_of: datetime | None) -> date:
    scorecard = await info.context.loaders.row(Scorecard).load(scorecard_id)
    frequency: Frequency = scorecard.frequency
    day = await _day(info, on, as_of)
    try:
        return (await time_of(info.context)).calendar.holding(day, frequency).start
    except Refusal as refusal:
        raise refusal.at("on") from None


async def _day(info: Info, on: date | None, as_of: datetime | None) -> date:
    if on is not None:
        return on
    return (await time_of(info.context)).day_of(as_of or info.context.actor.now)


def _scorecard_id(root: Any, kind: SubjectKind) -> UUID:
    scorecard_id: UUID = root.id if kind is SubjectKind.SCORECARD else root.scorecard_id
    return scorecard_id
