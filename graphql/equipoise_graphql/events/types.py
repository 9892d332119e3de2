"""Events as subscriptions show them. Every type describes `equipoise.events.event.Event`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import strawberry

from equipoise.connections.models import ConnectionRun as RunRow
from equipoise.db.model import Entity
from equipoise.domain.roles import Permission
from equipoise.events.kinds import EventKind
from equipoise.identity.models import Person as PersonRow
from equipoise.initiatives.models import Initiative as InitiativeRow
from equipoise.kpis.models import Kpi as KpiRow
from equipoise.reviews.models import ReviewCycle as CycleRow
from equipoise.reviews.models import ReviewItem as ItemRow
from equipoise.strategy.models import Scorecard as ScorecardRow
from equipoise_graphql.connections.runs import ConnectionRun
from equipoise_graphql.context import Info
from equipoise_graphql.events.cursors import cursor_at
from equipoise_graphql.fields import column, described, resolved
from equipoise_graphql.identity.types import Person
from equipoise_graphql.initiatives.types import Initiative
from equipoise_graphql.kpis.types import Kpi
from equipoise_graphql.reviews.types import ReviewCycle, ReviewItem
from equipoise_graphql.strategy.types import Scorecard

described(
    EventKind,
    "What happened.",
    VALUES_RECORDED="Values of KPIs were recorded or corrected.",
    SCORES_CHANGED="Scores of a scorecard changed.",
    KPI_ADDED="A KPI was added.",
    KPI_UPDATED="Properties of a KPI changed.",
    KPI_ACTIVATED="A proposed KPI is measured from now on.",
    KPI_RETIRED="A KPI left its scorecard.",
    KPI_RESTORED="A retired KPI is back.",
    KPI_TARGETS_CHANGED="Targets of a KPI were set or removed.",
    KPI_FLAGGED="A KPI was questioned.",
    KPI_FLAG_CLEARED="A KPI is questioned no longer, or by one rule less.",
    KPI_COMMENTED="Somebody commented on a KPI.",
    KPI_CHECKED_IN="Somebody checked in on a KPI.",
    KPI_CITED="A decision was based on a KPI.",
    SCORECARD_CHANGED="A scorecard, or its perspectives, objectives or links, changed.",
    INITIATIVE_CHANGED="An initiative was added, changed or removed.",
    REVIEW_SCHEDULED="A review is on the calendar.",
    REVIEW_OPENED="A review began.",
    REVIEW_ADVANCED="A review went on to its next stage.",
    REVIEW_OPINION_GIVEN="Somebody gave an opinion on an item of a review.",
    REVIEW_DECIDED="An item of a review was decided.",
    REVIEW_RESTORED="A KPI that a review had retired is back.",
    REVIEW_CLOSED="A review was closed.",
    REVIEW_CANCELLED="A review was given up.",
    RUN_REQUESTED="A run of a connection was asked for.",
    RUN_STARTED="A run began.",
    RUN_PROGRESSED="A run is at work.",
    RUN_FINISHED="A run is over.",
)


def _one(model: type[Entity], name: str, description: str, permission: Permission = Permission.READ) -> Any:
    """A field that leads to the one thing which the event names."""

    async def resolve(root: Any, info: Info) -> Any:
        row_id = root.id(name)
        if row_id is None or not info.context.actor.may(permission):
            return None
        return await info.context.loaders.row(model).load(row_id)

    return strawberry.field(resolver=resolve, description=description)


def _several(model: type[Entity], name: str, description: str) -> Any:
    """A field that leads to those of the things which the event names that are still there; null if they are many."""

    async def resolve(root: Any, info: Info) -> Any:
        ids: Iterable[Any] | None = root.ids(name)
        if ids is None:
            return None
        found = await info.context.loaders.row(model).load_many(sorted(ids))
        return [row for row in found if row is not None]

    return strawberry.field(resolver=resolve, description=description)


def _actor() -> Any:
    async def resolve(root: Any, info: Info) -> Any:
        return None if root.actor_id is None else await info.context.loaders.row(PersonRow).load(root.actor_id)

    return strawberry.field(resolver=resolve, description="Who did it; null when the system acted by itself.")


def _day(name: str, description: str) -> Any:
    def resolve(root: Any) -> Any:
        return root.day(name)

    return strawberry.field(resolver=resolve, description=description)


@strawberry.type
class _Happened:
    """What every event has."""

    at: datetime = column("When it happened.")

    @resolved("Stands for this event: pass it as `after` to go on from here, after a pause as long as a few days.")
    def cursor(self, info: Info) -> str:
        return _cursor_of(self, info)


def _cursor_of(event: Any, info: Info) -> str:
    return cursor_at(info.context.actor.tenant_id, event.position)


def _kind_of(event: Any) -> EventKind:
    return EventKind(event.kind)


@strawberry.type(description="Values that were recorded or corrected, those of one request together.")
class ValuesRecorded(_Happened):
    """Values were recorded."""

    actor: Person | None = _actor()
    kpis: list[Kpi] | None = _several(
        KpiRow, "kpis", "The KPIs concerned; null if they are more than 200: load what you show anew."
    )
    scorecards: list[Scorecard] | None = _several(
        ScorecardRow, "scorecards", "Their scorecards; null if they are more than 200."
    )
    first_period_start: date = _day("first", "First day of the earliest period concerned.")
    last_period_start: date = _day("last", "First day of the latest period concerned.")

    @resolved("How many values are new or were corrected.")
    def count(self) -> int:
        return _count(self)


def _count(event: Any) -> int:
    return int(event.data["values"])


@strawberry.type(description="Scores of one scorecard that are not what they were.")
class ScoresChanged(_Happened):
    """Scores of a scorecard changed."""

    scorecard: Scorecard | None = _one(ScorecardRow, "scorecard", "The scorecard; null if it is gone since.")
    first_period_start: date = _day("first", "First day of the earliest period concerned.")
    last_period_start: date = _day("last", "First day of the latest period concerned.")


@strawberry.type(description="A step of a review.")
class ReviewStep(_Happened):
    """A step of a review."""

    actor: Person | None = _actor()
    cycle: ReviewCycle | None = _one(CycleRow, "review", "The review as it is now; null if it is gone since.")
    item: ReviewItem | None = _one(ItemRow, "item", "The item that got an opinion or a decision; null otherwise.")

    @resolved("Which step it was.")
    def kind(self) -> EventKind:
        return _kind_of(self)


@strawberry.type(description="A step of a run of a connection.")
class RunStep(_Happened):
    """A step of a run."""

    run: ConnectionRun | None = _one(RunRow, "run", "The run as it is now; null if it is gone with its connection.")

    @resolved("Which step it was.")
    def kind(self) -> EventKind:
        return _kind_of(self)

    @resolved("How many values the connector has read so far; null unless it is at work.")
    def values_read(self) -> int | None:
        return _values_read(self)


def _values_read(event: Any) -> int | None:
    found: int | None = event.data.get("done")
    return found


@strawberry.type(description="Anything that happened in the organisation.")
class HappenedEvent(_Happened):
    """Any event."""

    actor: Person | None = _actor()
    kpi: Kpi | None = _one(KpiRow, "kpi", "The KPI concerned; null unless it is one alone.")
    scorecard: Scorecard | None = _one(ScorecardRow, "scorecard", "The scorecard concerned; null if none alone is.")
    cycle: ReviewCycle | None = _one(CycleRow, "review", "The review concerned; null if none is.")
    item: ReviewItem | None = _one(ItemRow, "item", "The item of a review that is concerned; null if none is.")
    initiative: Initiative | None = _one(InitiativeRow, "initiative", "The initiative concerned; null if none is.")
    run: ConnectionRun | None = _one(RunRow, "run", "The run concerned; null if none is.", Permission.RECORD_VALUES)

    @resolved("What happened.")
    def kind(self) -> EventKind:
        return _kind_of(self)
