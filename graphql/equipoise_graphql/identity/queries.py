"""Reading people and one's own tokens."""

from typing import Annotated, Any

import strawberry

from equipoise.domain import text
from equipoise.domain.roles import Role
from equipoise.domain.scopes import Scope
from equipoise.identity import models
from equipoise.identity.models import PersonKind
from equipoise.identity.people import matching
from equipoise.strategy.models import OrgUnit
from equipoise.tenants.organisation import organisation_facts
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.identity import compiled
from equipoise_graphql.identity.tokens import AccessToken
from equipoise_graphql.identity.types import Person, Viewer
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.paging import After, Connection, First, page


@strawberry.input(description="Which people; without any condition all who are here.")
class PeopleFilter:
    """Which people."""

    role: Role | None = strawberry.field(default=None, description="Only people of this role.")
    kind: PersonKind | None = strawberry.field(default=None, description="Only humans, or only services.")
    org_unit: strawberry.ID | None = strawberry.field(default=None, description="Only people of this very unit.")
    search: str | None = strawberry.field(default=None, description="Part of a name or an address, in any case.")
    include_left: bool = strawberry.field(default=False, description="Also people who have left.")


@strawberry.type
class PeopleQueries:
    """Reading people and one's own tokens."""

    @resolved("Who is asking.", compiled=compiled.viewer)
    async def viewer(self, info: Info) -> Viewer:
        actor = info.context.actor
        organisation: Any = await info.context.read(organisation_facts)
        return Viewer(
            role=actor.role,
            scopes=None if actor.scopes is None else [scope.value for scope in Scope if scope in actor.scopes],
            organisation=organisation,
            person_id=actor.person_id,
        )

    @resolved("One person; null if there is no such person.", compiled=compiled.person)
    async def person(self, info: Info, id: Id) -> Person | None:
        found: Person | None = await info.context.loaders.row(models.Person).load(decode(id, models.Person))
        return found

    @resolved("People, in the order in which they were added.", compiled=compiled.people)
    async def people(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[PeopleFilter | None, strawberry.argument(description="Which people.")] = None,
    ) -> Connection[Person]:
        return await page(info, models.Person, *_conditions(filter or PeopleFilter()), first=first, after=after)

    @resolved(
        "The access tokens that you made by hand, newest first. A token's secret is shown once, when it is made.",
        compiled=compiled.access_tokens,
    )
    async def access_tokens(self, info: Info, first: First = 50, after: After = None) -> Connection[AccessToken]:
        mine = models.AccessToken.person_id == info.context.actor.person_id
        by_hand = models.AccessToken.client_id.is_(None)
        return await page(info, models.AccessToken, mine, by_hand, first=first, after=after, newest=True)


def _conditions(wanted: PeopleFilter) -> list[Any]:
    conditions: list[Any] = []
    if not wanted.include_left:
        conditions.append(models.Person.left_at.is_(None))
    if wanted.role is not None:
        conditions.append(models.Person.role == wanted.role)
    if wanted.kind is not None:
        conditions.append(models.Person.kind == wanted.kind)
    if wanted.org_unit is not None:
        conditions.append(models.Person.org_unit_id == decode(wanted.org_unit, OrgUnit, "filter.orgUnit"))
    if wanted.search is not None:
        conditions.append(matching(text.name(wanted.search, "filter.search")))
    return conditions


QUERIES = (PeopleQueries,)
