"""Every job of the product, by the name under which it is enqueued."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.jobs import connection_tasks
from equipoise.db.session import writing
from equipoise.events.forget import forget_events
from equipoise.jobs.worker import Task, Upkeep
from equipoise.settings import Settings
from equipoise.tenants.directory import all_tenants
from equipoise.webhooks.jobs import webhook_tasks


def tasks(engine: AsyncEngine, settings: Settings) -> Mapping[str, Task]:
    """What each job does, bound to this process's connections and settings."""
    return {**connection_tasks(engine, settings), **webhook_tasks(engine, settings)}


def upkeep(
    engine: AsyncEngine, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Upkeep:
    """What is to be done now and then for every organisation, each in a transaction of its own."""

    async def run() -> None:
        for tenant_id in (await all_tenants(engine)).values():
            async with writing(engine, tenant_id, quiet=True) as session:
                await forget_events(session, clock() - timedelta(days=settings.event_days))

    return run
