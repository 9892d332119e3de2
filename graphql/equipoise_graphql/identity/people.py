"""How people join, change and leave."""

from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.roles import Role
from equipoise.identity import models, people
from equipoise.identity.models import PersonKind
from equipoise.strategy.models import OrgUnit
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.identity.types import Person
from equipoise_graphql.ids import decode, optional
from equipoise_graphql.inputs import written
from equipoise_graphql.mutation import Payload, attempt


@strawberry.input(description="Somebody who joins.")
class AddPersonInput:
    """Somebody who joins."""

    display_name: str = strawberry.field(description="What others see, at most 200 characters.")
    email: str = strawberry.field(description="Who left and comes back under the same address is the same person.")
    role: Role = strawberry.field(description="At most your own.")
    kind: PersonKind = strawberry.field(default=PersonKind.HUMAN, description="A human or a service.")
    org_unit: strawberry.ID | None = strawberry.field(default=None, description="Where the person works.")


@strawberry.input(description="What changes about a person; what is left out stays as it is.")
class UpdatePersonInput:
    """What changes about a person."""

    id: strawberry.ID = strawberry.field(description="The person.")
    display_name: str | None = strawberry.field(default=None, description="What others see, at most 200 characters.")
    role: Role | None = strawberry.field(default=None, description="At most your own.")
    org_unit: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Where the person works; null for no unit."
    )


@strawberry.input(description="Who leaves.")
class RemovePersonInput:
    """Who leaves."""

    id: strawberry.ID = strawberry.field(description="The person.")


@strawberry.type(description="The answer of a mutation of a person.")
class PersonPayload(Payload):
    """The answer of a mutation of a person."""

    person: Person | None = strawberry.field(default=None, description="The person as they are now.")


@strawberry.type
class PeopleMutations:
    """How people join, change and leave."""

    @mutation("Add a person or a service to the organisation.")
    async def add_person(self, info: Info, input: AddPersonInput) -> PersonPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            person = await people.add_person(
                session,
                info.context.actor,
                display_name=input.display_name,
                email=input.email,
                role=input.role,
                kind=input.kind,
                org_unit_id=optional(input.org_unit, OrgUnit, "orgUnit"),
            )
            return {"person": person}

        return await attempt(info, PersonPayload, act)

    @mutation("Change a person.")
    async def update_person(self, info: Info, input: UpdatePersonInput) -> PersonPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            properties = written(input, "display_name", "role", nullable=("org_unit",))
            if "org_unit" in properties:
                properties["org_unit_id"] = optional(properties.pop("org_unit"), OrgUnit, "orgUnit")
            person_id = decode(input.id, models.Person)
            person = await people.update_person(session, info.context.actor, person_id, **properties)
            return {"person": person}

        return await attempt(info, PersonPayload, act)

    @mutation("A person leaves: every token ends now. What they did keeps their name.")
    async def remove_person(self, info: Info, input: RemovePersonInput) -> PersonPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            person_id = decode(input.id, models.Person)
            return {"person": await people.remove_person(session, info.context.actor, person_id)}

        return await attempt(info, PersonPayload, act)
