"""The values of a KPI, with their corrections."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import strawberry

from equipoise.db.session import ReadSession
from equipoise.domain.errors import Invalid
from equipoise.domain.status import Status
from equipoise.identity.models import Person as PersonRow
from equipoise.kpis.models import Kpi as KpiRow
from equipoise.kpis.queries import Rows, last_values, replaced_values, targets_of
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, resolved, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.kpis import compiled
from equipoise_graphql.kpis.compiled import MOST, USUAL
from equipoise_graphql.organisation_time import time_of


@strawberry.type(description="A value as it was recorded, before a correction replaced it.")
class KpiValueRevision:
    """Describes a row of `kpi_value_revision`."""

    revision: int = column("1 for the first value of the period.")
    value: Decimal = column("The figure.")
    numerator: Decimal | None = column("What was divided; null where the value did not come as a ratio.")
    denominator: Decimal | None = column("What it was divided by.")
    label: str | None = column("The answer, of a KPI that is scored by choice.")
    note: str | None = column("What was said about it.")
    source: str = column("Where it came from: `api`, `cli` or a connection.")
    recorded_at: datetime = column("When it was recorded.")
    recorded_by: Person | None = to_one(
        PersonRow, "recorded_by", description="Who recorded it; null where nobody in person did."
    )
    replaced_at: datetime = column("When a correction took its place.")


@strawberry.type(description="The value of one period, in its current revision.")
class KpiValue:
    """Describes a row of `kpi_value`."""

    period_start: date = column("First day of the period.")
    value: Decimal = column("The figure.")
    numerator: Decimal | None = column("What was divided; null where the value did not come as a ratio.")
    denominator: Decimal | None = column("What it was divided by.")
    label: str | None = column("The answer, of a KPI that is scored by choice.")
    target: Decimal | None = column("The target of the period; null if none is set.")
    score: Decimal | None = column("What the value scores, 0 to 100; null without a scale or without a target.")
    attainment: Decimal | None = column("The score before it is held within 0 to 100.")
    status: Status = column("Its colour.")
    revision: int = column("1, and one more with every correction.")
    note: str | None = column("What was said about it.")
    source: str = column("Where it came from: `api`, `cli` or a connection.")
    recorded_at: datetime = column("When this revision was recorded.")
    recorded_by: Person | None = to_one(
        PersonRow, "recorded_by", description="Who recorded it; null where nobody in person did."
    )

    kpi_id: strawberry.Private[UUID]

    @resolved("The period as people write it: `2026-03`, `2026-W07`, `FY2026 Q1`.", compiled=compiled.period_label)
    async def period_label(self, info: Info) -> str:
        calendar = (await time_of(info.context)).calendar
        kpi = await info.context.loaders.row(KpiRow).load(self.kpi_id)
        return calendar.label(calendar.holding(self.period_start, kpi.frequency))

    @resolved("The revisions that corrections replaced, newest first.", compiled=compiled.revisions)
    async def revisions(self, info: Info) -> list[KpiValueRevision]:
        loader = info.context.loaders.custom("replaced values", replaced_values)
        found: Any = await loader.load((self.kpi_id, self.period_start))
        return found or []


def values() -> Any:
    """The field `values(last, from, to)` of a KPI; one statement for all KPIs that are asked alike."""

    async def resolve(
        root: Any,
        info: Info,
        last: Annotated[
            int | None,
            strawberry.argument(
                description=f"The last so many, 1 to {MOST}; by default {USUAL}, or {MOST} where `from` is given."
            ),
        ] = None,
        first_day: Annotated[
            date | None, strawberry.argument(name="from", description="Only periods that begin on this day or later.")
        ] = None,
        last_day: Annotated[
            date | None, strawberry.argument(name="to", description="Only periods that begin on this day or earlier.")
        ] = None,
    ) -> Any:
        count = last if last is not None else USUAL if first_day is None else MOST
        if not 1 <= count <= MOST:
            raise Invalid(f"A list holds 1 to {MOST} values; you asked for {count}.", field="last")

        async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, Rows]:
            return await last_values(session, keys, count, first_day=first_day, last_day=last_day)

        return await info.context.loaders.custom(("values", count, first_day, last_day), load).load(root.id) or []

    return strawberry.field(
        resolver=resolve,
        description="Its values in their current revisions, oldest first.",
        metadata={"compiled": compiled.values},
    )


def latest() -> Any:
    """The field `latest` of a KPI."""

    async def resolve(root: Any, info: Info) -> Any:
        async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, Rows]:
            return await last_values(session, keys, 1)

        found = await info.context.loaders.custom(("values", 1, None, None), load).load(root.id)
        return found[-1] if found else None

    return strawberry.field(
        resolver=resolve,
        description="The value of its latest period; null if it never had one.",
        metadata={"compiled": compiled.latest},
    )


def current_target() -> Any:
    """The field `currentTarget` of a KPI."""

    async def resolve(root: Any, info: Info) -> Any:
        time = await time_of(info.context)
        period = time.calendar.holding(time.day_of(info.context.actor.now), root.frequency)
        return await info.context.loaders.custom("targets", targets_of).load((root.id, period.start))

    return strawberry.field(
        resolver=resolve,
        description="The target of the period that holds today; null if none is set.",
        metadata={"compiled": compiled.current_target},
    )
