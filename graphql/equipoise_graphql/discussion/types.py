"""Comments, check-ins and citations."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from equipoise.discussion import models
from equipoise.discussion.models import Confidence
from equipoise.identity.models import Person as PersonRow
from equipoise.kpis.models import Kpi as KpiRow
from equipoise_graphql.fields import column, described, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.node import Node, node
from equipoise_graphql.paging import paged_below

if TYPE_CHECKING:
    from equipoise_graphql.kpis.types import Kpi

described(
    Confidence,
    "Whether the person believes that the target will be reached.",
    HIGH="It will be reached.",
    MEDIUM="It may be reached, and may be missed.",
    LOW="It will be missed as things stand.",
)


@node(models.Comment, "comment")
class Comment(Node):
    """A person's word on a KPI."""

    text: str = column("What was said.")
    written_at: datetime = column("When it was said.")
    person: Person = to_one(PersonRow, "person_id", description="Who said it.")
    kpi: Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")] = to_one(
        KpiRow, "kpi_id", description="The KPI it is about."
    )
    person_id: strawberry.Private[UUID]
    kpi_id: strawberry.Private[UUID]


@node(models.CheckIn, "checkin")
class CheckIn(Node):
    """A person's periodic word on a KPI: how it stands, whether the target will be reached, what is next."""

    comment: str = column("How it stands.")
    confidence: Confidence = column("Whether the target will be reached.")
    next_step: str = column("What is done next; may be empty.")
    checked_in_at: datetime = column("When it was said.")
    person: Person = to_one(PersonRow, "person_id", description="Who said it.")
    kpi: Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")] = to_one(
        KpiRow, "kpi_id", description="The KPI it is about."
    )
    person_id: strawberry.Private[UUID]
    kpi_id: strawberry.Private[UUID]


@node(models.Citation, "citation")
class Citation(Node):
    """A decision that rests on a KPI: the strongest evidence that it is used."""

    decision: str = column("What was decided.")
    cited_at: datetime = column("When the decision was noted.")
    person: Person = to_one(PersonRow, "person_id", description="Who noted it.")
    kpi: Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")] = to_one(
        KpiRow, "kpi_id", description="The KPI it rests on."
    )
    person_id: strawberry.Private[UUID]
    kpi_id: strawberry.Private[UUID]


def comments() -> Any:
    """The field `comments` of a KPI: `Connection[Comment]`."""
    return paged_below(models.Comment, "kpi_id", newest=True, description="What people said about it, newest first.")


def check_ins() -> Any:
    """The field `checkIns` of a KPI: `Connection[CheckIn]`."""
    return paged_below(models.CheckIn, "kpi_id", newest=True, description="The check-ins on it, newest first.")


def citations() -> Any:
    """The field `citations` of a KPI: `Connection[Citation]`."""
    return paged_below(models.Citation, "kpi_id", newest=True, description="Decisions that rest on it, newest first.")
