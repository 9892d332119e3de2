"""Reading trusted documents."""

from typing import Annotated, Any

import strawberry

from equipoise.domain import text
from equipoise.domain.roles import Permission
from equipoise.oauth.models import OAuthClient
from equipoise.trusted_documents import models
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import decode
from equipoise_graphql.paging import After, Connection, First, page
from equipoise_graphql.trusted_documents import compiled
from equipoise_graphql.trusted_documents.types import TrustedDocument


@strawberry.input(description="Which trusted documents; without any condition all that are not withdrawn.")
class TrustedDocumentFilter:
    """Which trusted documents."""

    client: strawberry.ID | None = strawberry.field(
        default=None, description="Only those of this application, without those that every client may send."
    )
    search: str | None = strawberry.field(default=None, description="Part of an operation's name, in any case.")
    include_withdrawn: bool = strawberry.field(default=False, description="Also those that were withdrawn.")


@strawberry.type
class TrustedDocumentQueries:
    """Reading trusted documents."""

    @resolved(
        "Trusted documents, in the order in which they were first registered; for administrators.",
        compiled=compiled.trusted_documents,
    )
    async def trusted_documents(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[TrustedDocumentFilter | None, strawberry.argument(description="Which documents.")] = None,
    ) -> Connection[TrustedDocument]:
        info.context.actor.require(Permission.MANAGE_PEOPLE)
        conditions = _conditions(filter or TrustedDocumentFilter())
        return await page(info, models.TrustedDocument, *conditions, first=first, after=after)


def _conditions(wanted: TrustedDocumentFilter) -> list[Any]:
    row = models.TrustedDocument
    conditions: list[Any] = [] if wanted.include_withdrawn else [row.withdrawn_at.is_(None)]
    if wanted.client is not None:
        conditions.append(row.client_id == decode(wanted.client, OAuthClient, "filter.client"))
    if wanted.search is not None:
        conditions.append(row.name.icontains(text.name(wanted.search, "filter.search"), autoescape=True))
    return conditions


QUERIES = (TrustedDocumentQueries,)
