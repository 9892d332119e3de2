"""Executing runs of one organisation, below the API and without the queue."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.execute import execute_run
from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import ConnectionRun
from equipoise.settings import Settings
from tests.conftest import Clock
from tests.connections.queued import Queued, queued, recorded
from tests.support.api import TestOrganisation


class Stage:
    """Executes runs for one organisation."""

    def __init__(self, engine: AsyncEngine, settings: Settings, organisation: TestOrganisation, clock: Clock) -> None:
        self.engine = engine
        self.settings = settings
        self.organisation = organisation
        self.clock = clock

    async def execute(self, run_id: UUID, host: ConnectorHost) -> ConnectionRun:
        tenant_id = self.organisation.tenant_id
        return await execute_run(self.engine, self.settings, tenant_id, run_id, host=host, clock=self.clock)

    async def queued(self, host: ConnectorHost, **of: Any) -> Queued:
        return await queued(self.engine, self.organisation, host, **of)

    async def result(self, host: ConnectorHost, **of: Any) -> ConnectionRun:
        return await self.execute((await self.queued(host, **of)).run_id, host)

    async def recorded(self) -> int:
        return await recorded(self.engine, self.organisation)
