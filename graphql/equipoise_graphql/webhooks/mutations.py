"""Changing webhooks, and sending messages again."""

from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.webhooks import models
from equipoise.webhooks.add import AddedWebhook, add_webhook
from equipoise.webhooks.change import pause_webhook, remove_webhook, resume_webhook, rotate_secret, update_webhook
from equipoise.webhooks.replay import replay_delivery, replay_failed, send_test
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.webhooks.inputs import (
    AddWebhookInput,
    ReplayFailedDeliveriesInput,
    ReplayWebhookDeliveryInput,
    UpdateWebhookInput,
    WebhookInput,
)
from equipoise_graphql.webhooks.types import Webhook, WebhookDelivery


@strawberry.type(description="The answer of a mutation of a webhook.")
class WebhookPayload(Payload):
    """The answer of a mutation of a webhook."""

    webhook: Webhook | None = strawberry.field(
        default=None, description="The webhook as it is now; null if it is gone."
    )


@strawberry.type(description="A webhook with its signing secret.")
class WebhookSecretPayload(Payload):
    """A webhook with its signing secret."""

    webhook: Webhook | None = strawberry.field(default=None, description="The webhook as it is now.")
    secret: str | None = strawberry.field(
        default=None, description="Verify signatures with it. Keep it now: it cannot be shown again."
    )


@strawberry.type(description="A message that is on its way.")
class WebhookDeliveryPayload(Payload):
    """A message that is on its way."""

    delivery: WebhookDelivery | None = strawberry.field(default=None, description="The message.")


@strawberry.type(description="How many messages are on their way.")
class ReplayFailedDeliveriesPayload(Payload):
    """How many messages are on their way."""

    replayed: int | None = strawberry.field(default=None, description="How many are sent again.")


@strawberry.type
class WebhookMutations:
    """Changing webhooks."""

    @mutation("Tell another system what happens from now on, signed as Standard Webhooks has it.")
    async def add_webhook(self, info: Info, input: AddWebhookInput) -> WebhookSecretPayload:
        context = info.context

        async def act(session: TenantSession) -> dict[str, Any]:
            added = await add_webhook(
                session,
                context.actor,
                context.connectors.keys,
                name=input.name,
                url=input.url,
                kinds=input.kinds,
                private=context.settings.private_destinations,
            )
            return _with_secret(added)

        return await attempt(info, WebhookSecretPayload, act)

    @mutation("Change a webhook.")
    async def update_webhook(self, info: Info, input: UpdateWebhookInput) -> WebhookPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            webhook = await update_webhook(
                session,
                info.context.actor,
                decode(input.id, models.Webhook),
                name=input.name,
                url=input.url,
                kinds=input.kinds,
                private=info.context.settings.private_destinations,
            )
            return {"webhook": webhook}

        return await attempt(info, WebhookPayload, act)

    @mutation("Give a webhook a new signing secret. For a day messages carry signatures of both.")
    async def rotate_webhook_secret(self, info: Info, input: WebhookInput) -> WebhookSecretPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            webhook_id = decode(input.id, models.Webhook)
            return _with_secret(
                await rotate_secret(session, info.context.actor, info.context.connectors.keys, webhook_id)
            )

        return await attempt(info, WebhookSecretPayload, act)

    @mutation("Send nothing until the webhook is resumed. What happens meanwhile is not kept for it.")
    async def pause_webhook(self, info: Info, input: WebhookInput) -> WebhookPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            return {"webhook": await pause_webhook(session, info.context.actor, decode(input.id, models.Webhook))}

        return await attempt(info, WebhookPayload, act)

    @mutation("Send what happens from now on, and what was waiting when the webhook was paused.")
    async def resume_webhook(self, info: Info, input: WebhookInput) -> WebhookPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            return {"webhook": await resume_webhook(session, info.context.actor, decode(input.id, models.Webhook))}

        return await attempt(info, WebhookPayload, act)

    @mutation("Remove a webhook with its log. What waits is not sent.")
    async def remove_webhook(self, info: Info, input: WebhookInput) -> WebhookPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            await remove_webhook(session, info.context.actor, decode(input.id, models.Webhook))
            return {}

        return await attempt(info, WebhookPayload, act)

    @mutation("Send a message of the kind `webhook.test`.")
    async def test_webhook(self, info: Info, input: WebhookInput) -> WebhookDeliveryPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            return {"delivery": await send_test(session, info.context.actor, decode(input.id, models.Webhook))}

        return await attempt(info, WebhookDeliveryPayload, act)

    @mutation("Send a message again, whatever became of it: the same bytes under the same id.")
    async def replay_webhook_delivery(self, info: Info, input: ReplayWebhookDeliveryInput) -> WebhookDeliveryPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            delivery_id = decode(input.id, models.WebhookDelivery)
            return {"delivery": await replay_delivery(session, info.context.actor, delivery_id)}

        return await attempt(info, WebhookDeliveryPayload, act)

    @mutation("Send all messages again that never arrived, after the receiver was away for long.")
    async def replay_failed_deliveries(
        self, info: Info, input: ReplayFailedDeliveriesInput
    ) -> ReplayFailedDeliveriesPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            webhook_id = decode(input.webhook, models.Webhook, "webhook")
            return {"replayed": await replay_failed(session, info.context.actor, webhook_id, input.since)}

        return await attempt(info, ReplayFailedDeliveriesPayload, act)


def _with_secret(added: AddedWebhook) -> dict[str, Any]:
    return {"webhook": added.webhook, "secret": added.secret}


MUTATIONS = (WebhookMutations,)
