"""What can be subscribed to."""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, TypeAlias, cast
from uuid import UUID

import strawberry

from equipoise.connections.models import Connection as ConnectionRow
from equipoise.db.lookup import spoken
from equipoise.db.model import Entity
from equipoise.domain.errors import NotFound
from equipoise.domain.roles import Permission
from equipoise.events.event import Event
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi as KpiRow
from equipoise.reviews.models import ReviewCycle as CycleRow
from equipoise.strategy.models import Scorecard as ScorecardRow
from equipoise_graphql.context import Info
from equipoise_graphql.events.types import HappenedEvent, ReviewStep, RunStep, ScoresChanged, ValuesRecorded
from equipoise_graphql.events.wanted import wanted
from equipoise_graphql.fields import Resolver
from equipoise_graphql.ids import optional

_VALUES = frozenset({EventKind.VALUES_RECORDED})
_SCORES = frozenset({EventKind.SCORES_CHANGED})
_REVIEWS = frozenset(kind for kind in EventKind if kind.startswith("review."))
_RUNS = frozenset(kind for kind in EventKind if kind.startswith("run."))

After: TypeAlias = Annotated[
    str | None,
    strawberry.argument(description="Begin after this cursor, with what was missed; null for from now on."),
]
OfScorecard: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only what concerns this scorecard; null for all.")
]
OfKpi: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only what concerns this KPI; null for all.")
]
OfCycle: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only steps of this review; null for all.")
]
OfConnection: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only runs of this connection; null for all. For administrators and owners."),
]
Kinds: TypeAlias = Annotated[
    list[EventKind] | None, strawberry.argument(description="Only events of these kinds; null for all.")
]


def _followed(description: str) -> Callable[[Resolver], Resolver]:
    return cast("Callable[[Resolver], Resolver]", strawberry.subscription(description=description))


@strawberry.type
class EventSubscriptions:
    """What happens, as it happens."""

    @_followed("Values that are recorded or corrected, by whomever and from wherever.")
    async def values_recorded(
        self, info: Info, scorecard: OfScorecard = None, kpi: OfKpi = None, after: After = None
    ) -> AsyncGenerator[ValuesRecorded, None]:
        scorecard_id = await _known(info, scorecard, ScorecardRow, "scorecard")
        kpi_id = await _known(info, kpi, KpiRow, "kpi")

        def matches(event: Event, _actor: Actor) -> bool:
            return _names(event, "scorecards", scorecard_id) and _names(event, "kpis", kpi_id)

        yield wanted(after, _VALUES, matches)

    @_followed("Changed scores: of objectives, perspectives or the scorecard itself.")
    async def scores_changed(
        self, info: Info, scorecard: OfScorecard = None, after: After = None
    ) -> AsyncGenerator[ScoresChanged, None]:
        scorecard_id = await _known(info, scorecard, ScorecardRow, "scorecard")
        yield wanted(after, _SCORES, lambda event, _actor: scorecard_id in (None, event.id("scorecard")))

    @_followed("Reviews that are opened, go on, get opinions and decisions, and end.")
    async def review_progress(
        self, info: Info, cycle: OfCycle = None, after: After = None
    ) -> AsyncGenerator[ReviewStep, None]:
        cycle_id = await _known(info, cycle, CycleRow, "cycle")
        yield wanted(after, _REVIEWS, lambda event, _actor: cycle_id in (None, event.id("review")))

    @_followed("Runs of connections: asked for, begun, at work, over. For editors and above.")
    async def runs(
        self, info: Info, connection: OfConnection = None, after: After = None
    ) -> AsyncGenerator[RunStep, None]:
        info.context.actor.require(Permission.RECORD_VALUES)
        permission = Permission.RECORD_VALUES
        if connection is not None:
            info.context.actor.require(Permission.CONNECT_SOURCES)
            permission = Permission.CONNECT_SOURCES
        connection_id = await _known(info, connection, ConnectionRow, "connection")

        def matches(event: Event, _actor: Actor) -> bool:
            return connection_id in (None, event.id("connection"))

        yield wanted(after, _RUNS, matches, permission=permission)

    @_followed("All that happens in the organisation; runs only for editors and above.")
    async def events(self, info: Info, kinds: Kinds = None, after: After = None) -> AsyncGenerator[HappenedEvent, None]:
        def matches(event: Event, actor: Actor) -> bool:
            return event.kind not in _RUNS or actor.may(Permission.RECORD_VALUES)

        yield wanted(after, frozenset(EventKind if kinds is None else kinds), matches)


async def _known(info: Info, raw: str | None, model: type[Entity], field: str) -> UUID | None:
    """Raises: InvalidId, NotFound."""
    row_id = optional(raw, model, field)
    if row_id is not None and await info.context.loaders.row(model).load(row_id) is None:
        raise NotFound(f"There is no {spoken(model)} with this id.", field=field)
    return row_id


def _names(event: Event, name: str, row_id: UUID | None) -> bool:
    """Whether the event is about this one, as far as it says: about so many that they are not named counts as yes."""
    ids = event.ids(name)
    return row_id is None or ids is None or row_id in ids


SUBSCRIPTIONS = (EventSubscriptions,)
