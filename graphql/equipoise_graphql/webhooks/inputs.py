"""What mutations of webhooks take."""

from datetime import datetime

import strawberry

from equipoise.events.kinds import EventKind

_KINDS = ", ".join(f"`{kind}`" for kind in EventKind)


@strawberry.input(description="An address that is to be told what happens.")
class AddWebhookInput:
    """A new webhook."""

    name: str = strawberry.field(description="What people will call it, at most 200 characters.")
    url: str = strawberry.field(description="An https address on the public internet.")
    kinds: list[str] = strawberry.field(
        default_factory=list,
        description=f"Which events: of {_KINDS}, or topics such as `kpi` for all of theirs. Empty for every event.",
    )


@strawberry.input(description="What changes about a webhook; what is left out or null stays as it is.")
class UpdateWebhookInput:
    """What changes about a webhook."""

    id: strawberry.ID = strawberry.field(description="The webhook.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    url: str | None = strawberry.field(default=None, description="Messages that wait go there as well.")
    kinds: list[str] | None = strawberry.field(
        default=None, description="Which events from now on; empty for every one."
    )


@strawberry.input(description="Which webhook.")
class WebhookInput:
    """Which webhook."""

    id: strawberry.ID = strawberry.field(description="The webhook.")


@strawberry.input(description="Which message to send again.")
class ReplayWebhookDeliveryInput:
    """Which message to send again."""

    id: strawberry.ID = strawberry.field(description="The message, whatever became of it.")


@strawberry.input(description="Which messages to send again.")
class ReplayFailedDeliveriesInput:
    """Which messages to send again."""

    webhook: strawberry.ID = strawberry.field(description="The webhook whose messages they are.")
    since: datetime = strawberry.field(description="All that were made at or after this moment and never arrived.")
