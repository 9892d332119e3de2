"""Scorecards, perspectives and objectives."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from equipoise.domain.calendar import Frequency
from equipoise.domain.rollup import RollUp
from equipoise.domain.scorecard import SubjectKind
from equipoise.identity.models import Person as PersonRow
from equipoise.initiatives.models import Initiative as InitiativeRow
from equipoise.strategy import models
from equipoise.strategy.models import CascadeKind, ScorecardStatus
from equipoise_graphql.fields import column, described, to_many, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.node import Node, node
from equipoise_graphql.scores.fields import Score, score_of, scores_of
from equipoise_graphql.strategy import relations
from equipoise_graphql.strategy.map_types import StrategyMapType, strategy_map
from equipoise_graphql.strategy.units import OrgUnit

if TYPE_CHECKING:
    from equipoise_graphql.initiatives.types import Initiative
    from equipoise_graphql.kpis.types import Kpi

described(
    ScorecardStatus,
    "The life of a scorecard.",
    DRAFT="It is being worked on and is not in force.",
    ACTIVE="It is in force.",
    ARCHIVED="It is kept for its history.",
)
described(
    CascadeKind,
    "What a cascade link does.",
    CONTRIBUTES="The child's score is part of the parent's.",
    SUPPORTS="The link is shown and changes no score.",
)
described(
    Frequency,
    "How long a period is, in the organisation's fiscal calendar.",
    DAILY="One day.",
    WEEKLY="A week from Monday to Sunday.",
    MONTHLY="A calendar month.",
    QUARTERLY="Three months, counted from the first month of the fiscal year.",
    YEARLY="A fiscal year.",
)
described(
    RollUp,
    "How the scores below become one score.",
    WEIGHTED_AVERAGE="The mean by weight, over those that have a score.",
    AVERAGE="The mean, whatever the weights.",
    MINIMUM="The lowest one.",
    MAXIMUM="The highest one.",
    SUM="They are added up, and held within 0 to 100.",
)


@node(models.Scorecard, "scorecard")
class Scorecard(Node):
    """The strategy of one organisation unit for one cycle."""

    name: str = column("What people call it.")
    mission: str = column("Why the unit exists; may be empty.")
    vision: str = column("What it wants to become; may be empty.")
    core_values: str = column("What it stands for; may be empty.")
    status: ScorecardStatus = column("Whether it is a draft, in force or archived.")
    frequency: Frequency = column("The length of the periods in which it is scored.")
    cycle_start: date = column("The first day of its cycle.")
    cycle_end: date = column("The last day of its cycle.")
    rollup: RollUp = column("How the scores of its perspectives become its own.")
    closed_through: date | None = column("Periods that end on or before this day are locked; null if none is.")
    created_at: datetime = column("When it was made.")
    org_unit: OrgUnit = to_one(models.OrgUnit, "org_unit_id", description="The unit whose strategy it is.")
    parent: Annotated["Scorecard", strawberry.lazy(__name__)] | None = to_one(
        models.Scorecard, "parent_id", description="The scorecard it is cascaded from; null at the top."
    )
    children: list[Annotated["Scorecard", strawberry.lazy(__name__)]] = to_many(
        models.Scorecard, "parent_id", "name", "id", description="The scorecards cascaded from it, by name."
    )
    perspectives: list[Annotated["Perspective", strawberry.lazy(__name__)]] = to_many(
        models.Perspective, "scorecard_id", "position", "id", description="Its perspectives, from the top of the map."
    )
    links: list[Annotated["CauseEffectLink", strawberry.lazy(__name__)]] = to_many(
        models.CauseEffectLink, "scorecard_id", "id", description="Its cause-effect links, in the order they were made."
    )
    strategy_map: StrategyMapType = strategy_map()
    score: Score = score_of(SubjectKind.SCORECARD)
    scores: list[Score] = scores_of()
    org_unit_id: strawberry.Private[UUID]
    parent_id: strawberry.Private[UUID | None]


@node(models.Perspective, "perspective")
class Perspective(Node):
    """One of the views that have to be kept in balance."""

    name: str = column("What people call it.")
    question: str = column("The question that its objectives answer; may be empty.")
    position: int = column("Its place on the map; 0 is the top.")
    weight: Decimal = column("How much it counts, relative to the other perspectives.")
    rollup: RollUp = column("How the scores of its objectives become its own.")
    scorecard: Scorecard = to_one(models.Scorecard, "scorecard_id", description="The scorecard it is a view of.")
    objectives: list[Annotated["Objective", strawberry.lazy(__name__)]] = relations.objectives()
    score: Score = score_of(SubjectKind.PERSPECTIVE)
    scores: list[Score] = scores_of()
    scorecard_id: strawberry.Private[UUID]


@node(models.Objective, "objective")
class Objective(Node):
    """What the strategy wants, inside one perspective."""

    name: str = column("What people call it.")
    description: str = column("What it means; may be empty.")
    theme: str = column("The strategic theme it belongs to; may be empty.")
    position: int = column("Its place within the perspective, from 0.")
    weight: Decimal = column("How much it counts, relative to the other objectives of the perspective.")
    rollup: RollUp = column("How the scores of its KPIs and contributing objectives become its own.")
    retired_at: datetime | None = column("When it was taken out of the strategy; null while it is part of it.")
    scorecard: Scorecard = to_one(models.Scorecard, "scorecard_id", description="The scorecard it is part of.")
    perspective: Perspective = to_one(models.Perspective, "perspective_id", description="The perspective it is in.")
    owner: Person | None = to_one(PersonRow, "owner_id", description="Who answers for it; null if nobody does.")
    causes: list[Annotated["Objective", strawberry.lazy(__name__)]] = relations.causes()
    effects: list[Annotated["Objective", strawberry.lazy(__name__)]] = relations.effects()
    cascades_to: list[Annotated["CascadeLink", strawberry.lazy(__name__)]] = to_many(
        models.CascadeLink, "child_id", "id", description="The parent scorecard's objectives that it serves."
    )
    cascaded_from: list[Annotated["CascadeLink", strawberry.lazy(__name__)]] = to_many(
        models.CascadeLink, "parent_id", "id", description="The child scorecards' objectives that serve it."
    )
    kpis: list[Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")]] = relations.kpis()
    initiatives: list[Annotated["Initiative", strawberry.lazy("equipoise_graphql.initiatives.types")]] = to_many(
        InitiativeRow, "objective_id", "id", description="The work that moves it, in the order it was planned."
    )
    score: Score = score_of(SubjectKind.OBJECTIVE)
    scores: list[Score] = scores_of()
    scorecard_id: strawberry.Private[UUID]
    perspective_id: strawberry.Private[UUID]
    owner_id: strawberry.Private[UUID | None]


@node(models.CauseEffectLink, "link")
class CauseEffectLink(Node):
    """If the cause is achieved, then the effect follows."""

    cause: Objective = to_one(models.Objective, "cause_id", description="The objective that drives.")
    effect: Objective = to_one(models.Objective, "effect_id", description="The objective that is driven.")
    rationale: str = column("Why the one leads to the other; may be empty.")
    cause_id: strawberry.Private[UUID]
    effect_id: strawberry.Private[UUID]


@node(models.CascadeLink, "cascade")
class CascadeLink(Node):
    """A child scorecard's objective that serves one of the parent scorecard."""

    child: Objective = to_one(models.Objective, "child_id", description="The objective of the child scorecard.")
    parent: Objective = to_one(models.Objective, "parent_id", description="The objective of the parent scorecard.")
    kind: CascadeKind = column("Whether it changes the parent's score.")
    weight: Decimal = column("How much it counts among the parent's KPIs and other children, if it contributes.")
    child_id: strawberry.Private[UUID]
    parent_id: strawberry.Private[UUID]
