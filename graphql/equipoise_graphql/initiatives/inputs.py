"""What initiatives and milestones are made of, as it comes in."""

from datetime import date
from decimal import Decimal
from typing import cast

import strawberry

from equipoise.identity.models import Person
from equipoise.initiatives.milestones import MilestoneChange
from equipoise.initiatives.models import InitiativeStatus
from equipoise.initiatives.plan import Plan
from equipoise.kpis.models import Kpi
from equipoise_graphql.ids import decode, optional
from equipoise_graphql.inputs import written


@strawberry.input(description="A new initiative.")
class AddInitiativeInput:
    """A new initiative."""

    objective: strawberry.ID = strawberry.field(description="The objective that it moves.")
    name: str = strawberry.field(description="At most 200 characters.")
    description: str = strawberry.field(default="", description="At most 10,000 characters.")
    status: InitiativeStatus = strawberry.field(default=InitiativeStatus.PLANNED, description="How far it is.")
    progress: Decimal = strawberry.field(default=Decimal(0), description="Percent, 0 to 100.")
    budget: Decimal | None = strawberry.field(default=None, description="Not negative.")
    starts_on: date | None = strawberry.field(default=None, description="Its first day.")
    due_on: date | None = strawberry.field(default=None, description="Its last day, not before the first.")
    owner: strawberry.ID | None = strawberry.field(default=None, description="Who answers for it.")
    kpis: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The KPIs it is meant to move, at most 100. Evidence that they are used."
    )


@strawberry.input(description="What changes about an initiative; what is left out stays as it is.")
class UpdateInitiativeInput:
    """What changes about an initiative."""

    id: strawberry.ID = strawberry.field(description="The initiative.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    description: str | None = strawberry.field(default=None, description="At most 10,000 characters.")
    status: InitiativeStatus | None = strawberry.field(default=None, description="How far it is.")
    progress: Decimal | None = strawberry.field(default=None, description="Percent, 0 to 100.")
    budget: Decimal | None = strawberry.field(default=strawberry.UNSET, description="Not negative; null for none.")
    starts_on: date | None = strawberry.field(default=strawberry.UNSET, description="Null leaves it open.")
    due_on: date | None = strawberry.field(default=strawberry.UNSET, description="Null leaves it open.")
    owner: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Null for nobody.")
    kpis: list[strawberry.ID] | None = strawberry.field(
        default=None, description="All KPIs it is meant to move; others are no longer cited."
    )


@strawberry.input(description="What is removed.")
class RemoveInitiativeInput:
    """What is removed."""

    id: strawberry.ID = strawberry.field(description="The initiative.")


@strawberry.input(description="A new milestone.")
class AddMilestoneInput:
    """A new milestone."""

    initiative: strawberry.ID = strawberry.field(description="The initiative that has to reach it.")
    name: str = strawberry.field(description="At most 200 characters.")
    due_on: date = strawberry.field(description="The day by which it is to be reached.")


@strawberry.input(description="What changes about a milestone; what is left out stays as it is.")
class UpdateMilestoneInput:
    """What changes about a milestone."""

    id: strawberry.ID = strawberry.field(description="The milestone.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    due_on: date | None = strawberry.field(default=None, description="The day by which it is to be reached.")
    done_on: date | None = strawberry.field(default=strawberry.UNSET, description="Null: it is not reached after all.")


@strawberry.input(description="What is removed.")
class RemoveMilestoneInput:
    """What is removed."""

    id: strawberry.ID = strawberry.field(description="The milestone.")


def plan_of(given: AddInitiativeInput | UpdateInitiativeInput) -> Plan:
    """What is to be written. Raises: InvalidId."""
    plan = written(given, "name", "description", "status", "progress", nullable=("budget", "starts_on", "due_on"))
    if given.owner is not strawberry.UNSET:
        plan["owner_id"] = optional(given.owner, Person, "owner")
    if given.kpis is not None:
        plan["kpi_ids"] = [decode(raw, Kpi, f"kpis.{place}") for place, raw in enumerate(given.kpis)]
    return cast("Plan", plan)


def milestone_change(given: UpdateMilestoneInput) -> MilestoneChange:
    """What is to be different."""
    return cast("MilestoneChange", written(given, "name", "due_on", nullable=("done_on",)))
