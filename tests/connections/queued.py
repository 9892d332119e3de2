"""Runs that wait, set up below the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.configuration import Configuration, read_configuration
from equipoise.connections.create import add_connection
from equipoise.connections.files import store_file
from equipoise.connections.host import ConnectorHost
from equipoise.connections.mappings import WantedMapping, map_measures
from equipoise.connections.measures import Measure
from equipoise.connections.models import RunRowError
from equipoise.connections.run import run_connection
from equipoise.connections.validate import ValidConfiguration
from equipoise.db.session import reading, writing
from equipoise.domain.calendar import Frequency
from equipoise.kpis.models import KpiValue
from tests.support.api import TestOrganisation
from tests.support.scorecards import add_card


@dataclass(frozen=True)
class Queued:
    """A run that waits, and what it will feed."""

    run_id: UUID
    connection_id: UUID
    kpis: Sequence[UUID]


async def queued(
    engine: AsyncEngine,
    organisation: TestOrganisation,
    host: ConnectorHost,
    *,
    connector: str = "odd",
    measure: str = "m",
    config: dict[str, Any] | None = None,
    schema: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Queued:
    """A run that waits, of a connection that feeds one KPI from one measure. Its connector was not asked."""
    owner = organisation.owner
    configuration = read_configuration(config or {}, schema) if schema else Configuration(config or {})
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation, kpis=1)
        valid = ValidConfiguration(connector, configuration)
        connection = await add_connection(session, owner, host, name=f"Source {card.id}", valid=valid)
        for name, content in (files or {}).items():
            await store_file(session, owner, connection.id, name=name, content=content)
        offered = [Measure(measure, measure, None, Frequency.MONTHLY, (), Decimal(1))]
        await map_measures(session, owner, connection.id, [WantedMapping(measure, card.kpis[0])], offered)
        run = await run_connection(session, owner, connection.id)
        return Queued(run.id, connection.id, card.kpis)


async def recorded(engine: AsyncEngine, organisation: TestOrganisation) -> int:
    """How many values the organisation has."""
    async with reading(engine, organisation.tenant_id) as session:
        return await session.scalar(select(func.count()).select_from(KpiValue)) or 0


async def row_errors_of(engine: AsyncEngine, organisation: TestOrganisation, run_id: UUID) -> list[RunRowError]:
    async with reading(engine, organisation.tenant_id) as session:
        statement = select(RunRowError).where(RunRowError.run_id == run_id).order_by(RunRowError.ordinal)
        return list((await session.scalars(statement)).all())
