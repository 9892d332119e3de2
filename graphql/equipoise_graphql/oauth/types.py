"""Applications, as administrators and as the people they act for see them."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry

from equipoise.domain.scopes import Scope
from equipoise.identity.models import Person as PersonRow
from equipoise.oauth import models
from equipoise.oauth.identifiers import client_name
from equipoise.oauth.models import ClientKind
from equipoise_graphql.fields import column, described, resolved, to_one
from equipoise_graphql.identity.tokens import shown_scopes
from equipoise_graphql.identity.types import Person
from equipoise_graphql.ids import encode, register
from equipoise_graphql.oauth import compiled

described(
    ClientKind,
    "Whether an application can keep a secret.",
    PUBLIC="A page in a browser or an app on a device: without a secret, it proves by PKCE that it began what it ends.",
    CONFIDENTIAL="A program on a server: it shows a secret whenever it asks for tokens.",
)

# No node: `node(id)` answers everybody of the organisation, and registrations concern administrators alone.
register(models.OAuthClient, "client")


@strawberry.type(name="OAuthClient", description="An application that may ask people to let it act for them.")
class OAuthClient:
    """Describes `equipoise.oauth.models.OAuthClient`, never its hash."""

    name: str = column("What people see when they are asked whether they let it act; unique.")
    kind: ClientKind = column("Whether it keeps a secret.", compiled=compiled.kind)
    created_at: datetime = column("When it was registered.")
    disabled_at: datetime | None = column("When it was disabled; null while it works.")
    service: Person | None = to_one(
        PersonRow, "service_person_id", description="As which it acts for itself; null if it acts for people only."
    )
    service_person_id: strawberry.Private[UUID | None]

    @resolved("Opaque; pass it to the mutations of applications.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode(models.OAuthClient, _row(self).id))

    @resolved("The `client_id` of OAuth 2, which goes into the application; no secret.", compiled=compiled.client_id)
    def client_id(self) -> str:
        return client_name(_row(self).tenant_id, _row(self).id)

    @resolved(
        "Where people may be sent back to, letter for letter; on loopback addresses any port fits.",
        compiled=compiled.words("redirect_uris"),
    )
    def redirect_uris(self) -> list[str]:
        return _row(self).redirect_uris.split()

    @resolved("Origins of pages that may use the API with its tokens.", compiled=compiled.words("web_origins"))
    def web_origins(self) -> list[str]:
        return _row(self).web_origins.split()

    @resolved("What it may ask for at most.", compiled=compiled.scopes)
    def scopes(self) -> list[str]:
        return shown_scopes(_row(self).scopes) or []


@strawberry.type(description="An application that you let act for you.")
class AuthorizedApplication:
    """What a person agreed to."""

    id: strawberry.ID = column("Opaque; pass it to `withdrawConsent`.")
    name: str = column("What the application is called.")
    scopes: list[str] = column("What you let it do, as OAuth 2 writes it.")
    given_at: datetime = column("When you agreed last.")


@strawberry.type(name="OAuthScope", description="A part of what a person may do, for which tokens are given.")
class OAuthScope:
    """A scope with its words."""

    name: str = column("As OAuth 2 writes it, such as `scorecard:read`.")
    description: str = column("What somebody who is asked for consent reads.")


def every_scope() -> list[OAuthScope]:
    return [OAuthScope(name=scope.value, description=scope.words) for scope in Scope]


def authorized(consent: models.OAuthConsent, client: models.OAuthClient) -> AuthorizedApplication:
    return AuthorizedApplication(
        id=strawberry.ID(encode(models.OAuthClient, client.id)),
        name=client.name,
        scopes=shown_scopes(consent.scopes) or [],
        given_at=consent.given_at,
    )


def _row(shown: object) -> models.OAuthClient:
    return cast("models.OAuthClient", shown)
