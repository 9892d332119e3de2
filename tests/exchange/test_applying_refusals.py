"""Documents that do not fit the organisation, or themselves: everything in the way is named, nothing is changed."""

import re
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import TenantSession, writing
from equipoise.domain.errors import Forbidden
from equipoise.domain.roles import Role
from equipoise.exchange.apply import apply_document
from equipoise.exchange.read import read_document
from equipoise.identity.people import remove_person
from equipoise.kpis.retire import retire_kpi
from equipoise.strategy.objective_life import retire_objective
from equipoise.strategy.scorecards import archive_scorecard
from tests.conftest import NewOrganisation
from tests.support.api import TestOrganisation
from tests.support.exchange import BRIGHT, applied, exported, refused, refused_export, with_changes
from tests.support.exchange_rows import id_of, twin

HEAD = "format: equipoise/1\n"
COMPANY, NORTH = "scorecards: [{name: Company strategy,", "scorecards: [{name: Sales north,"
OBJECTIVES = "perspectives: [{name: P, objectives:"
CYCLE = "unit: Bright Lamps, cycle_start: 2026-01-01, cycle_end: 2026-12-31"


async def said(engine: AsyncEngine, organisation: TestOrganisation, document: str) -> list[str]:
    refusal = await refused(engine, organisation, document)
    assert refusal.code == "INVALID_DOCUMENT", refusal
    return without_lines(refusal.message).splitlines()


def without_lines(message: str) -> str:
    """That each place has its line is tested with the reading."""
    assert " (line " in message
    return re.sub(r" \(line \d+\)", "", message)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("units: [{name: A, kind: TEAM}, {name: A, kind: TEAM}]", "units.1.name: There is a unit A in the document"),
        ("people: [{email: A@b.example}, {email: a@b.example}]", "people.1.email: The same as entry 0"),
        (f"scorecards: [{{name: S, {CYCLE}}}, {{name: S, {CYCLE}}}]", "scorecards.1.name: The same as entry 0"),
        (f"scorecards: [{{name: S, parent: S, {CYCLE}}}]", "scorecards.0.parent: Parents lead back to where they"),
        (
            f"scorecards: [{{name: S, parent: T, {CYCLE}}}, {{name: T, parent: S, {CYCLE}}}]",
            "scorecards.0.parent: Parents lead back to where they start: S → T → S.",
        ),
        (
            "scorecards: [{name: S, perspectives: [{name: P}, {name: P}]}]",
            "scorecards.0.perspectives.1.name: The same as entry 0",
        ),
        (
            "scorecards: [{name: S, perspectives: [{name: P, objectives: [{name: O}, {name: O}]}]}]",
            "scorecards.0.perspectives.0.objectives.1.name: The same as entry 0",
        ),
        (
            "scorecards: [{name: S, perspectives: [{name: P, objectives: [{name: O, kpis: [{key: k}, {key: k}]}]}]}]",
            "kpis.1.key: Another KPI of the document has the key k.",
        ),
        (
            f"scorecards: [{{name: S, {OBJECTIVES} [{{name: O, initiatives: [{{name: I}}, {{name: I}}]}}]}}]}}]",
            "initiatives.1.name: The same as entry 0",
        ),
        (
            "scorecards: [{name: S, cause_effect: [{cause: A, effect: B}, {cause: B, effect: A}]}]",
            "scorecards.0.cause_effect.1.effect: Causes and effects go round in a circle: A → B → A.",
        ),
        ("scorecards: [{name: S, cause_effect: [{cause: A, effect: A}]}]", "go round in a circle: A → A."),
        (
            "scorecards: [{name: S, cause_effect: [{cause: A, effect: B}, {cause: A, effect: B}]}]",
            "scorecards.0.cause_effect.1.effect: The same as entry 0",
        ),
        (
            "scorecards: [{name: S, cascades: [{objective: A, serves: B}, {objective: A, serves: B}]}]",
            "scorecards.0.cascades.1.serves: The same as entry 0",
        ),
    ],
)  # fmt: skip
async def test_a_document_that_contradicts_itself_is_refused(
    engine: AsyncEngine, organisation: TestOrganisation, document: str, problem: str
) -> None:
    assert any(problem in line for line in await said(engine, organisation, HEAD + document + "\n"))


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("units: [{name: New}]", "units.0.kind: There is no such unit yet, and a new one has to say its kind."),
        ("people: [{email: new@b.example}]", "people.0.role: There is no such person yet"),
        ("people: [{email: sam@bright.example, kind: SERVICE}]", "people.0.kind: Sam Söderström is a human"),
        ("people: [{email: sam@bright.example, unit: Sales}]", "people.0.unit: There is no unit 'Sales'"),
        ("scorecards: [{name: New}]", "scorecards.0.cycle_start: There is no such scorecard yet"),
        ("scorecards: [{name: Sales north, parent: Nothing}]", "scorecards.0.parent: No scorecard in force is named"),
        ("scorecards: [{name: Company strategy, status: DRAFT}]", "scorecards.0.status: “Company strategy” is active"),
        ("scorecards: [{name: Company strategy, status: ARCHIVED}]", "scorecards.0.status: A document holds no arch"),
        (f"{COMPANY} cause_effect: [{{cause: Fly, effect: Keep promises}}]}}]", "cause: “Company strategy” has no"),
        (f"{COMPANY} cause_effect: [{{cause: Keep promises, effect: Grow}}]}}]", "has 2 objectives 'Grow'"),
        (f"{COMPANY} cascades: [{{objective: Keep promises, serves: X}}]}}]", "“Company strategy” has no parent"),
        (f"{NORTH} cascades: [{{objective: Win the north, serves: X}}]}}]", "“Company strategy” has no objective 'X'"),
    ],
)  # fmt: skip
async def test_what_leads_nowhere_is_named(
    engine: AsyncEngine, bright: TestOrganisation, document: str, problem: str
) -> None:
    assert any(problem in line for line in await said(engine, bright, HEAD + document + "\n"))


