"""KPIs."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import strawberry

from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator, KpiState
from equipoise.domain.missing import MissingData
from equipoise.domain.scorecard import SubjectKind
from equipoise.domain.scoring import Direction
from equipoise.identity.models import Person as PersonRow
from equipoise.kpis import models
from equipoise.strategy import models as strategy
from equipoise_graphql.discussion.types import CheckIn, Citation, Comment, check_ins, citations, comments
from equipoise_graphql.fields import column, described, to_many, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.kpis.scoring import Scoring, StatusRules, scoring, status_rules
from equipoise_graphql.kpis.targets import TargetPlan
from equipoise_graphql.kpis.values import KpiValue, current_target, latest, values
from equipoise_graphql.node import Node, node
from equipoise_graphql.paging import Connection
from equipoise_graphql.reviews.flags import KpiFlag, flags
from equipoise_graphql.scores.fields import Score, score_of, scores_of
from equipoise_graphql.strategy.types import Objective, Scorecard
from equipoise_graphql.usage.types import KpiUsage, usage

described(
    Indicator,
    "What a KPI says about the outcome.",
    LEADING="It drives the outcome and predicts it.",
    LAGGING="It records the outcome.",
)
described(
    DataKind,
    "Where the figures of a KPI come from.",
    QUANTITATIVE="They are measured or counted.",
    QUALITATIVE="They are judged: surveys, yes or no, ordered labels.",
)
described(
    KpiState,
    "The life of a KPI; only an ACTIVE or FLAGGED one takes part in scores.",
    PROPOSED="It waits for answers to its four questions.",
    ACTIVE="It is measured and scored.",
    FLAGGED="It is measured and scored, and a review questions it.",
    RETIRED="It is no longer measured; its history is kept, and it can be restored.",
)
described(
    Aggregation,
    "How the values of several periods become one, e.g. of three months for a quarter.",
    SUM="They are added up.",
    AVERAGE="Their mean.",
    LAST="The latest one.",
    MINIMUM="The smallest one.",
    MAXIMUM="The largest one.",
    RATIO="Numerators and denominators are added up apart and divided last; never the mean of ratios.",
)
described(
    MissingData,
    "What a period without a value counts as.",
    EXCLUDED="Nothing: the period is left out.",
    CARRIED_FORWARD="The last value before it, over so many periods at most.",
    ZERO="Zero, where a value was due.",
)


@node(models.Kpi, "kpi")
class Kpi(Node):
    """A measure of an objective."""

    key: str = column("Short name for programs and workbooks; unique in the organisation, and never changes.")
    name: str = column("What people call it.")
    unit: str | None = column("Unit of measurement, e.g. `%`, `EUR`, `days`.")
    position: int = column("Its place within the objective.")
    purpose: str = column("Why are we measuring this? Empty until answered, like the other three questions.")
    good_range: str = column("What is a good and a bad range?")
    response_plan: str = column("What actions do we take on the result?")
    behaviours: str = column("What behaviours might it drive, unwanted ones included?")
    counter_kpi: Annotated["Kpi", strawberry.lazy(__name__)] | None = to_one(
        models.Kpi, "counter_kpi_id", description="The KPI that would show the damage if this one were gamed."
    )
    indicator: Indicator = column("Whether it drives or records.")
    data_kind: DataKind = column("Whether it is measured or judged.")
    direction: Direction = column("Which way is better.")
    frequency: Frequency = column("The length of the periods for which it has values.")
    weight: Decimal = column("How much it counts, relative to the other KPIs of the objective.")
    scoring: Scoring = scoring()
    status_rules: StatusRules | None = status_rules()
    aggregation: Aggregation = column("How several of its periods become one of the scorecard's.")
    ratio_factor: Decimal = column("What a ratio is multiplied by: 100 for percent, else 1.")
    missing_data: MissingData = column("What a period without a value counts as.")
    carried_periods: int = column("Over how many periods at most a value is carried forward.")
    data_source: str = column("Where its values come from, in words; may be empty.")
    state: KpiState = column("Where it is in its life.")
    owner: Person | None = to_one(PersonRow, "owner_id", description="Who answers for it; null if nobody does.")
    contributor: Person | None = to_one(
        PersonRow, "contributor_id", description="Who enters its values, where that is not the owner."
    )
    created_at: datetime = column("When it was added.")
    activated_at: datetime | None = column("Since when it counts; null before that.")
    retired_at: datetime | None = column("When it was retired; null while it is in use.")
    objective: Objective = to_one(strategy.Objective, "objective_id", description="What it measures.")
    scorecard: Scorecard = to_one(strategy.Scorecard, "scorecard_id", description="The scorecard it is on.")
    target_plans: list[TargetPlan] = to_many(
        models.TargetPlan, "kpi_id", "starts_on", description="How its target runs, in order of time."
    )
    current_target: Decimal | None = current_target()
    values: list[KpiValue] = values()
    latest: KpiValue | None = latest()
    score: Score = score_of(SubjectKind.KPI)
    scores: list[Score] = scores_of()
    usage: KpiUsage = usage()
    flags: list[KpiFlag] = flags()
    comments: Connection[Comment] = comments()
    check_ins: Connection[CheckIn] = check_ins()
    citations: Connection[Citation] = citations()
    scorecard_id: strawberry.Private[UUID]
    objective_id: strawberry.Private[UUID]
    counter_kpi_id: strawberry.Private[UUID | None]
    owner_id: strawberry.Private[UUID | None]
    contributor_id: strawberry.Private[UUID | None]
