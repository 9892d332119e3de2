"""Webhooks, their messages and the attempts to deliver them."""

from datetime import datetime
from typing import Any, cast

import strawberry
from strawberry.scalars import JSON

from equipoise.webhooks import models
from equipoise.webhooks.models import DeliveryState, WebhookState
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described, resolved, to_many
from equipoise_graphql.ids import encode, register
from equipoise_graphql.paging import After, Connection, First, page_below
from equipoise_graphql.webhooks import compiled

# No nodes: `node(id)` answers everybody of the organisation, and webhooks concern those who connect systems.
register(models.Webhook, "webhook")
register(models.WebhookDelivery, "msg")
described(
    WebhookState,
    "Whether anything is sent.",
    ACTIVE="What happens is sent.",
    PAUSED="Nothing is sent until it is resumed.",
)
described(
    DeliveryState,
    "What became of a message.",
    PENDING="It waits for its first or its next attempt.",
    DELIVERED="The receiver took it.",
    FAILED="No attempt is left; it can be replayed.",
)


@strawberry.type(description="One attempt to deliver a message.")
class WebhookAttempt:
    """Describes `equipoise.webhooks.models.WebhookAttempt`."""

    number: int = column("1 for the first.")
    at: datetime = column("When it was made.")
    milliseconds: int = column("How long it took.")
    status: int | None = column("HTTP status of the answer; null where there was none.")
    error: str | None = column("Why there was no answer; null where there was one.")
    answer: str | None = column("How the answer began; null where it was empty.")


@strawberry.type(description="One message for one webhook.")
class WebhookDelivery:
    """Describes `equipoise.webhooks.models.WebhookDelivery`."""

    kind: str = column("What happened, e.g. `values.recorded`; `webhook.test` for a test.")
    payload: JSON = column("What is sent, as it is signed.")
    state: DeliveryState = column("What became of it.")
    next_attempt_at: datetime | None = column("When it will be attempted; null if it will not.")
    created_at: datetime = column("When it was made.")
    delivered_at: datetime | None = column("When the receiver took it; null if it has not.")
    attempts: list[WebhookAttempt] = to_many(
        models.WebhookAttempt, "delivery_id", "number", description="Every attempt, in order."
    )

    @resolved("Opaque; also the message's `webhook-id`, by which receivers recognise a repetition.")
    def id(self) -> strawberry.ID:
        row = cast("models.WebhookDelivery", self)
        return strawberry.ID(encode(models.WebhookDelivery, row.id))


@strawberry.type(description="An address that is told what happens.")
class Webhook:
    """Describes `equipoise.webhooks.models.Webhook`, never its secrets."""

    name: str = column("What people call it.")
    url: str = column("Where messages go.")
    kinds: list[str] = column("Which events are sent: kinds, or topics for all of their kinds; empty for every event.")
    state: WebhookState = column("Whether anything is sent.")
    paused_because: str | None = column("Why it was paused by itself; null if it was not.")
    failing_since: datetime | None = column("Since when nothing has arrived there; null while messages arrive.")
    created_at: datetime = column("When it was added.")

    @resolved("Opaque; pass it to `webhook`.")
    def id(self) -> strawberry.ID:
        row = cast("models.Webhook", self)
        return strawberry.ID(encode(models.Webhook, row.id))

    @resolved("Its messages of the last 30 days, newest first.", compiled=compiled.deliveries)
    async def deliveries(self, info: Info, first: First = 50, after: After = None) -> Connection[WebhookDelivery]:
        row: Any = self
        return await page_below(
            info, models.WebhookDelivery, "webhook_id", row.id, first=first, after=after, newest=True
        )
