"""What workers do for connections."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.execute import execute_run, wall_clock
from equipoise.connections.host import ConnectorHost
from equipoise.connections.run import TASK
from equipoise.domain.errors import NotFound
from equipoise.jobs.worker import Task
from equipoise.settings import Settings

log = logging.getLogger(__name__)


def connection_tasks(
    engine: AsyncEngine,
    settings: Settings,
    *,
    host: ConnectorHost | None = None,
    clock: Callable[[], datetime] = wall_clock,
) -> Mapping[str, Task]:
    """The jobs of connections, bound to this process."""
    host = host or ConnectorHost(settings)

    async def run(tenant_id: UUID, *, run_id: str) -> None:
        try:
            await execute_run(engine, settings, tenant_id, UUID(run_id), host=host, clock=clock)
        except NotFound:
            log.info("run %s is gone with its connection", run_id)

    return {TASK: run}
