"""How applications are registered, changed and ended."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.roles import Role
from equipoise.identity.actor import Actor
from equipoise.oauth import clients, models
from equipoise.oauth.consent import withdraw_consent
from equipoise.oauth.models import ClientKind
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.inputs import written
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.oauth.types import OAuthClient

_REDIRECT_URIS = "Where people may be sent back to: https, or http on localhost; at most 20."
_WEB_ORIGINS = "Origins of pages that use the API, such as `https://app.example.com`; at most 20."
_SCOPES = "What it may ask for at most, such as `scorecard:read`; see `oauthScopes`."


@strawberry.input(name="RegisterOAuthClientInput", description="A new application.")
class RegisterOAuthClientInput:
    """A new application."""

    name: str = strawberry.field(description="What people see when they are asked, at most 200 characters; unique.")
    kind: ClientKind = strawberry.field(description="Whether it keeps a secret.")
    scopes: list[str] = strawberry.field(description=_SCOPES)
    redirect_uris: list[str] = strawberry.field(default_factory=list, description=_REDIRECT_URIS)
    web_origins: list[str] = strawberry.field(default_factory=list, description=_WEB_ORIGINS)
    service_role: Role | None = strawberry.field(
        default=None,
        description="Gives a CONFIDENTIAL application a service of its own, of this role, as which it acts by itself.",
    )


@strawberry.input(
    name="UpdateOAuthClientInput",
    description="What changes about an application; what is left out stays as it is, a list that is given replaces.",
)
class UpdateOAuthClientInput:
    """What changes about an application."""

    id: strawberry.ID = strawberry.field(description="The application.")
    name: str | None = strawberry.field(default=None, description="What people see when they are asked.")
    scopes: list[str] | None = strawberry.field(default=None, description=_SCOPES)
    redirect_uris: list[str] | None = strawberry.field(default=None, description=_REDIRECT_URIS)
    web_origins: list[str] | None = strawberry.field(default=None, description=_WEB_ORIGINS)


@strawberry.input(name="OAuthClientInput", description="Which application.")
class OAuthClientInput:
    """Which application."""

    id: strawberry.ID = strawberry.field(description="The application.")


@strawberry.input(description="Which application may act for you no more.")
class WithdrawConsentInput:
    """Which application may act no more."""

    id: strawberry.ID = strawberry.field(description="The application, as `authorizedApplications` has it.")


@strawberry.type(name="OAuthClientPayload", description="The answer of a mutation of an application.")
class OAuthClientPayload(Payload):
    """The answer of a mutation of an application."""

    client: OAuthClient | None = strawberry.field(default=None, description="The application as it is now.")


@strawberry.type(name="OAuthClientSecretPayload", description="An application with its new secret.")
class OAuthClientSecretPayload(Payload):
    """An application with its new secret."""

    client: OAuthClient | None = strawberry.field(default=None, description="The application as it is now.")
    secret: str | None = strawberry.field(
        default=None,
        description="The `client_secret` of OAuth 2; null if it is PUBLIC. Keep it now: it cannot be shown again.",
    )


@strawberry.type(description="The answer of withdrawing consent.")
class WithdrawConsentPayload(Payload):
    """The answer of withdrawing consent."""

    name: str | None = strawberry.field(default=None, description="What the application is called.")


@strawberry.type
class OAuthMutations:
    """How applications are registered, changed and ended."""

    @mutation("Register an application that may act for people who consent, or for itself.")
    async def register_oauth_client(self, info: Info, input: RegisterOAuthClientInput) -> OAuthClientSecretPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            made = await clients.register_client(
                session,
                info.context.actor,
                name=input.name,
                kind=input.kind,
                redirect_uris=input.redirect_uris,
                web_origins=input.web_origins,
                scopes=input.scopes,
                service_role=input.service_role,
            )
            return {"client": made.row, "secret": made.secret}

        return await attempt(info, OAuthClientSecretPayload, act)

    @mutation("Change an application. Tokens that it holds stay as they are for the minutes that they last.")
    async def update_oauth_client(self, info: Info, input: UpdateOAuthClientInput) -> OAuthClientPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            properties = written(input, "name", "scopes", "redirect_uris", "web_origins")
            client_id = decode(input.id, models.OAuthClient)
            return {"client": await clients.update_client(session, info.context.actor, client_id, **properties)}

        return await attempt(info, OAuthClientPayload, act)

    @mutation("Give an application a new secret; the old one ends now.")
    async def rotate_oauth_client_secret(self, info: Info, input: OAuthClientInput) -> OAuthClientSecretPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            client_id = decode(input.id, models.OAuthClient)
            made = await clients.rotate_client_secret(session, info.context.actor, client_id)
            return {"client": made.row, "secret": made.secret}

        return await attempt(info, OAuthClientSecretPayload, act)

    @mutation("Disable an application: all tokens that it holds end now. Repeating it changes nothing.")
    async def disable_oauth_client(self, info: Info, input: OAuthClientInput) -> OAuthClientPayload:
        return await _change(info, input, clients.disable_client)

    @mutation("Let a disabled application work again; what ended stays ended. Repeating it changes nothing.")
    async def enable_oauth_client(self, info: Info, input: OAuthClientInput) -> OAuthClientPayload:
        return await _change(info, input, clients.enable_client)

    @mutation("Have an application act for you no more: all it holds for you ends now.")
    async def withdraw_consent(self, info: Info, input: WithdrawConsentInput) -> WithdrawConsentPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            client_id = decode(input.id, models.OAuthClient)
            return {"name": (await withdraw_consent(session, info.context.actor, client_id)).name}

        return await attempt(info, WithdrawConsentPayload, act)


async def _change(
    info: Info,
    input: OAuthClientInput,
    use_case: Callable[[TenantSession, Actor, UUID], Awaitable[models.OAuthClient]],
) -> OAuthClientPayload:
    async def act(session: TenantSession) -> dict[str, Any]:
        return {"client": await use_case(session, info.context.actor, decode(input.id, models.OAuthClient))}

    return await attempt(info, OAuthClientPayload, act)


MUTATIONS = (OAuthMutations,)
