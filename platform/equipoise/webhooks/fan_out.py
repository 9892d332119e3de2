"""From the log of events to the messages of each webhook, every event once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.events.event import Event
from equipoise.events.kinds import EventKind
from equipoise.events.log import events_after
from equipoise.webhooks.deliver import enqueue_attempt
from equipoise.webhooks.forget import forget_deliveries
from equipoise.webhooks.models import Webhook, WebhookDelivery, WebhookState
from equipoise.webhooks.payload import payload_of

TASK = "webhooks.fan_out"
MOST_EVENTS = 500
"""Of one transaction."""
_TOLD = frozenset(kind.value for kind in EventKind)


async def fan_out(session: TenantSession, now: datetime) -> bool:
    """Make the messages of what has happened since the last time; whether there was as much as one go takes.

    How far a webhook has come is written in the transaction that makes its messages: nothing is sent twice because
    two workers look, and nothing is left out because one dies. The session is a quiet one: this is no news itself.
    """
    busy = False
    for webhook in await _active(session):
        events = await events_after(session, webhook.position, MOST_EVENTS)
        busy = busy or len(events) == MOST_EVENTS
        for event in events:
            if _wanted(webhook, event):
                await _make(session, webhook, event, now)
        webhook.position = events[-1].position if events else webhook.position
    await forget_deliveries(session, now)
    return busy


async def has_webhooks(session: TenantSession) -> bool:
    """Whether anything is to be told to anybody."""
    statement = select(Webhook.id).where(Webhook.tenant_id == session.tenant_id, Webhook.state == WebhookState.ACTIVE)
    return await session.scalar(statement.limit(1)) is not None


async def _active(session: TenantSession) -> Sequence[Webhook]:
    statement = (
        select(Webhook)
        .where(Webhook.tenant_id == session.tenant_id, Webhook.state == WebhookState.ACTIVE)
        .order_by(Webhook.id)
        .with_for_update()
    )
    return (await session.scalars(statement)).all()


def _wanted(webhook: Webhook, event: Event) -> bool:
    """What is told only within the product is no kind of event for others."""
    topic = event.kind.partition(".")[0]
    return event.kind in _TOLD and (not webhook.kinds or event.kind in webhook.kinds or topic in webhook.kinds)


async def _make(session: TenantSession, webhook: Webhook, event: Event, now: datetime) -> None:
    delivery = WebhookDelivery(
        id=new_id(),
        webhook_id=webhook.id,
        position=event.position,
        kind=event.kind,
        payload=payload_of(event),
        attempts=0,
        created_at=now,
    )
    session.add(delivery)
    await enqueue_attempt(session, delivery, now)
