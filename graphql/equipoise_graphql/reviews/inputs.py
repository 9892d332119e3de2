"""What goes into reviews."""

from datetime import date

import strawberry

from equipoise.domain.calendar import Frequency
from equipoise.domain.review_cycle import Outcome, Stance
from equipoise.identity.models import Person
from equipoise.kpis.models import Kpi
from equipoise.reviews.decision import Decision, KpiChanges
from equipoise_graphql.ids import optional


@strawberry.input(description="A review to come.")
class ScheduleReviewInput:
    """A review to come."""

    scorecard: strawberry.ID = strawberry.field(description="The scorecard to review.")
    name: str = strawberry.field(description="At most 200 characters.")
    opens_on: date = strawberry.field(description="The day on which it is to be opened.")
    closes_on: date = strawberry.field(description="The day by which everything is to be decided.")


@strawberry.input(description="A review.")
class ReviewInput:
    """A review."""

    id: strawberry.ID = strawberry.field(description="The review.")


@strawberry.input(description="A review that is given up.")
class CancelReviewInput:
    """A review that is given up."""

    id: strawberry.ID = strawberry.field(description="The review.")
    reason: str = strawberry.field(description="Why; at most 10,000 characters.")


@strawberry.input(description="What the signed-in person thinks of a recommendation.")
class GiveOpinionInput:
    """What the signed-in person thinks of a recommendation."""

    item: strawberry.ID = strawberry.field(description="The item of the review.")
    stance: Stance = strawberry.field(description="For it, against it, or neither.")
    comment: str = strawberry.field(default="", description="Why; at most 10,000 characters.")


@strawberry.input(description="What becomes different about a KPI at once; what is left out stays.")
class ReviewChangesInput:
    """What becomes different about a KPI at once."""

    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    owner: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Who answers for it; null for nobody."
    )
    frequency: Frequency | None = strawberry.field(
        default=None, description="The length of its periods; only while it has no values."
    )


@strawberry.input(description="What happens to a KPI, or to an objective without one, and why.")
class DecideReviewItemInput:
    """What happens, and why."""

    item: strawberry.ID = strawberry.field(description="The item of the review.")
    outcome: Outcome = strawberry.field(
        description="RETIRE, KEEP, CHANGE or MERGE a KPI; ADD one where it is missing, or KEEP it as it is."
    )
    reason: str = strawberry.field(description="At most 10,000 characters.")
    merge_into: strawberry.ID | None = strawberry.field(
        default=None, description="For MERGE: the KPI that goes on in place of this one, which is retired."
    )
    changes: ReviewChangesInput | None = strawberry.field(
        default=None, description="For CHANGE: what is changed at once; without, the reason says what is to be done."
    )
    leave_alone_until: date | None = strawberry.field(
        default=None,
        description="For KEEP and CHANGE: the last day on which the rule does not ask again; by default one window of "
        "the organisation's usage policy from today.",
    )


@strawberry.input(description="A decision to undo.")
class RestoreReviewedKpiInput:
    """A decision to undo."""

    item: strawberry.ID = strawberry.field(description="The item whose decision retired a KPI.")
    reason: str = strawberry.field(default="", description="Why it is needed after all; at most 10,000 characters.")


@strawberry.input(description="Where rules are evaluated.")
class RaiseFlagsInput:
    """Where rules are evaluated."""

    scorecard: strawberry.ID | None = strawberry.field(default=None, description="Only here; null for everywhere.")


def decision_of(given: DecideReviewItemInput) -> Decision:
    """Raises: InvalidId."""
    return Decision(
        outcome=given.outcome,
        reason=given.reason,
        merge_into_id=optional(given.merge_into, Kpi, "mergeInto"),
        changes=_changes(given.changes),
        leave_alone_until=given.leave_alone_until,
    )


def _changes(given: ReviewChangesInput | None) -> KpiChanges:
    wanted: KpiChanges = {}
    if given is None:
        return wanted
    if given.name is not None:
        wanted["name"] = given.name
    if given.owner is not strawberry.UNSET:
        wanted["owner_id"] = optional(given.owner, Person, "changes.owner")
    if given.frequency is not None:
        wanted["frequency"] = given.frequency
    return wanted
