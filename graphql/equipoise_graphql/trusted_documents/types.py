"""Trusted documents."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

import strawberry

from equipoise.identity.models import Person as PersonRow
from equipoise.oauth import models as oauth
from equipoise.trusted_documents import models
from equipoise_graphql.fields import column, resolved, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.ids import encode, register
from equipoise_graphql.oauth.types import OAuthClient
from equipoise_graphql.trusted_documents import compiled

# No node: `node(id)` answers everybody of the organisation, and what clients may send concerns administrators alone.
register(models.TrustedDocument, "document")


@strawberry.type(description="A document that clients may send by its hash, whatever else they may send.")
class TrustedDocument:
    """Describes `equipoise.trusted_documents.models.TrustedDocument`."""

    name: str = column("The names of its operations, separated by commas; empty if they have none.")
    text: str = column("The document, letter for letter as its hash was made.")
    client: OAuthClient | None = to_one(
        oauth.OAuthClient, "client_id", description="The application that may send it; null if every client may."
    )
    client_id: strawberry.Private[UUID | None]
    registered_at: datetime = column("When it was registered, most lately.")
    registered_by: Person = to_one(PersonRow, "registered_by", description="Who registered it.")
    withdrawn_at: datetime | None = column("Since when clients may send it no longer; null while they may.")
    last_used_on: date | None = column(
        "The last day (UTC) on which a client sent its hash; null if none ever did.", uncounted=True
    )

    @resolved("Opaque; pass it to `withdrawTrustedDocuments`.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode(models.TrustedDocument, _row(self).id))

    @resolved(
        "What clients send as `documentId`: `sha256:` and the SHA-256 of the text in UTF-8.",
        compiled=compiled.document_id,
    )
    def document_id(self) -> str:
        return f"sha256:{_row(self).sha256.hex()}"


def _row(shown: TrustedDocument) -> models.TrustedDocument:
    return cast("models.TrustedDocument", shown)
