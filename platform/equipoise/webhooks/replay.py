"""Send messages again, and send one to try a webhook out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Conflict
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.webhooks.deliver import enqueue_attempt
from equipoise.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookState

MOST_REPLAYED = 1_000
TEST_KIND = "webhook.test"


async def replay_delivery(session: TenantSession, actor: Actor, delivery_id: UUID) -> WebhookDelivery:
    """Send one message again, whatever became of it: the same bytes under the same id.

    Raises: Forbidden, NotFound, Conflict where the webhook is paused.
    """
    actor.require(Permission.CONNECT_SOURCES)
    webhook_id = (await require(session, WebhookDelivery, delivery_id)).webhook_id
    await _sending(session, webhook_id)
    delivery = await require(session, WebhookDelivery, delivery_id, lock=True)
    await _again(session, delivery, actor.now)
    record(session, actor, "webhook.delivery_replayed", "webhook", webhook_id, after={"delivery": delivery.id})
    return delivery


async def replay_failed(session: TenantSession, actor: Actor, webhook_id: UUID, since: datetime) -> int:
    """Send all messages again that were made since then and never arrived; says how many.

    Raises: Forbidden, NotFound, TooMany, Conflict where the webhook is paused.
    """
    actor.require(Permission.CONNECT_SOURCES)
    await _sending(session, webhook_id, field="webhook")
    failed = (
        select(WebhookDelivery)
        .where(
            WebhookDelivery.tenant_id == session.tenant_id,
            WebhookDelivery.webhook_id == webhook_id,
            WebhookDelivery.state == DeliveryState.FAILED,
            WebhookDelivery.created_at >= since,
        )
        .order_by(WebhookDelivery.id)
        .limit(MOST_REPLAYED + 1)
        .with_for_update(key_share=True)
    )
    deliveries = (await session.scalars(failed)).all()
    if len(deliveries) > MOST_REPLAYED:
        raise TooMany(f"More than {MOST_REPLAYED:,} messages failed since then. Choose a later moment.", field="since")
    for delivery in deliveries:
        await _again(session, delivery, actor.now)
    if deliveries:
        record(session, actor, "webhook.failed_replayed", "webhook", webhook_id, after={"deliveries": len(deliveries)})
    return len(deliveries)


async def send_test(session: TenantSession, actor: Actor, webhook_id: UUID) -> WebhookDelivery:
    """A message of the kind `webhook.test`, signed and repeated like any other.

    Raises: Forbidden, NotFound, Conflict where the webhook is paused.
    """
    actor.require(Permission.CONNECT_SOURCES)
    await _sending(session, webhook_id)
    delivery = WebhookDelivery(
        id=new_id(),
        webhook_id=webhook_id,
        kind=TEST_KIND,
        payload={"type": TEST_KIND, "timestamp": actor.now.isoformat(), "data": {}},
        attempts=0,
        created_at=actor.now,
    )
    session.add(delivery)
    await enqueue_attempt(session, delivery, actor.now)
    return delivery


async def _sending(session: TenantSession, webhook_id: UUID, *, field: str = "id") -> None:
    webhook = await require(session, Webhook, webhook_id, field=field, lock=True)
    if webhook.state is WebhookState.PAUSED:
        raise Conflict("This webhook is paused. Resume it first.")


async def _again(session: TenantSession, delivery: WebhookDelivery, now: datetime) -> None:
    delivery.state, delivery.attempts, delivery.delivered_at = DeliveryState.PENDING, 0, None
    await enqueue_attempt(session, delivery, now)
