"""Forget old messages: the log is for finding out what went wrong, not for history."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from equipoise.db.session import TenantSession
from equipoise.webhooks.models import DeliveryState, WebhookDelivery

KEPT = timedelta(days=30)


async def forget_deliveries(session: TenantSession, now: datetime) -> None:
    """Remove messages older than `KEPT`, those that still wait excepted."""
    await session.execute(
        delete(WebhookDelivery).where(
            WebhookDelivery.tenant_id == session.tenant_id,
            WebhookDelivery.created_at < now - KEPT,
            WebhookDelivery.state != DeliveryState.PENDING,
        )
    )