KPI = "scorecards.0.perspectives.0.objectives.0.kpis.0"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (("counter_kpi: complaints", "counter_kpi: nothing"), f"{KPI}.counter_kpi: No KPI in force has the key"),
        (("counter_kpi: complaints", "counter_kpi: net_revenue"), f"{KPI}.counter_kpi: A KPI cannot be its own"),
        (("contributor: sync@bright.example", "contributor: x@b.example"), f"{KPI}.contributor: x@b.example is nob"),
        (("kpis: [complaints, net_revenue]", "kpis: [complaints, nope]"), "kpis.1: No KPI in force has the key nope"),
        (("status: DRAFT", "status: DRAFT\n    units: 3"), "scorecards.1.units: There is no such key"),
        (("state: PROPOSED", "state: ACTIVE"), "kpis.1.purpose: Answer the question"),
    ],
)  # fmt: skip
async def test_what_leads_nowhere_deep_inside_is_named(
    engine: AsyncEngine, bright: TestOrganisation, changes: tuple[str, str], problem: str
) -> None:
    told = await said(engine, bright, with_changes(BRIGHT, changes))
    assert len(told) == 1
    assert problem in told[0]


async def test_everything_that_leads_nowhere_is_told_at_once(engine: AsyncEngine, bright: TestOrganisation) -> None:
    document = with_changes(
        BRIGHT,
        ("unit: Bright Lamps / Sales / North}", "unit: Nowhere}"),
        ("counter_kpi: complaints", "counter_kpi: nothing"),
        ("serves: Keep promises", "serves: Nothing"),
    )
    assert [line.partition(":")[0] for line in await said(engine, bright, document)] == [
        "people.1.unit",
        f"{KPI}.counter_kpi",
        "scorecards.1.cascades.1.serves",
    ]


async def test_a_retired_kpi_is_not_brought_back(engine: AsyncEngine, bright: TestOrganisation) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await retire_kpi(session, bright.owner, await id_of(session, "kpi", "complaints"), "nobody looked at it")
    told = await said(engine, bright, BRIGHT)
    assert any("“Complaints: open” is retired. Take the entry out, restore the KPI" in line for line in told)
    assert (await applied(engine, bright, await exported(engine, bright))).nothing_to_do


async def test_a_retired_objective_is_not_brought_back(engine: AsyncEngine, bright: TestOrganisation) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await retire_objective(session, bright.owner, await id_of(session, "objective", "Keep promises"))
    told = await said(engine, bright, BRIGHT)
    assert any("objectives.0.name: “Keep promises” is retired." in line for line in told)
    assert (await applied(engine, bright, await exported(engine, bright))).nothing_to_do


