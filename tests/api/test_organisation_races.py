"""Acts on one organisation that happen at the same time."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import TenantSession, writing
from equipoise.domain.errors import Cycle
from equipoise.domain.roles import Role
from equipoise.identity.people import LastOwner, add_person, remove_person, update_person
from equipoise.strategy.models import OrgUnit, UnitKind
from equipoise.strategy.scorecards import add_scorecard
from equipoise.strategy.units import add_unit, move_unit
from equipoise.tenants.organisation import FiscalYearInUse, update_organisation
from tests.support.api import TestOrganisation
from tests.support.races import somebody_waits


async def test_two_owners_who_remove_each_other_leave_one(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    olga = organisation.owner
    async with writing(engine, organisation.tenant_id) as session:
        person = await add_person(session, olga, display_name="Otto", email="otto@acme.example", role=Role.OWNER)
    otto = replace(olga, person_id=person.id)

    async def otto_demotes_olga() -> None:
        async with writing(engine, organisation.tenant_id) as session:
            await update_person(session, otto, olga.person_id, role=Role.VIEWER)

    async with TenantSession(engine, organisation.tenant_id) as first, first.begin():
        await remove_person(first, olga, otto.person_id)
        await first.flush()
        second = asyncio.create_task(otto_demotes_olga())
        await somebody_waits(engine)
    with pytest.raises(LastOwner):
        await second


async def test_the_fiscal_year_cannot_slip_past_a_scorecard_that_is_being_added(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async def move_the_year() -> None:
        async with writing(engine, organisation.tenant_id) as session:
            await update_organisation(session, organisation.owner, fiscal_first_month=4)

    async with TenantSession(engine, organisation.tenant_id) as first, first.begin():
        unit_id = (await first.scalars(select(OrgUnit.id).where(OrgUnit.tenant_id == first.tenant_id))).one()
        await add_scorecard(
            first,
            organisation.owner,
            name="Plan",
            org_unit_id=unit_id,
            cycle_start=date(2026, 1, 1),
            cycle_end=date(2026, 12, 31),
        )
        second = asyncio.create_task(move_the_year())
        await somebody_waits(engine)
    with pytest.raises(FiscalYearInUse):
        await second


async def test_two_units_cannot_be_moved_below_each_other(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        a, b = [
            await add_unit(session, organisation.owner, name=name, kind=UnitKind.DIVISION, parent_id=None)
            for name in "AB"
        ]

    async def b_below_a() -> None:
        async with writing(engine, organisation.tenant_id) as session:
            await move_unit(session, organisation.owner, b.id, a.id)

    async with TenantSession(engine, organisation.tenant_id) as first, first.begin():
        await move_unit(first, organisation.owner, a.id, b.id)
        await first.flush()
        second = asyncio.create_task(b_below_a())
        await somebody_waits(engine)
    with pytest.raises(Cycle):
        await second
