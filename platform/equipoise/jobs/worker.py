"""Work off jobs, also those that a killed worker left half done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import procrastinate

from equipoise.db.engine import APPLICATION_ROLE, libpq_url

log = logging.getLogger(__name__)

Task = Callable[..., Awaitable[None]]
"""A job: gets its tenant's id first, then its arguments as keywords. A second run must change nothing."""

Upkeep = Callable[[], Awaitable[None]]
"""What is done once an hour, by one of the workers, for all tenants."""

ATTEMPTS = 5
HOURLY = "17 * * * *"
_LOOK_AGAIN_SECONDS = 0.1


def job_app(url: str, tasks: Mapping[str, Task], upkeep: Upkeep | None = None) -> procrastinate.App:
    """The queue of this database, knowing what each job does."""
    connector = procrastinate.PsycopgConnector(
        conninfo=libpq_url(url),
        kwargs={"options": f"-c role={APPLICATION_ROLE} -c timezone=UTC"},
        min_size=1,
        max_size=4,
    )
    app = procrastinate.App(connector=connector)
    for name, task in tasks.items():
        app.task(name=name, retry=procrastinate.RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2))(
            _of_tenant(task)
        )
    if upkeep is not None:
        app.periodic(cron=HOURLY)(app.task(name="upkeep", queueing_lock="upkeep")(_at_its_time(upkeep)))
    return app


async def work(
    app: procrastinate.App,
    *,
    concurrency: int = 4,
    install_signal_handlers: bool = True,
    once: bool = False,
    rescue_seconds: float = 30,
) -> None:
    """Work until told to stop, or with `once` until the queue is empty.

    A worker that has not been heard of for `rescue_seconds` is taken to be gone, and its jobs are run again.
    """
    async with app.open_async():
        rescue = asyncio.create_task(_rescue_at_intervals(app, rescue_seconds), name="rescue of stalled jobs")
        try:
            while True:
                await app.run_worker_async(
                    concurrency=concurrency,
                    # With handlers of its own it would end here on Ctrl-C, and begin again.
                    install_signal_handlers=install_signal_handlers and not once,
                    wait=not once,
                    delete_jobs=procrastinate.jobs.DeleteJobCondition.SUCCESSFUL,
                    shutdown_graceful_timeout=30,
                    update_heartbeat_interval=rescue_seconds / 3,
                    stalled_worker_timeout=rescue_seconds,
                )
                if not once or not await _is_any_due(app):
                    return
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        finally:
            rescue.cancel()
            with suppress(asyncio.CancelledError):
                await rescue


def _of_tenant(task: Task) -> Callable[..., Awaitable[None]]:
    async def run(tenant_id: str, **args: Any) -> None:
        await task(UUID(tenant_id), **args)

    return run


def _at_its_time(upkeep: Upkeep) -> Callable[..., Awaitable[None]]:
    async def run(timestamp: int) -> None:
        await upkeep()

    return run


async def _is_any_due(app: procrastinate.App) -> bool:
    """Whether a job waits that may run: one that had to wait for another of its lock was not worth waiting for."""
    now = datetime.now(UTC)
    waiting = await app.job_manager.list_jobs_async(status="todo")
    return any(job.scheduled_at is None or job.scheduled_at <= now for job in waiting)


async def _rescue_at_intervals(app: procrastinate.App, seconds: float) -> None:
    """A job whose worker has not been heard of is put back into the queue."""
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
                log.warning("job %s (%s) was left by a worker that is gone; it is run again", job.id, job.task_name)
                await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
        except procrastinate.exceptions.ConnectorException:
            log.warning("the job queue cannot be reached; stalled jobs are looked for later")
        await asyncio.sleep(seconds)
