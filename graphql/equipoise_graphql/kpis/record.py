"""How values are recorded."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast
from uuid import UUID

import strawberry

from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.kpis import models
from equipoise.kpis.entries import ValueItem
from equipoise.kpis.record import MOST_VALUES, record_values
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import InvalidId, decode
from equipoise_graphql.mutation import Payload, UserError, attempt, user_error


@strawberry.input(description="The value of one period of one KPI.")
class KpiValueInput:
    """The value of one period of one KPI."""

    kpi: strawberry.ID = strawberry.field(description="The KPI's id, or its key.")
    period_start: date = strawberry.field(description="First day of a period of the KPI's frequency.")
    value: Decimal | None = strawberry.field(default=None, description="The figure; not needed with the two parts.")
    numerator: Decimal | None = strawberry.field(default=None, description="Of a ratio: what is divided.")
    denominator: Decimal | None = strawberry.field(default=None, description="Of a ratio: what it is divided by.")
    label: str | None = strawberry.field(default=None, description="Of a KPI that is scored by choice: the answer.")
    note: str | None = strawberry.field(default=None, description="A word about it.")


@strawberry.input(description="Values to record.")
class RecordKpiValuesInput:
    """Values to record."""

    values: list[KpiValueInput] = strawberry.field(description=f"One or many, at most {MOST_VALUES:,}.")
    all_or_nothing: bool = strawberry.field(
        default=True, description="Whether one bad value keeps the others from being recorded."
    )


class _Given(NamedTuple):
    """A `RecordKpiValuesInput` as resolvers get it."""

    items: list[ValueItem]
    all_or_nothing: bool


def _read(_type: object, given: Mapping[str, Any], _context: object) -> _Given:
    """The input, whose form has been checked: Strawberry's own way would take longer than recording the values."""
    kpis: dict[str, UUID | str] = {}
    items = []
    for value in given["values"]:
        named = value["kpi"]
        kpi = kpis.get(named)
        if kpi is None:
            kpi = kpis[named] = _id_or_key(named)
        of = value.get
        items.append(
            ValueItem(
                kpi,
                value["periodStart"],
                of("value"),
                of("numerator"),
                of("denominator"),
                of("label"),
                of("note"),
            )
        )
    return _Given(items, given["allOrNothing"])


def _id_or_key(raw: str) -> UUID | str:
    try:
        return decode(raw, models.Kpi)
    except InvalidId:
        return raw


cast("Any", RecordKpiValuesInput).__strawberry_definition__.from_input = _read


@strawberry.type(
    description="What became of the values. With `allOrNothing: false` the good ones are kept beside the errors."
)
class RecordKpiValuesPayload(Payload):
    """What became of the values."""

    recorded: int = strawberry.field(default=0, description="How many are new or were corrected.")
    unchanged: int = strawberry.field(default=0, description="How many were the same already.")


@strawberry.type
class RecordMutations:
    """Recording values."""

    @mutation("Record values. A value that differs from the one there becomes its next revision.")
    async def record_kpi_values(self, info: Info, input: RecordKpiValuesInput) -> RecordKpiValuesPayload:
        given = cast("_Given", input)

        async def act(session: TenantSession) -> dict[str, Any]:
            actor = info.context.actor
            done = await record_values(session, actor, given.items, all_or_nothing=given.all_or_nothing)
            return {"recorded": done.recorded, "unchanged": done.unchanged, "refusals": done.refusals}

        return await attempt(info, _payload, act)


def _payload(
    user_errors: list[UserError], recorded: int = 0, unchanged: int = 0, refusals: Sequence[Refusal] = ()
) -> RecordKpiValuesPayload:
    errors = user_errors + [user_error(refusal) for refusal in refusals]
    return RecordKpiValuesPayload(user_errors=errors, recorded=recorded, unchanged=unchanged)
