"""Reading applications."""

from typing import Any, cast

import strawberry

from equipoise.domain.roles import Permission
from equipoise.oauth import models
from equipoise.oauth.consent import applications_of
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.oauth import compiled
from equipoise_graphql.oauth.types import AuthorizedApplication, OAuthClient, OAuthScope, authorized, every_scope
from equipoise_graphql.paging import After, Connection, First, page


@strawberry.type
class OAuthQueries:
    """Reading applications."""

    @resolved(
        "Applications that were registered, in the order in which they were; for administrators.",
        compiled=compiled.oauth_clients,
    )
    async def oauth_clients(self, info: Info, first: First = 50, after: After = None) -> Connection[OAuthClient]:
        info.context.actor.require(Permission.MANAGE_PEOPLE)
        return await page(info, models.OAuthClient, first=first, after=after)

    @resolved(
        "One application that was registered, for administrators; null if there is no such one.",
        compiled=compiled.oauth_client,
    )
    async def oauth_client(self, info: Info, id: Id) -> OAuthClient | None:
        info.context.actor.require(Permission.MANAGE_PEOPLE)
        client_id = decode(id, models.OAuthClient)
        return cast("OAuthClient | None", await info.context.loaders.row(models.OAuthClient).load(client_id))

    @resolved("Every scope that there is.")
    def oauth_scopes(self) -> list[OAuthScope]:
        return every_scope()

    @resolved("The applications that you let act for you, by their names.", compiled=compiled.authorized_applications)
    async def authorized_applications(self, info: Info) -> list[AuthorizedApplication]:
        person_id = info.context.actor.person_id
        found: Any = await info.context.read(lambda session: applications_of(session, person_id))
        return [authorized(consent, client) for consent, client in found]


QUERIES = (OAuthQueries,)
