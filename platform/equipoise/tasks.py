"""Every job of the product, by the name under which it is enqueued."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.jobs import connection_tasks
from equipoise.jobs.worker import Task
from equipoise.settings import Settings


def tasks(engine: AsyncEngine, settings: Settings) -> Mapping[str, Task]:
    """What each job does, bound to this process's connections and settings."""
    return {**connection_tasks(engine, settings)}
