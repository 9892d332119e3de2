"""What workers do for webhooks."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.errors import NotFound
from equipoise.jobs.worker import Task
from equipoise.key_ring import KeyRing
from equipoise.settings import Settings
from equipoise.webhooks import deliver, fan_out
from equipoise.webhooks.deliver import attempt_delivery
from equipoise.webhooks.send import Sender
from equipoise.webhooks.watch import one_go

log = logging.getLogger(__name__)


def webhook_tasks(
    engine: AsyncEngine,
    settings: Settings,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Mapping[str, Task]:
    """The jobs of webhooks, bound to this process."""
    sender = Sender(private=settings.private_destinations)

    async def send(tenant_id: UUID, *, delivery_id: str, attempts: int) -> None:
        try:
            await attempt_delivery(
                engine, KeyRing.of(settings), sender, tenant_id, UUID(delivery_id), attempts=attempts, clock=clock
            )
        except NotFound:
            log.info("message %s is gone with its webhook", delivery_id)

    async def hand_on(tenant_id: UUID) -> None:
        while await one_go(engine, tenant_id):
            pass

    return {deliver.TASK: send, fan_out.TASK: hand_on}
