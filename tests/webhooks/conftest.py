"""Webhooks that may go to receivers on loopback, and a worker that sends."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.jobs.worker import job_app, work
from equipoise.settings import Settings
from equipoise.webhooks.jobs import webhook_tasks
from equipoise.webhooks.watch import one_go
from tests.conftest import Clock
from tests.support.api import TestOrganisation

Deliver = Callable[[TestOrganisation], Awaitable[None]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, private_destinations=True)


@pytest.fixture
def deliver(database_url: str, engine: AsyncEngine, settings: Settings, clock: Clock) -> Deliver:
    """Hands on what has happened, and works until no message is due."""

    async def go(organisation: TestOrganisation) -> None:
        while await one_go(engine, organisation.tenant_id):
            pass
        jobs = job_app(database_url, webhook_tasks(engine, settings, clock=clock))
        await work(jobs, install_signal_handlers=False, once=True)

    return go