async def test_who_has_left_is_not_brought_back(engine: AsyncEngine, bright: TestOrganisation) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await remove_person(session, bright.owner, await id_of(session, "person", "sam@bright.example"))
    told = await said(engine, bright, BRIGHT)
    assert any("people.1: Sam Söderström has left." in line for line in told)
    assert (await applied(engine, bright, await exported(engine, bright))).nothing_to_do


async def test_an_archived_scorecard_is_not_brought_back(engine: AsyncEngine, bright: TestOrganisation) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await archive_scorecard(session, bright.owner, await id_of(session, "scorecard", "Company strategy"))
    told = await said(engine, bright, BRIGHT)
    assert any("scorecards.0.name: “Company strategy” is archived." in line for line in told)
    assert (await applied(engine, bright, await exported(engine, bright))).nothing_to_do


@pytest.mark.parametrize(
    ("kind", "name", "place"),
    [
        ("org_unit", "Plant", "units.0.units.1.name"),
        ("scorecard", "Sales north", "scorecards.1.name"),
        ("perspective", "Financial", "scorecards.0.perspectives.0.name"),
        ("objective", "Keep promises", "scorecards.0.perspectives.1.objectives.0.name"),
        ("initiative", "Open a shop", "scorecards.0.perspectives.0.objectives.0.initiatives.0.name"),
        ("milestone", "Doors open", "initiatives.0.milestones.1.name"),
    ],
)
async def test_a_name_that_two_have_is_refused(
    engine: AsyncEngine, bright: TestOrganisation, kind: str, name: str, place: str
) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await twin(session, kind, name)
    told = await said(engine, bright, BRIGHT)
    assert any(f"{place}: There are 2 " in line for line in told)
    refusal = await refused_export(engine, bright)
    assert refusal.code == "AMBIGUOUS_NAMES"
    assert name in refusal.message


async def test_the_place_is_told_where_a_rule_of_the_organisation_stands_in_the_way(
    engine: AsyncEngine, bright: TestOrganisation
) -> None:
    refusal = await refused(engine, bright, with_changes(BRIGHT, ("fiscal_first_month: 4", "fiscal_first_month: 1")))
    assert refusal.code == "FISCAL_YEAR_IN_USE"
    assert without_lines(refusal.message).startswith("organisation.fiscal_first_month: ")

    refusal = await refused(engine, bright, HEAD + "people: [{email: olga@acme.example, role: VIEWER}]\n")
    assert (refusal.code, without_lines(refusal.message).partition(":")[0]) == ("LAST_OWNER", "people.0.role")

    target = "  - {starts_on: 2027-01-01, ends_on: 2027-02-01, kind: CONSTANT, target: 1}"
    part = HEAD + (
        "scorecards: [{name: Company strategy, perspectives: [{name: Financial, objectives: [{name: Grow, kpis: [{"
        f"key: net_revenue, targets: [{target.strip(' -')}]}}]}}]}}]}}]\n"
    )
    refusal = await refused(engine, bright, part)
    assert (refusal.code, without_lines(refusal.message).partition(":")[0]) == (
        "TARGETS_OVERLAP",
        f"{KPI}.targets.0.starts_on",
    )


async def test_a_circle_that_closes_with_a_link_that_is_kept_is_refused(
    engine: AsyncEngine, bright: TestOrganisation
) -> None:
    back = "{cause: Financial / Grow, effect: Keep promises}"
    refusal = await refused(
        engine, bright, HEAD + f"scorecards: [{{name: Company strategy, cause_effect: [{back}]}}]\n"
    )
    assert (refusal.code, refusal.field) == ("CYCLE", "scorecards.0.cause_effect.0.effect")


async def test_rights_are_those_of_the_actor(engine: AsyncEngine, bright: TestOrganisation) -> None:
    viewer = replace(bright.owner, role=Role.VIEWER)
    written = read_document(with_changes(BRIGHT, ("mission: Light that lasts.", "mission: Dark.")).encode())
    async with TenantSession(engine, bright.tenant_id) as session:
        with pytest.raises(Forbidden):
            await apply_document(session, viewer, written)


async def test_another_organisation_of_the_same_names_is_not_touched(
    engine: AsyncEngine, bright: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    before = await exported(engine, bright)
    other = await new_organisation()
    await applied(engine, other, with_changes(BRIGHT, ("mission: Light that lasts.", "mission: Dark.")))
    assert await exported(engine, bright) == before
