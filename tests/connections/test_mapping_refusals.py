"""Mappings that cannot be are refused by the field that has to change, and none of the others is kept."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.mappings import WantedMapping, map_measures, mappings_of
from equipoise.connections.measures import Measure
from equipoise.connections.models import Connection
from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession, writing
from equipoise.domain.calendar import Frequency
from equipoise.domain.errors import Refusal
from tests.support.api import TestOrganisation
from tests.support.scorecards import add_card

OFFERED = [
    Measure("A", "A", None, Frequency.MONTHLY, ("Region",), Decimal(1)),
    Measure("percent", "Percent", "%", Frequency.MONTHLY, (), Decimal(100)),
    Measure("quarters", "Quarters", None, Frequency.QUARTERLY, (), Decimal(1)),
]
NEVER = UUID(int=0)


async def a_connection(session: TenantSession, organisation: TestOrganisation) -> Connection:
    connection = Connection(id=new_id(), connector="any", name="Any", config={}, created_at=organisation.owner.now)
    session.add(connection)
    await session.flush()
    return connection


@pytest.mark.parametrize(
    ("mapping", "field", "code"),
    [
        ({"measure": "B"}, "measure", "NOT_FOUND"),
        ({"measure": "x" * 50_000}, "measure", "NOT_FOUND"),
        ({"measure": "quarters"}, "measure", "FREQUENCY_DIFFERS"),
        ({"measure": "percent"}, "factor", "FACTOR_DIFFERS"),
        ({"measure": "percent", "factor": "10"}, "factor", "FACTOR_DIFFERS"),
        ({"factor": "0"}, "factor", "INVALID"),
        ({"factor": "NaN"}, "factor", "NOT_A_NUMBER"),
        ({"factor": "1" * 400}, "factor", "NUMBER_TOO_LARGE"),
        ({"factor": 0.1}, "factor", "NOT_A_NUMBER"),
        ({"dimensions": {"Colour": "red"}}, "dimensions", "NOT_FOUND"),
        ({"dimensions": {"x" * 50_000: "red"}}, "dimensions", "NOT_FOUND"),
        ({"dimensions": ["Region"]}, "dimensions", "INVALID"),
        ({"dimensions": {"Region": 7}}, "dimensions", "INVALID"),
        ({"dimensions": {"Region": "nul \0"}}, "dimensions", "TEXT_NOT_PLAIN"),
        ({"kpi_id": NEVER}, "kpi", "NOT_FOUND"),
    ],
)
async def test_a_mapping_that_cannot_be_is_refused_by_its_field(
    engine: AsyncEngine, organisation: TestOrganisation, mapping: dict[str, Any], field: str, code: str
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation)
        connection = await a_connection(session, organisation)
    wanted = [WantedMapping("A", card.kpis[0]), WantedMapping(**{"measure": "A", "kpi_id": card.kpis[1], **mapping})]
    with pytest.raises(Refusal) as refused:
        async with writing(engine, organisation.tenant_id) as session:
            await map_measures(session, organisation.owner, connection.id, wanted, OFFERED)
    assert (refused.value.field, refused.value.code) == (f"mappings.1.{field}", code)
    assert len(refused.value.message) < 500
    async with writing(engine, organisation.tenant_id) as session:
        assert await mappings_of(session, connection.id) == []


async def test_too_many_mappings_at_once_are_refused(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        connection = await a_connection(session, organisation)
        many = [WantedMapping("A", NEVER)] * 501
        with pytest.raises(Refusal) as refused:
            await map_measures(session, organisation.owner, connection.id, many, OFFERED)
    assert (refused.value.field, refused.value.code) == ("mappings", "TOO_MANY")
