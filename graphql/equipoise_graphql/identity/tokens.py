"""Access tokens."""

from datetime import date, datetime, timedelta
from typing import Any, cast

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.errors import Invalid
from equipoise.domain.roles import Role
from equipoise.domain.scopes import Scope, parse_scopes, read_scopes
from equipoise.identity import models, tokens
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, mutation, resolved
from equipoise_graphql.identity import compiled
from equipoise_graphql.ids import decode, encode, register
from equipoise_graphql.mutation import Payload, attempt

LONGEST_DAYS = 366

# No node: `node(id)` answers everybody of the organisation, and tokens concern nobody but their owner.
register(models.AccessToken, "token")


def shown_scopes(kept: str | None) -> list[str] | None:
    """Scopes as the API shows them."""
    scopes = parse_scopes(kept)
    return None if scopes is None else [scope.value for scope in Scope if scope in scopes]


@strawberry.type(description="A token with which a program acts for a person.")
class AccessToken:
    """Describes `equipoise.identity.models.AccessToken`, never its hash."""

    name: str = column("What its owner calls it.")
    role: Role = column("What it may do; never more than the person may at that moment.")
    created_at: datetime = column("When it was made.")
    expires_at: datetime | None = column("When it ends by itself; null if it does not.")
    revoked_at: datetime | None = column("When it was ended; null while it works.")
    last_used_on: date | None = column("The last day on which it was used; null if it never was.", uncounted=True)

    @resolved(
        "What it is for, as OAuth 2 writes it; null if it is for everything that the role may.",
        compiled=compiled.scopes,
    )
    def scopes(self) -> list[str] | None:
        return shown_scopes(cast("models.AccessToken", self).scopes)

    @resolved("Opaque; pass it to `revokeAccessToken`.")
    def id(self) -> strawberry.ID:
        row = cast("models.AccessToken", self)
        return strawberry.ID(encode(models.AccessToken, row.id))


@strawberry.input(description="A new access token.")
class CreateAccessTokenInput:
    """A new access token."""

    name: str = strawberry.field(description="What it is for, at most 200 characters.")
    person: strawberry.ID | None = strawberry.field(
        default=None, description="The service to make it for; yourself by default. Nobody makes one for other people."
    )
    role: Role | None = strawberry.field(
        default=None, description="A role below the person's own; by default the person's own."
    )
    scopes: list[str] | None = strawberry.field(
        default=None,
        description="What it is for, such as `scorecard:read` and `values:write`; by default everything.",
    )
    expires_in_days: int = strawberry.field(default=90, description=f"1 to {LONGEST_DAYS}.")


@strawberry.input(description="Which access token ends.")
class RevokeAccessTokenInput:
    """Which access token ends."""

    id: strawberry.ID = strawberry.field(description="The token, one's own or, for administrators, anybody's.")


@strawberry.type(description="A new access token with its secret.")
class CreateAccessTokenPayload(Payload):
    """A new access token with its secret."""

    access_token: AccessToken | None = strawberry.field(default=None, description="The token.")
    secret: str | None = strawberry.field(
        default=None, description="Send it as `Authorization: Bearer …`. Keep it now: it cannot be shown again."
    )


@strawberry.type(description="The answer of a mutation of an access token.")
class AccessTokenPayload(Payload):
    """The answer of a mutation of an access token."""

    access_token: AccessToken | None = strawberry.field(default=None, description="The token as it is now.")


@strawberry.type
class TokenMutations:
    """Making and ending tokens."""

    @mutation("Make an access token.")
    async def create_access_token(self, info: Info, input: CreateAccessTokenInput) -> CreateAccessTokenPayload:
        actor = info.context.actor

        async def act(session: TenantSession) -> dict[str, Any]:
            if not 1 <= input.expires_in_days <= LONGEST_DAYS:
                raise Invalid(f"A token lasts 1 to {LONGEST_DAYS} days.", field="expiresInDays")
            issued = await tokens.create_token(
                session,
                actor,
                person_id=actor.person_id if input.person is None else decode(input.person, models.Person, "person"),
                name=input.name,
                role=input.role,
                scopes=None if input.scopes is None else read_scopes(input.scopes, "scopes"),
                lifetime=timedelta(days=input.expires_in_days),
            )
            return {"access_token": issued.row, "secret": issued.secret}

        return await attempt(info, CreateAccessTokenPayload, act)

    @mutation("End an access token now. Repeating it changes nothing.")
    async def revoke_access_token(self, info: Info, input: RevokeAccessTokenInput) -> AccessTokenPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            token_id = decode(input.id, models.AccessToken)
            return {"access_token": await tokens.revoke_token(session, info.context.actor, token_id)}

        return await attempt(info, AccessTokenPayload, act)
