"""Statements that the driver sends itself belong to the session's transaction like any other."""

from decimal import Decimal

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.hot import HotStatement, numbers
from equipoise.db.ids import new_id
from equipoise.db.session import reading, writing
from equipoise.strategy.models import OrgUnit, UnitKind
from tests.support.api import TestOrganisation

NAMES = HotStatement("SELECT name FROM org_unit WHERE tenant_id = :tenant_id ORDER BY name")
ADD = HotStatement(
    "INSERT INTO org_unit (tenant_id, id, name, kind, position) VALUES (:tenant_id, :id, :name, 'TEAM', 0)",
    writes=True,
)


def unit(name: str) -> OrgUnit:
    return OrgUnit(id=new_id(), name=name, kind=UnitKind.TEAM)


async def test_rows_that_wait_in_the_session_are_seen(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        session.add(unit("Sales"))
        assert "Sales" in [row["name"] for row in await NAMES.rows(session, {})]


async def test_what_is_written_is_undone_with_the_transaction(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        await ADD.rows(session, {"id": new_id(), "name": "Sales"})
        await session.rollback()
    async with reading(engine, organisation.tenant_id) as session:
        assert "Sales" not in [row["name"] for row in await NAMES.rows(session, {})]


async def test_a_session_for_reading_cannot_write_so_either(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with reading(engine, organisation.tenant_id) as session:
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await ADD.rows(session, {"id": new_id(), "name": "Sales"})


async def test_the_next_transaction_of_a_session_is_the_tenants_again(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with reading(engine, organisation.tenant_id) as session:
        before = await NAMES.rows(session, {})
        await session.commit()
        assert await NAMES.rows(session, {}) == before


async def test_a_broken_constraint_is_what_sqlalchemy_says_of_it(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        twice = {"id": new_id(), "name": "Sales"}
        await ADD.rows(session, twice)
        with pytest.raises(IntegrityError, match="pk_org_unit"):
            await ADD.rows(session, twice)
        await session.rollback()


async def test_a_connection_that_breaks_is_not_used_again(
    engine: AsyncEngine, database_url: str, organisation: TestOrganisation
) -> None:
    async with reading(engine, organisation.tenant_id) as session:
        (backend,) = await HotStatement("SELECT pg_backend_pid() AS id").rows(session, {})
        with psycopg.connect(database_url) as owner:
            owner.execute("SELECT pg_terminate_backend(%s, 5000)", [backend["id"]])
        with pytest.raises(InterfaceError):
            await NAMES.rows(session, {})
    for _ in range(12):
        async with reading(engine, organisation.tenant_id) as session:
            await NAMES.rows(session, {})


async def test_numbers_arrive_as_they_were(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    sent = [Decimal("-1E+2"), None, Decimal("0.1000000000"), Decimal("123456789012345.123456789012"), Decimal("1E-12")]
    back = HotStatement("SELECT * FROM unnest(CAST(:figures ::text AS numeric[])) AS figure")
    async with reading(engine, organisation.tenant_id) as session:
        rows = await back.rows(session, {"figures": numbers(sent)})
    assert [row["figure"] for row in rows] == sent
