"""Connections, the connectors behind them, their files and their mappings."""

from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from equipoise.connections import models
from equipoise.connections.models import ConnectionState
from equipoise.connections.queries import latest_runs
from equipoise.domain.calendar import Frequency
from equipoise.domain.errors import Invalid
from equipoise.identity.models import Person as PersonRow
from equipoise.kpis.models import Kpi as KpiRow
from equipoise_graphql.connections import compiled
from equipoise_graphql.connections.asking import setup_of
from equipoise_graphql.connections.runs import ConnectionRun
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described, resolved, to_many, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.ids import encode, register
from equipoise_graphql.kpis.types import Kpi
from equipoise_graphql.paging import After, First, page_below
from equipoise_graphql.paging import Connection as Page

# No node: `node(id)` answers everybody of the organisation, and connections concern those who may connect sources.
register(models.Connection, "connection")
described(
    ConnectionState,
    "Whether a connection is run.",
    ACTIVE="It can be run.",
    PAUSED="It keeps its configuration and is not run.",
)


@strawberry.type(description="A kind of source that this installation can connect.")
class Connector:
    """Describes `equipoise.connections.specifications.Specification`."""

    key: str = column("Its name for programs: pass it to `addConnection`.")
    title: str = column("What people call it.")
    description: str = column("What it reads; may be empty.")
    version: str = column("The version that is installed.")
    config_schema: JSON = column("JSON Schema of the configuration, for a form. Secrets are marked `writeOnly`.")
    hosts: list[str] = column("Names of the hosts that it talks to; empty if it talks to none, or to those you name.")


@strawberry.type(description="A series of values that a connection delivers.")
class Measure:
    """Describes `equipoise.connections.measures.Measure`."""

    key: str = column("Its name for programs: pass it to `mapMeasures`.")
    name: str = column("What people call it.")
    unit: str | None = column("Unit of measurement, if it says.")
    frequency: Frequency = column("The length of the periods for which it has values; the KPI's has to be the same.")
    dimensions: list[str] = column("By what its values are broken down.")
    factor: Decimal = column("What its ratios are multiplied by: 100 for percent, else 1.")


@strawberry.type(description="A file that a connection reads.")
class ConnectionFile:
    """Describes `equipoise.connections.models.ConnectionFile`. Its content is not read back."""

    name: str = column("Its name, by which the configuration may refer to it.")
    size: int = column("In bytes.")
    sha256: str = column("Of the content.")
    uploaded_at: datetime = column("When this content was sent.")
    uploaded_by: Person | None = to_one(PersonRow, "uploaded_by", description="Who sent it.")


@strawberry.type(description="Values of a measure in these dimensions, times the factor, are values of the KPI.")
class MeasureMapping:
    """Describes `equipoise.connections.models.MeasureMapping`."""

    measure: str = column("Key of the measure.")
    dimensions: JSON = column('Only values with these entries, e.g. `{region: "North"}`; `{}` for all.')
    factor: Decimal = column("What each value is multiplied by.")
    kpi: Kpi = to_one(KpiRow, "kpi_id", description="The KPI that they are values of.")
    kpi_id: strawberry.Private[UUID]


@strawberry.type(description="A source that is connected. For those who may connect sources.")
class Connection:
    """Describes `equipoise.connections.models.Connection`."""

    name: str = column("What people call it; it is the source of the values that it records.")
    connector: str = column("Key of its connector.")
    config: JSON = column("Its configuration without the secrets, which cannot be read back.")
    state: ConnectionState = column("Whether it is run.")
    created_at: datetime = column("When it was added.")
    files: list[ConnectionFile] = to_many(
        models.ConnectionFile, "connection_id", "name", description="Its files: `PUT /connections/{id}/files/{name}`."
    )
    mappings: list[MeasureMapping] = to_many(
        models.MeasureMapping, "connection_id", "id", description="Which KPIs it feeds, in the order of their mapping."
    )

    @resolved("Opaque; pass it wherever a connection is asked for.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode(models.Connection, _row(self).id))

    @resolved("Its runs, newest first.", compiled=compiled.runs)
    async def runs(self, info: Info, first: First = 20, after: After = None) -> Page[ConnectionRun]:
        return await page_below(
            info, models.ConnectionRun, "connection_id", _row(self).id, first=first, after=after, newest=True
        )

    @resolved("The run that was asked for last; null if there was none.", compiled=compiled.latest_run)
    async def latest_run(self, info: Info) -> ConnectionRun | None:
        found: Any = await info.context.loaders.custom("latest runs", latest_runs).load(_row(self).id)
        return cast("ConnectionRun | None", found)

    @resolved(
        "What the source offers to measure, asked for at this moment: it may take seconds, so only below "
        "`connection(id)`.",
        uncounted=True,
    )
    async def measures(self, info: Info) -> list[Measure]:
        if any(isinstance(step, int) for step in info.path.as_list()):
            raise Invalid("Ask for the measures of one connection at a time, below `connection(id)`.", field="measures")
        found = await info.context.connectors.discover(await setup_of(info, _row(self).id))
        return cast("list[Measure]", found)


def _row(shown: Connection) -> models.Connection:
    return cast("models.Connection", shown)
