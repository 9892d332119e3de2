"""How measures are mapped to KPIs, and runs asked for."""

from collections.abc import Sequence
from typing import Any

import strawberry

from equipoise.connections import models
from equipoise.connections.mappings import WantedMapping, map_measures, unmap_measure
from equipoise.connections.measures import Measure
from equipoise.connections.run import run_connection
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.kpis.models import Kpi
from equipoise_graphql.connections.asking import ask_then_attempt, setup_of
from equipoise_graphql.connections.edit import ConnectionPayload
from equipoise_graphql.connections.inputs import (
    MapMeasuresInput,
    MeasureMappingInput,
    RunConnectionInput,
    UnmapMeasureInput,
)
from equipoise_graphql.connections.runs import ConnectionRun
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.mutation import Payload, attempt


@strawberry.type(description="The answer of asking for a run.")
class RunConnectionPayload(Payload):
    """The answer of asking for a run."""

    run: ConnectionRun | None = strawberry.field(
        default=None, description="The run, which waits for a worker: ask for it again by `connectionRun`."
    )


@strawberry.type
class FeedMutations:
    """Feeding KPIs from connections."""

    @mutation("Say which measures of a connection are the values of which KPIs. The source is asked what it offers.")
    async def map_measures(self, info: Info, input: MapMeasuresInput) -> ConnectionPayload:
        context = info.context

        async def ask() -> tuple[list[WantedMapping], list[Measure]]:
            connection_id = decode(input.connection, models.Connection, "connection")
            wanted = _wanted(input.mappings)
            return wanted, await context.connectors.discover(await setup_of(info, connection_id, "connection"))

        async def act(session: TenantSession, asked: tuple[list[WantedMapping], list[Measure]]) -> dict[str, Any]:
            connection_id = decode(input.connection, models.Connection, "connection")
            await map_measures(session, context.actor, connection_id, *asked)
            return {"connection": await require(session, models.Connection, connection_id)}

        return await ask_then_attempt(info, ConnectionPayload, ask, act)

    @mutation("Feed a KPI from a connection no more. The values that it has stay.")
    async def unmap_measure(self, info: Info, input: UnmapMeasureInput) -> ConnectionPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            connection_id = decode(input.connection, models.Connection, "connection")
            kpi_id = decode(input.kpi, Kpi, "kpi")
            return {"connection": await unmap_measure(session, info.context.actor, connection_id, kpi_id)}

        return await attempt(info, ConnectionPayload, act)

    @mutation("Have a connection read. It waits for its turn; one run of a connection goes on at a time.")
    async def run_connection(self, info: Info, input: RunConnectionInput) -> RunConnectionPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            connection_id = decode(input.id, models.Connection)
            run = await run_connection(session, info.context.actor, connection_id, since=input.since, until=input.until)
            return {"run": run}

        return await attempt(info, RunConnectionPayload, act)


def _wanted(mappings: Sequence[MeasureMappingInput]) -> list[WantedMapping]:
    wanted = []
    for place, mapping in enumerate(mappings):
        try:
            kpi_id = decode(mapping.kpi, Kpi, "kpi")
        except Refusal as refusal:
            raise refusal.at(f"mappings.{place}") from None
        factor = 1 if mapping.factor is None else mapping.factor
        wanted.append(WantedMapping(mapping.measure, kpi_id, mapping.dimensions, factor))
    return wanted
