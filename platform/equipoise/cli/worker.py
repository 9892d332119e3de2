"""`equipoise worker`"""

import asyncio
from typing import Annotated

import typer

from equipoise.cli.console import err
from equipoise.cli.running import opened_engine, ready_installation
from equipoise.jobs.worker import job_app, work
from equipoise.tasks import tasks, upkeep
from equipoise.webhooks.watch import handing_on


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Jobs at the same time.")] = 4,
    once: Annotated[bool, typer.Option(help="End when the queue is empty.")] = False,
) -> None:
    """Work off jobs: connector runs and whatever else was left for later. Any number may run beside each other."""
    installation = ready_installation()

    async def run() -> None:
        async with opened_engine(installation) as engine:
            settings = installation.settings
            app = job_app(installation.application_url, tasks(engine, settings), upkeep(engine, settings))
            async with handing_on(engine):
                await work(app, concurrency=concurrency, once=once)

    err.print("Working off jobs. Ctrl-C ends it after the jobs at hand.")
    asyncio.run(run())
