"""Attempt to deliver one message, and write down what came of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, reading, writing
from equipoise.jobs.enqueue import enqueue
from equipoise.key_ring import KeyRing
from equipoise.webhooks.backoff import PAUSE_AFTER, delay_after
from equipoise.webhooks.models import DeliveryState, Webhook, WebhookAttempt, WebhookDelivery, WebhookState
from equipoise.webhooks.payload import body_of
from equipoise.webhooks.secrets import opened
from equipoise.webhooks.send import Answer, Sender
from equipoise.webhooks.signature import headers

TASK = "webhooks.deliver"
GONE = 410


async def enqueue_attempt(session: TenantSession, delivery: WebhookDelivery, at: datetime) -> None:
    """Have the next attempt made at this moment. One message at a time for each webhook."""
    delivery.next_attempt_at = at
    await session.flush()
    await enqueue(
        session,
        TASK,
        lock=f"webhook:{delivery.webhook_id}",
        scheduled_at=at,
        delivery_id=str(delivery.id),
        attempts=delivery.attempts,
    )


async def attempt_delivery(
    engine: AsyncEngine,
    keys: KeyRing,
    sender: Sender,
    tenant_id: UUID,
    delivery_id: UUID,
    *,
    attempts: int,
    clock: Callable[[], datetime],
) -> None:
    """Send the message if it has been attempted so often and no more; then note what came of it.

    A worker that dies in between leaves the job, and the message is sent again under the same id: receivers
    recognise it by that. Raises: NotFound, where the message is gone with its webhook.
    """
    async with reading(engine, tenant_id) as session:
        delivery = await require(session, WebhookDelivery, delivery_id)
        webhook = await require(session, Webhook, delivery.webhook_id)
    if not _is_due(delivery, webhook, attempts):
        return
    body, at = body_of(delivery.payload), clock()
    signing = opened(webhook.secrets, keys, webhook.id).at(at)
    answer = await sender.send(webhook.url, headers(f"msg_{delivery.id}", at, body, signing), body)
    async with writing(engine, tenant_id, quiet=True) as session:
        await _note(session, delivery_id, attempts, answer, at)


def _is_due(delivery: WebhookDelivery, webhook: Webhook, attempts: int) -> bool:
    return (
        webhook.state is WebhookState.ACTIVE
        and delivery.state is DeliveryState.PENDING
        and delivery.attempts == attempts
    )


async def _note(session: TenantSession, delivery_id: UUID, attempts: int, answer: Answer, at: datetime) -> None:
    # The webhook is locked before its message, in the order in which whoever pauses or replays locks them.
    webhook_id = (await require(session, WebhookDelivery, delivery_id)).webhook_id
    webhook = await require(session, Webhook, webhook_id, lock=True)
    delivery = await require(session, WebhookDelivery, delivery_id, lock=True)
    if delivery.attempts != attempts or delivery.state is not DeliveryState.PENDING:
        return
    delivery.attempts += 1
    session.add(
        WebhookAttempt(
            delivery_id=delivery.id,
            number=await _attempts_noted(session, delivery.id) + 1,
            at=at,
            milliseconds=answer.milliseconds,
            status=answer.status,
            error=answer.error,
            answer=answer.beginning,
        )
    )
    if answer.arrived:
        delivery.state, delivery.delivered_at, delivery.next_attempt_at = DeliveryState.DELIVERED, at, None
        webhook.failing_since = None
        return
    webhook.failing_since = webhook.failing_since or at
    if answer.status == GONE:
        _pause(webhook, "The receiver answered 410 Gone.")
    elif at - webhook.failing_since > PAUSE_AFTER:
        _pause(webhook, f"Nothing has arrived there for {PAUSE_AFTER.days} days.")
    await _try_again(session, delivery, at, answer.retry_after)


async def _try_again(session: TenantSession, delivery: WebhookDelivery, at: datetime, asked: timedelta | None) -> None:
    delay = delay_after(delivery.attempts, asked)
    if delay is None:
        delivery.state, delivery.next_attempt_at = DeliveryState.FAILED, None
    else:
        await enqueue_attempt(session, delivery, at + delay)


async def _attempts_noted(session: TenantSession, delivery_id: UUID) -> int:
    """Of all time: a replay counts its own attempts anew, the log goes on."""
    counted = select(func.count()).where(
        WebhookAttempt.tenant_id == session.tenant_id, WebhookAttempt.delivery_id == delivery_id
    )
    return await session.scalar(counted) or 0


def _pause(webhook: Webhook, why: str) -> None:
    webhook.state, webhook.paused_because = WebhookState.PAUSED, why
