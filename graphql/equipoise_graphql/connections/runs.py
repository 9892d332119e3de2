"""Runs of connections."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry

from equipoise.connections import models
from equipoise.connections.child.request import MOST_ROW_ERRORS
from equipoise.connections.models import RunState
from equipoise.connections.queries import first_row_errors
from equipoise.db.session import ReadSession
from equipoise.domain.errors import Invalid
from equipoise.identity.models import Person as PersonRow
from equipoise_graphql.connections import compiled
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, described, resolved, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.ids import encode, register

# No node: `node(id)` answers everybody of the organisation, and runs concern those who edit or connect.
register(models.ConnectionRun, "run")
described(
    RunState,
    "How far a run is and how it ended.",
    QUEUED="It waits for a worker.",
    RUNNING="The connector is at work.",
    SUCCEEDED="Everything that was read was recorded.",
    PARTIAL="The good values were recorded and the bad places reported.",
    FAILED="Nothing was recorded; its errors say why.",
)


@strawberry.type(description="A place at the source that a run could not use.")
class RunRowError:
    """Describes `equipoise.connections.models.RunRowError`."""

    location: str = column("Where a person finds it, e.g. `Sheet1!D7`.")
    message: str = column("What is wrong with it, for people.")
    code: str = column("What is wrong with it, for programs.")


@strawberry.type(description="One reading of a connection.")
class ConnectionRun:
    """Describes `equipoise.connections.models.ConnectionRun`."""

    state: RunState = column("Where it stands.")
    since: date | None = column("Only periods that begin on or after this day were asked for; null for no bound.")
    until: date | None = column("Only periods that begin before this day were asked for; null for no bound.")
    requested_by: Person | None = to_one(
        PersonRow, "requested_by", description="Who asked for it, and in whose name its values are recorded."
    )
    requested_at: datetime = column("When it was asked for.")
    started_at: datetime | None = column("When it began; null while it waits.")
    ended_at: datetime | None = column("When it was over; null until then.")
    recorded: int = column("How many values are new or were corrected.")
    unchanged: int = column("How many values were the same already.")
    unmapped: int = column("How many values came that belong to no KPI, or to a period that was not asked for.")
    error_code: str | None = column("Why it failed, for programs; null if it did not.")
    error_message: str | None = column("Why it failed, for people; null if it did not.")
    connection_id: strawberry.Private[UUID]

    @resolved("Opaque; pass it to `connectionRun`.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode(models.ConnectionRun, cast("models.ConnectionRun", self).id))

    @resolved("What people call the connection.", compiled=compiled.connection_name)
    async def connection_name(self, info: Info) -> str:
        row = await info.context.loaders.row(models.Connection).load(self.connection_id)
        return cast("str", row.name)

    @resolved("How many places could not be used, in all.", compiled=compiled.row_error_count)
    def row_error_count(self) -> int:
        return cast("models.ConnectionRun", self).row_errors

    @resolved(f"The first of these places; at most {MOST_ROW_ERRORS:,} are kept.", compiled=compiled.row_errors)
    async def row_errors(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description=f"How many to return, 1 to {MOST_ROW_ERRORS:,}.")] = 100,
    ) -> list[RunRowError]:
        if not 1 <= first <= MOST_ROW_ERRORS:
            raise Invalid(f"1 to {MOST_ROW_ERRORS:,} can be returned; you asked for {first}.", field="first")

        async def load(session: ReadSession, runs: Sequence[UUID]) -> Any:
            return await first_row_errors(session, runs, first)

        run_id = cast("models.ConnectionRun", self).id
        return await info.context.loaders.custom(("row errors", first), load).load(run_id) or []
