"""What an export holds: the strategy in force, in words."""

import re
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.exchange.export import DEEPEST_UNITS
from equipoise.identity.models import PersonKind
from equipoise.identity.people import remove_person
from equipoise.identity.shell_person import shell_person
from equipoise.initiatives.models import Initiative
from equipoise.kpis.models import Kpi
from equipoise.kpis.retire import retire_kpi
from equipoise.strategy.models import Objective, UnitKind
from equipoise.strategy.scorecards import archive_scorecard
from equipoise.strategy.units import add_unit
from tests.conftest import NewOrganisation
from tests.support.api import TestOrganisation
from tests.support.exchange import applied, exported, names, refused_export
from tests.support.exchange_rows import id_of


async def test_the_same_strategy_gives_the_same_text(engine: AsyncEngine, bright: TestOrganisation) -> None:
    assert await exported(engine, bright) == await exported(engine, bright)


async def test_it_holds_no_ids_and_no_moments(engine: AsyncEngine, bright: TestOrganisation) -> None:
    text = await exported(engine, bright)
    assert re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}|\d\d:\d\d|eqp_", text) == []


async def test_long_texts_stand_in_blocks_with_their_line_breaks(engine: AsyncEngine, bright: TestOrganisation) -> None:
    text = await exported(engine, bright)
    assert '    core_values: |-\n      Honesty: say it early.\n\n      "Repair" before you replace — always.\n' in text
    assert "            description: >-\n              Outgrow the market without buying the growth" in text
    assert max(map(len, text.splitlines())) <= 110


async def test_scorecards_come_after_those_that_they_are_cascaded_from(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    cycle = "unit: Acme, cycle_start: 2026-01-01, cycle_end: 2026-12-31"
    cards = (("A", "Z"), ("B", "A"), ("Y", "null"), ("Z", "null"))
    listed = ", ".join(f"{{name: {name}, parent: {parent}, {cycle}}}" for name, parent in cards)
    await applied(engine, organisation, f"format: equipoise/1\nscorecards: [{listed}]\n")
    assert re.findall(r"^  - name: ([A-Z])$", await exported(engine, organisation), re.M) == ["Y", "Z", "A", "B"]


@pytest.mark.parametrize("levels", [DEEPEST_UNITS, DEEPEST_UNITS + 1])
async def test_units_are_exported_as_deep_as_they_can_be_read(
    engine: AsyncEngine, organisation: TestOrganisation, levels: int
) -> None:
    async with writing(engine, organisation.tenant_id) as session:
        parent: UUID | None = None
        for number in range(levels):
            unit = await add_unit(session, organisation.owner, name=f"{number}", kind=UnitKind.TEAM, parent_id=parent)
            parent = unit.id
    if levels > DEEPEST_UNITS:
        assert (await refused_export(engine, organisation)).code == "TOO_MANY"
    else:
        assert (await applied(engine, organisation, await exported(engine, organisation))).nothing_to_do


async def test_a_new_organisation_is_a_document_too(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    text = await exported(engine, organisation)
    assert text.startswith("format: equipoise/1\norganisation:\n  name: Acme\n  time_zone: UTC\n")
    assert "scorecards" not in text
    assert (await applied(engine, organisation, text)).nothing_to_do


async def test_what_is_history_is_left_out(engine: AsyncEngine, bright: TestOrganisation) -> None:
    owner = bright.owner
    async with writing(engine, bright.tenant_id) as session:
        sam = await id_of(session, "person", "sam@bright.example")
        for model in (Objective, Kpi, Initiative):
            await session.execute(update(model).values(owner_id=sam))
        await remove_person(session, owner, sam)
        await retire_kpi(session, owner, await id_of(session, "kpi", "complaints"), "unused")
        await archive_scorecard(session, owner, await id_of(session, "scorecard", "Sales north"))
    text = await exported(engine, bright)
    assert re.findall(r"sam@bright|complaints|Sales north|ARCHIVED|RETIRED", text) == []
    assert "counter_kpi: null" in text
    assert (await applied(engine, bright, text)).nothing_to_do


async def test_a_scorecard_below_an_archived_one_stands_alone(engine: AsyncEngine, bright: TestOrganisation) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await archive_scorecard(session, bright.owner, await id_of(session, "scorecard", "Company strategy"))
    text = await exported(engine, bright)
    assert "parent: null" in text
    assert "cascades" not in text
    report = await applied(engine, bright, text)
    assert report.nothing_to_do
    assert names(report, "kept") == []


async def test_who_stands_for_the_shell_is_left_out(engine: AsyncEngine, bright: TestOrganisation) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await shell_person(session, bright.owner, Role.VIEWER, PersonKind.HUMAN)
    text = await exported(engine, bright)
    assert "shell.invalid" not in text
    assert names(await applied(engine, bright, text), "kept") == []


async def test_one_scorecard_comes_with_the_people_and_units_that_it_names(
    engine: AsyncEngine, bright: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    text = await exported(engine, bright, "Company strategy")
    assert re.findall(r"^\w+:", text, re.M) == ["format:", "units:", "people:", "scorecards:"]
    assert re.findall(r"email: (.*)", text) == ["olga@acme.example", "sam@bright.example", "sync@bright.example"]
    assert "name: South" not in text
    assert "name: Sales north" not in text

    other = await new_organisation()
    await applied(engine, other, text)
    assert await exported(engine, other, "Company strategy") == text


async def test_a_scorecard_that_is_not_in_force_cannot_be_exported(
    engine: AsyncEngine, bright: TestOrganisation
) -> None:
    refusal = await refused_export(engine, bright, "Nothing")
    assert (refusal.code, refusal.message) == ("NOT_FOUND", "No scorecard in force is named 'Nothing'.")
