"""What an initiative says about itself, checked on the way in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.calendar import FIRST_DAY, LAST_DAY, DateOutOfRange
from equipoise.domain.decimals import HUNDRED, ZERO, parse_decimal
from equipoise.domain.errors import Conflict, Invalid
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person
from equipoise.initiatives.models import InitiativeStatus


class Plan(TypedDict, total=False):
    """What is to be written; what is left out stays as it is. Figures come as they were written."""

    name: str
    description: str
    status: InitiativeStatus
    progress: object
    budget: object
    starts_on: date | None
    due_on: date | None
    owner_id: UUID | None
    kpi_ids: Sequence[UUID]
    """All KPIs that it is meant to move; those that are not named are no longer cited."""


async def columns_of(session: TenantSession, actor: Actor, plan: Plan) -> dict[str, Any]:
    """The columns that the plan writes.

    Raises: NotFound, Conflict, Invalid, DateOutOfRange, NotANumber and the refusals of texts.
    """
    columns: dict[str, Any] = {}
    if "name" in plan:
        columns["name"] = text.name(plan["name"], "name")
    if "description" in plan:
        columns["description"] = text.prose(plan["description"], "description")
    if "status" in plan:
        columns["status"] = plan["status"]
    if "progress" in plan:
        columns["progress"] = _progress(plan["progress"])
    if "budget" in plan:
        columns["budget"] = None if plan["budget"] is None else _budget(plan["budget"])
    if "starts_on" in plan:
        columns["starts_on"] = check_day(plan["starts_on"], "startsOn")
    if "due_on" in plan:
        columns["due_on"] = check_day(plan["due_on"], "dueOn")
    if "owner_id" in plan:
        columns["owner_id"] = await _owner(session, actor, plan["owner_id"])
    return columns


def check_day(day: date | None, field: str) -> date | None:
    """Raises: DateOutOfRange."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise DateOutOfRange(f"{day} is outside {FIRST_DAY} to {LAST_DAY}.", field=field)
    return day


def check_order(starts_on: date | None, due_on: date | None) -> None:
    """Raises: Invalid."""
    if starts_on is not None and due_on is not None and starts_on > due_on:
        raise Invalid(f"It cannot be due on {due_on}, before it starts on {starts_on}.", field="dueOn")


async def _owner(session: TenantSession, actor: Actor, owner_id: UUID | None) -> UUID | None:
    if owner_id is None:
        return None
    owner = await require(session, Person, owner_id, field="owner")
    if owner.left_at is not None and owner.left_at <= actor.now:
        raise Conflict(f"{owner.display_name} has left the organisation.", field="owner")
    return owner.id


def _progress(raw: object) -> Decimal:
    progress = parse_decimal(raw, "progress")
    if not ZERO <= progress <= HUNDRED:
        raise Invalid("Progress is a percentage from 0 to 100.", field="progress")
    return progress


def _budget(raw: object) -> Decimal:
    budget = parse_decimal(raw, "budget")
    if budget < ZERO:
        raise Invalid("A budget is not negative.", field="budget")
    return budget
