"""Organisation units."""

from typing import Annotated, Any, cast
from uuid import UUID

import strawberry

from equipoise.db.session import TenantSession
from equipoise.strategy import models, units
from equipoise.strategy.models import UnitKind
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described, mutation, resolved, to_many, to_one
from equipoise_graphql.ids import Id, decode, optional
from equipoise_graphql.inputs import written
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.node import Node, node
from equipoise_graphql.strategy import compiled

described(
    UnitKind,
    "The level of an organisation unit.",
    COMPANY="The whole organisation, or a company of a group.",
    DIVISION="A large part, such as a region or a line of business.",
    DEPARTMENT="A part with one task, such as sales.",
    TEAM="The people who work together every day.",
)


@node(models.OrgUnit, "unit")
class OrgUnit(Node):
    """Company, division, department or team."""

    name: str = column("What people call it.")
    kind: UnitKind = column("Its level.")
    position: int = column("Its place among its siblings; those with the same place are in the order of their names.")
    parent: Annotated["OrgUnit", strawberry.lazy(__name__)] | None = to_one(
        models.OrgUnit, "parent_id", description="The unit above; null at the top."
    )
    children: list[Annotated["OrgUnit", strawberry.lazy(__name__)]] = to_many(
        models.OrgUnit, "parent_id", "position", "name", description="The units below, in their order."
    )
    parent_id: strawberry.Private[UUID | None]


@strawberry.type
class UnitQueries:
    """Reading units."""

    @resolved("One organisation unit; null if there is no such unit.", compiled=compiled.org_unit)
    async def org_unit(self, info: Info, id: Id) -> OrgUnit | None:
        found: OrgUnit | None = await info.context.loaders.row(models.OrgUnit).load(decode(id, models.OrgUnit))
        return found

    @resolved(
        "The organisation units at the top, in their order; the others are their `children`.",
        compiled=compiled.org_units,
    )
    async def org_units(self, info: Info) -> list[OrgUnit]:
        return cast("list[OrgUnit]", await info.context.read(units.top_units))


@strawberry.input(description="A new organisation unit.")
class AddOrgUnitInput:
    """A new organisation unit."""

    name: str = strawberry.field(description="At most 200 characters.")
    kind: UnitKind = strawberry.field(description="Its level.")
    parent: strawberry.ID | None = strawberry.field(default=None, description="The unit above; null for a root.")
    position: int = strawberry.field(default=0, description="Its place among its siblings.")


@strawberry.input(description="Where a unit goes.")
class MoveOrgUnitInput:
    """Where a unit goes."""

    id: strawberry.ID = strawberry.field(description="The unit to move.")
    parent: strawberry.ID | None = strawberry.field(default=None, description="Its new parent; null makes it a root.")


@strawberry.input(description="What changes about a unit; what is left out or null stays as it is.")
class UpdateOrgUnitInput:
    """What changes about a unit."""

    id: strawberry.ID = strawberry.field(description="The unit.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    kind: UnitKind | None = strawberry.field(default=None, description="Its level.")
    position: int | None = strawberry.field(default=None, description="Its place among its siblings.")


@strawberry.input(description="Which unit goes.")
class RemoveOrgUnitInput:
    """Which unit goes."""

    id: strawberry.ID = strawberry.field(description="A unit that holds no units, scorecards or people.")


@strawberry.type(description="The answer of a mutation of a unit.")
class OrgUnitPayload(Payload):
    """The answer of a mutation of a unit."""

    org_unit: OrgUnit | None = strawberry.field(
        default=None, description="The unit as it is now; null once it is removed."
    )


@strawberry.type
class UnitMutations:
    """Changing units."""

    @mutation("Add a unit to the tree.")
    async def add_org_unit(self, info: Info, input: AddOrgUnitInput) -> OrgUnitPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            unit = await units.add_unit(
                session,
                info.context.actor,
                name=input.name,
                kind=input.kind,
                parent_id=optional(input.parent, models.OrgUnit, "parent"),
                position=input.position,
            )
            return {"org_unit": unit}

        return await attempt(info, OrgUnitPayload, act)

    @mutation("Put a unit, with all below it, under another parent.")
    async def move_org_unit(self, info: Info, input: MoveOrgUnitInput) -> OrgUnitPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            unit_id = decode(input.id, models.OrgUnit)
            parent_id = optional(input.parent, models.OrgUnit, "parent")
            return {"org_unit": await units.move_unit(session, info.context.actor, unit_id, parent_id)}

        return await attempt(info, OrgUnitPayload, act)

    @mutation("Change a unit.")
    async def update_org_unit(self, info: Info, input: UpdateOrgUnitInput) -> OrgUnitPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            unit_id = decode(input.id, models.OrgUnit)
            properties = written(input, "name", "kind", "position")
            return {"org_unit": await units.update_unit(session, info.context.actor, unit_id, **properties)}

        return await attempt(info, OrgUnitPayload, act)

    @mutation("Remove a unit that nothing belongs to any more.")
    async def remove_org_unit(self, info: Info, input: RemoveOrgUnitInput) -> OrgUnitPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            await units.remove_unit(session, info.context.actor, decode(input.id, models.OrgUnit))
            return {}

        return await attempt(info, OrgUnitPayload, act)
