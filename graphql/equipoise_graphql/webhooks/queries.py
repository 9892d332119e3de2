"""Reading webhooks."""

from typing import cast

import strawberry

from equipoise.domain.roles import Permission
from equipoise.webhooks import models
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.paging import After, Connection, First, page
from equipoise_graphql.webhooks import compiled
from equipoise_graphql.webhooks.types import Webhook, WebhookDelivery


@strawberry.type
class WebhookQueries:
    """Reading webhooks, for those who may connect systems."""

    @resolved(
        "The addresses that are told what happens, in the order in which they were added; for administrators.",
        uncounted=True,
        compiled=compiled.webhooks,
    )
    async def webhooks(self, info: Info, first: First = 50, after: After = None) -> Connection[Webhook]:
        info.context.actor.require(Permission.CONNECT_SOURCES)
        return await page(info, models.Webhook, first=first, after=after)

    @resolved(
        "One webhook; null if there is no such webhook. For administrators and owners.",
        uncounted=True,
        compiled=compiled.webhook,
    )
    async def webhook(self, info: Info, id: Id) -> Webhook | None:
        info.context.actor.require(Permission.CONNECT_SOURCES)
        found = await info.context.loaders.row(models.Webhook).load(decode(id, models.Webhook))
        return cast("Webhook | None", found)

    @resolved(
        "One message of a webhook; null if there is no such message. For administrators and owners.",
        uncounted=True,
        compiled=compiled.webhook_delivery,
    )
    async def webhook_delivery(self, info: Info, id: Id) -> WebhookDelivery | None:
        info.context.actor.require(Permission.CONNECT_SOURCES)
        found = await info.context.loaders.row(models.WebhookDelivery).load(decode(id, models.WebhookDelivery))
        return cast("WebhookDelivery | None", found)


QUERIES = (WebhookQueries,)
