"""Reading the organisation."""

from typing import cast

import strawberry

from equipoise.tenants.organisation import organisation_facts
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.tenants import compiled
from equipoise_graphql.tenants.types import Organisation


@strawberry.type
class OrganisationQueries:
    """Reading the organisation."""

    @resolved("The organisation of the person who asks.", compiled=compiled.organisation)
    async def organisation(self, info: Info) -> Organisation:
        return cast("Organisation", await info.context.read(organisation_facts))


QUERIES = (OrganisationQueries,)
