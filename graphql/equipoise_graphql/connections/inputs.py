"""What mutations of connections take."""

from datetime import date
from decimal import Decimal

import strawberry
from strawberry.scalars import JSON

from equipoise.connections.mappings import MOST_AT_ONCE


@strawberry.input(description="A source to connect.")
class AddConnectionInput:
    """A source to connect."""

    name: str = strawberry.field(description="What people will call it, at most 200 characters.")
    connector: str = strawberry.field(description="Key of the connector, from `connectors`.")
    config: JSON = strawberry.field(description="An object that fits the connector's `configSchema`.")


@strawberry.input(description="What changes about a connection; what is left out or null stays as it is.")
class UpdateConnectionInput:
    """What changes about a connection."""

    id: strawberry.ID = strawberry.field(description="The connection.")
    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    config: JSON | None = strawberry.field(
        default=None,
        description="The whole configuration. A secret that is left out stays as it is; null in its place removes it.",
    )


@strawberry.input(description="Which connection.")
class ConnectionInput:
    """Which connection."""

    id: strawberry.ID = strawberry.field(description="The connection.")


@strawberry.input(description="Which file goes.")
class RemoveConnectionFileInput:
    """Which file goes."""

    connection: strawberry.ID = strawberry.field(description="The connection that reads the file.")
    name: str = strawberry.field(description="The file's name.")


@strawberry.input(description="Values of a measure in some dimensions, times a factor, are values of a KPI.")
class MeasureMappingInput:
    """A mapping."""

    measure: str = strawberry.field(description="Key of a measure that the connection offers.")
    kpi: strawberry.ID = strawberry.field(description="The KPI, of the same frequency as the measure.")
    dimensions: JSON | None = strawberry.field(
        default=None, description='Only values with these entries, e.g. `{region: "North"}`; left out for all.'
    )
    factor: Decimal | None = strawberry.field(
        default=None, description="What each value is multiplied by, e.g. 0.001 for thousands; 1 by default."
    )


@strawberry.input(description="Measures to map, all of them or none.")
class MapMeasuresInput:
    """Measures to map."""

    connection: strawberry.ID = strawberry.field(description="The connection that is to feed the KPIs.")
    mappings: list[MeasureMappingInput] = strawberry.field(
        description=f"At most {MOST_AT_ONCE}. A KPI that the connection feeds already is mapped anew."
    )


@strawberry.input(description="Which KPI is fed no more.")
class UnmapMeasureInput:
    """Which KPI is fed no more."""

    connection: strawberry.ID = strawberry.field(description="The connection that feeds it.")
    kpi: strawberry.ID = strawberry.field(description="The KPI; the values it has already stay.")


@strawberry.input(description="What to read.")
class RunConnectionInput:
    """What to read."""

    id: strawberry.ID = strawberry.field(description="The connection.")
    since: date | None = strawberry.field(default=None, description="Only periods that begin on or after this day.")
    until: date | None = strawberry.field(default=None, description="Only periods that begin before this day.")
