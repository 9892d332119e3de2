"""Use of the schema, as administrators see it."""

from datetime import date
from typing import Any, cast

import strawberry

from equipoise.db.model import Entity
from equipoise.field_use.uses import Use
from equipoise.identity.models import AccessToken
from equipoise.oauth.models import OAuthClient
from equipoise_graphql.context import Info
from equipoise_graphql.field_use.deprecated import deprecated
from equipoise_graphql.fields import column, resolved
from equipoise_graphql.ids import encode
from equipoise_graphql.paging import PageInfo

LARGEST_INT = 2**31 - 1


@strawberry.type(description="What one client used of one part of the schema.")
class FieldUse:
    """Describes `equipoise.field_use.uses.Use`."""

    coordinate: str = column("The part, as the specification writes it: `Kpi.position`, `Status.GREEN`.")
    last_used_on: date = column("The last day on which the client asked for it.")

    @resolved("How many requests asked for it; more than 2,147,483,647 are shown as this number.")
    def times(self) -> int:
        return min(_use(self).times, LARGEST_INT)

    @resolved("Why not to use it any more; null where it is not deprecated, or no longer there.")
    def deprecation_reason(self, info: Info) -> str | None:
        return deprecated(info.schema._schema).get(_use(self).coordinate)

    @resolved("The OAuth client, or the access token that somebody made by hand; null once it is gone.")
    async def client(self, info: Info) -> strawberry.ID | None:
        found = await _client(info, self)
        return None if found is None else strawberry.ID(encode(type(found), found.id))

    @resolved("What people call that client; null once it is gone.")
    async def client_name(self, info: Info) -> str | None:
        found = await _client(info, self)
        return None if found is None else found.name


@strawberry.type(description="One node and the cursor that stands for it.")
class FieldUseEdge:
    """One use and its cursor."""

    cursor: str = column("Pass it as `after` to go on from here.")
    node: FieldUse = column("The use itself.")


@strawberry.type(description="A page of a list.")
class FieldUseConnection:
    """A page of uses."""

    nodes: list[FieldUse] = column("The page, without cursors.")
    edges: list[FieldUseEdge] = column("The page, with cursors.")
    page_info: PageInfo = column("Where this page stands in the whole list.")
    total_count: int = column("How many there are in all.")


def _use(root: object) -> Use:
    return cast("Use", root)


async def _client(info: Info, root: object) -> AccessToken | OAuthClient | None:
    client_id = _use(root).client_id
    models: tuple[type[Entity], ...] = (OAuthClient, AccessToken)
    for model in models:
        found: Any = await info.context.loaders.row(model).load(client_id)
        if found is not None:
            return cast("AccessToken | OAuthClient", found)
    return None
