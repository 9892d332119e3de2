"""Change, pause, resume and remove a webhook, and give it another secret."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.roles import Permission
from equipoise.events.log import version_of
from equipoise.identity.actor import Actor
from equipoise.jobs.enqueue import enqueue
from equipoise.key_ring import KeyRing
from equipoise.webhooks.add import NOTICED_AFTER, AddedWebhook, checked_kinds
from equipoise.webhooks.deliver import enqueue_attempt
from equipoise.webhooks.destination import checked_url
from equipoise.webhooks.fan_out import TASK
from equipoise.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookState
from equipoise.webhooks.secrets import opened
from equipoise.webhooks.signature import new_secret


async def update_webhook(
    session: TenantSession,
    actor: Actor,
    webhook_id: UUID,
    *,
    name: str | None = None,
    url: str | None = None,
    kinds: Sequence[str] | None = None,
    private: bool = False,
) -> Webhook:
    """Change what is given. Messages that wait go to the new address.

    Raises: Forbidden, NotFound, Invalid, TextMissing.
    """
    webhook = await _locked(session, actor, webhook_id)
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = text.name(name, "name")
    if url is not None:
        wanted["url"] = checked_url(url, private=private)
    if kinds is not None:
        wanted["kinds"] = checked_kinds(kinds)
    changed = change(webhook, wanted)
    if changed:
        record(session, actor, "webhook.updated", "webhook", webhook.id, before=changed.before, after=changed.after)
    return webhook


async def rotate_secret(session: TenantSession, actor: Actor, keys: KeyRing, webhook_id: UUID) -> AddedWebhook:
    """A new signing secret; for a day messages are signed with the one before it as well.

    Raises: Forbidden, NotFound, KeyProblem.
    """
    webhook = await _locked(session, actor, webhook_id)
    secret = new_secret()
    rotated = opened(webhook.secrets, keys, webhook.id).followed_by(secret, actor.now)
    webhook.secrets = rotated.sealed(keys, webhook.id)
    record(session, actor, "webhook.secret_rotated", "webhook", webhook.id)
    return AddedWebhook(webhook, secret)


async def pause_webhook(session: TenantSession, actor: Actor, webhook_id: UUID) -> Webhook:
    """Send nothing until it is resumed; what happens meanwhile is not kept for it. Repeating it changes nothing.

    Raises: Forbidden, NotFound.
    """
    webhook = await _locked(session, actor, webhook_id)
    if webhook.state is not WebhookState.PAUSED:
        webhook.state = WebhookState.PAUSED
        record(session, actor, "webhook.paused", "webhook", webhook.id)
    return webhook


async def resume_webhook(session: TenantSession, actor: Actor, webhook_id: UUID) -> Webhook:
    """Send what happens from now on, and what was waiting when it was paused. Repeating it changes nothing.

    Raises: Forbidden, NotFound.
    """
    webhook = await _locked(session, actor, webhook_id)
    if webhook.state is WebhookState.ACTIVE:
        return webhook
    webhook.state, webhook.paused_because, webhook.failing_since = WebhookState.ACTIVE, None, None
    webhook.position = await version_of(session)
    record(session, actor, "webhook.resumed", "webhook", webhook.id)
    waiting = select(WebhookDelivery).where(
        WebhookDelivery.tenant_id == session.tenant_id,
        WebhookDelivery.webhook_id == webhook.id,
        WebhookDelivery.state == DeliveryState.PENDING,
    )
    for delivery in (await session.scalars(waiting.order_by(WebhookDelivery.id))).all():
        await enqueue_attempt(session, delivery, actor.now)
    await enqueue(session, TASK, scheduled_at=actor.now + NOTICED_AFTER)
    return webhook


async def remove_webhook(session: TenantSession, actor: Actor, webhook_id: UUID) -> None:
    """Remove it with its log; what waits is not sent.

    Raises: Forbidden, NotFound.
    """
    webhook = await _locked(session, actor, webhook_id)
    record(session, actor, "webhook.removed", "webhook", webhook.id, before={"name": webhook.name, "url": webhook.url})
    await session.delete(webhook)


async def _locked(session: TenantSession, actor: Actor, webhook_id: UUID) -> Webhook:
    actor.require(Permission.CONNECT_SOURCES)
    return await require(session, Webhook, webhook_id, lock=True)
