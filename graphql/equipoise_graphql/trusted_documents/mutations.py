"""Registering and withdrawing trusted documents."""

from collections.abc import Sequence
from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.oauth.models import OAuthClient
from equipoise.trusted_documents import models
from equipoise.trusted_documents.register import MOST_AT_ONCE, register_documents
from equipoise.trusted_documents.withdraw import MOST_AT_ONCE as MOST_WITHDRAWN
from equipoise.trusted_documents.withdraw import withdraw_documents
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode, optional
from equipoise_graphql.mutation import Payload, UserError, attempt, user_error
from equipoise_graphql.trusted_documents.types import TrustedDocument


@strawberry.input(description="Documents that clients may send from now on.")
class RegisterTrustedDocumentsInput:
    """Documents to trust."""

    documents: list[str] = strawberry.field(
        description=f"Their texts, letter for letter as clients hash them; at most {MOST_AT_ONCE}."
    )
    client: strawberry.ID | None = strawberry.field(
        default=None, description="The application that may send them; by default every client of the organisation."
    )


@strawberry.input(description="Documents that clients may send no longer.")
class WithdrawTrustedDocumentsInput:
    """Documents to trust no longer."""

    documents: list[strawberry.ID] = strawberry.field(description=f"Trusted documents; at most {MOST_WITHDRAWN:,}.")


@strawberry.type(description="The answer of a mutation of trusted documents.")
class TrustedDocumentsPayload(Payload):
    """The answer of a mutation of trusted documents."""

    documents: list[TrustedDocument] = strawberry.field(
        default_factory=list, description="The documents as they are now, in the order of the input."
    )
    registered: int = strawberry.field(default=0, description="How many were not trusted before.")


@strawberry.type
class TrustedDocumentMutations:
    """Registering and withdrawing trusted documents."""

    @mutation(
        "Register documents, all of them or none; `userErrors` names each that is not valid. What is registered "
        "already stays as it is."
    )
    async def register_trusted_documents(
        self, info: Info, input: RegisterTrustedDocumentsInput
    ) -> TrustedDocumentsPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            done = await register_documents(
                session,
                info.context.actor,
                input.documents,
                info.context.check_document,
                client_id=optional(input.client, OAuthClient, "client"),
            )
            return {"documents": done.documents, "registered": done.registered, "refusals": done.refusals}

        return await attempt(info, _payload, act)

    @mutation("Withdraw documents, all of them or none: clients may send them no longer from this moment on.")
    async def withdraw_trusted_documents(
        self, info: Info, input: WithdrawTrustedDocumentsInput
    ) -> TrustedDocumentsPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            ids = [
                decode(each, models.TrustedDocument, f"documents.{place}") for place, each in enumerate(input.documents)
            ]
            return {"documents": await withdraw_documents(session, info.context.actor, ids)}

        return await attempt(info, TrustedDocumentsPayload, act)


def _payload(
    user_errors: list[UserError],
    documents: Sequence[Any] = (),
    registered: int = 0,
    refusals: Sequence[Refusal] = (),
) -> TrustedDocumentsPayload:
    errors = user_errors + [user_error(refusal) for refusal in refusals]
    return TrustedDocumentsPayload(user_errors=errors, documents=list(documents), registered=registered)


MUTATIONS = (TrustedDocumentMutations,)
