"""A document brought in: what is missing is made, what differs is changed, nothing is taken away."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.audit.models import AuditEntry
from equipoise.db.session import reading, writing
from equipoise.domain.kpi import KpiState
from equipoise.kpis.models import Kpi
from equipoise.scores.rebuild import rebuild
from tests.conftest import NewOrganisation
from tests.support.api import TestOrganisation
from tests.support.exchange import BRIGHT, applied, as_data, exported, names, refused, with_changes
from tests.support.kpis import kpi_of, record
from tests.support.reviews import kpi_by_key

HEAD = "format: equipoise/1\n"
OF_SHOP = "sam@bright.example\n                kpis"
CASCADE = "cascade link Sales north: Win the north →"


async def audit_entries(engine: AsyncEngine, organisation: TestOrganisation) -> int:
    async with reading(engine, organisation.tenant_id) as session:
        return await session.scalar(select(func.count()).select_from(AuditEntry)) or 0


async def test_the_export_of_an_organisation_changes_nothing_in_it(
    engine: AsyncEngine, bright: TestOrganisation
) -> None:
    before = await audit_entries(engine, bright)
    report = await applied(engine, bright, await exported(engine, bright))
    assert report.nothing_to_do
    assert names(report, "kept") == []
    assert {counts[2] for counts in report.counts().values()} == {1, 2, 3, 4, 5}
    assert await audit_entries(engine, bright) == before


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("  time_zone: Europe/Berlin", "  time_zone: Asia/Tokyo", "organisation Bright Lamps: time_zone"),
        ("window_days: 120", "window_days: 90", "organisation Bright Lamps: usage_policy.window_days"),
        ("{name: South, kind: TEAM}", "{name: South, kind: DEPARTMENT}", "unit Bright Lamps / Sales / South: kind"),
        ("role: EDITOR", "role: ADMIN", "person sam@bright.example: role"),
        ("Sam Söderström", "Samuel Söderström", "person sam@bright.example: name"),
        (", unit: null}", ", unit: Bright Lamps / Plant}", "person sync@bright.example: unit"),
        ("mission: Light that lasts.", "mission: Light.", "scorecard Company strategy: mission"),
        ("status: DRAFT", "status: ACTIVE", "scorecard Sales north: status"),
        ("cycle_end: 2027-03-31\n    rollup", "cycle_end: 2028-03-31\n    rollup", "scorecard Sales north: cycle_end"),
        ("rollup: MINIMUM", "rollup: SUM", "perspective Company strategy / Financial: rollup"),
        ("weight: 0.6", "weight: 0.61", "perspective Company strategy / Customer: weight"),
        ("More customers.", "Fewer.", "objective Company strategy / Customer / Grow: description"),
        (
            "owner: olga@acme.example\n            weight: 2",
            "owner: null\n            weight: 2",
            "objective Company strategy / Financial / Grow: owner",
        ),
        ("name: Net revenue", "name: Revenue", "KPI net_revenue: name"),
        ("unit: EUR m", "unit: null", "KPI net_revenue: unit"),
        ("counter_kpi: complaints", "counter_kpi: cash.days", "KPI net_revenue: counter_kpi"),
        ("contributor: sync@bright.example", "contributor: null", "KPI net_revenue: contributor"),
        ("weight: 1.5", "weight: 1.25", "KPI net_revenue: weight"),
        ("baseline: 8}", "baseline: 7.5}", "KPI net_revenue: scoring"),
        ("otherwise: RED", "otherwise: AMBER", "KPI net_revenue: status_rules"),
        ("frequency: WEEKLY", "frequency: DAILY", "KPI cash.days: frequency"),
        ("carried_periods: 2", "carried_periods: 3", "KPI net_revenue: carried_periods"),
        ("{label: some, score: 50.5}", "{label: some, score: 51}", "KPI complaints: scoring"),
        ("target: 16.25", "target: 16.5", "target net_revenue from 2026-04-01: target"),
        ("ends_on: 2029-03-31, kind", "ends_on: 2028-03-31, kind", "target net_revenue from 2027-04-01: ends_on"),
        ("2026-10-01, target: 80}", "2026-10-01, target: 81}", "target complaints from 2026-04-01: target"),
        ("progress: 12.5", "progress: 100", "initiative Grow / Open a shop: progress"),
        ("budget: 250000", "budget: null", "initiative Grow / Open a shop: budget"),
        (OF_SHOP, OF_SHOP.replace("sam@bright", "olga@acme"), "initiative Grow / Open a shop: owner"),
        ("2026-12-01, done", "2026-12-02, done", "milestone Open a shop / Doors open: due_on"),
        ("done_on: 2026-06-03", "done_on: null", "milestone Open a shop / Lease signed: done_on"),
        ("Who is served well comes back.", "Because.", "cause-effect link Keep promises → Financial / Grow: rationale"),
        ("CONTRIBUTES, weight: 3", "CONTRIBUTES, weight: 2", f"{CASCADE} Financial / Grow: weight"),
        ("kind: SUPPORTS", "kind: CONTRIBUTES", f"{CASCADE} Keep promises: kind"),
    ],
)  # fmt: skip
async def test_each_difference_is_changed_and_named(
    engine: AsyncEngine, bright: TestOrganisation, old: str, new: str, changed: str
) -> None:
    document = with_changes(BRIGHT, (old, new))
    report = await applied(engine, bright, document)
    assert names(report, "changed") == [changed]
    assert names(report, "created") == []
    assert as_data(await exported(engine, bright)) == as_data(document)


async def test_the_scale_and_its_direction_turn_round_together(engine: AsyncEngine, bright: TestOrganisation) -> None:
    scale = "scoring: {method: STAY_IN_RANGE, outer_low: 10, low: 20, high: 40, outer_high: 90}"
    first = with_changes(
        BRIGHT,
        ("direction: STAY_IN_RANGE", "direction: HIGHER_IS_BETTER"),
        (scale, "scoring: {method: PERFORMANCE, minimum: 0, maximum: 9}"),
    )
    await applied(engine, bright, first)
    assert as_data(await exported(engine, bright)) == as_data(first)

    turn = HEAD + (
        "scorecards: [{name: Company strategy, perspectives: [{name: Financial, objectives: [{name: Grow, kpis: [{"
        "key: cash.days, direction: LOWER_IS_BETTER}]}]}]}]\n"
    )
    assert names(await applied(engine, bright, turn), "changed") == ["KPI cash.days: direction"]
    found = await kpi_of(bright.api, await kpi_by_key(bright.api, "cash.days"), "direction")
    assert found == {"direction": "LOWER_IS_BETTER"}


async def test_what_a_document_does_not_mention_stays_as_it_is(engine: AsyncEngine, bright: TestOrganisation) -> None:
    before = as_data(await exported(engine, bright))
    part = (
        HEAD
        + "scorecards:\n  - name: Company strategy\n    perspectives:\n      - name: Financial\n        weight: 0.4\n"
    )
    report = await applied(engine, bright, part)
    assert report.nothing_to_do
    assert names(report, "kept") == [
        "unit Bright Lamps",
        "person olga@acme.example",
        "person sam@bright.example",
        "person sync@bright.example",
        "scorecard Sales north",
        "perspective Company strategy / Customer",
        "objective Company strategy / Financial / Grow",
        "cause-effect link Keep promises → Financial / Grow",
        "cause-effect link Keep promises → Customer / Grow",
    ]
    assert as_data(await exported(engine, bright)) == before


async def test_parts_of_what_is_kept_are_kept_with_it(engine: AsyncEngine, bright: TestOrganisation) -> None:
    part = HEAD + (
        "scorecards: [{name: Company strategy, perspectives: [{name: Financial, objectives: [{name: Grow,"
        " kpis: [{key: net_revenue}], initiatives: [{name: Open a shop}]}]}]}]\n"
    )
    kept = names(await applied(engine, bright, part), "kept")
    assert [line for line in kept if line.startswith(("KPI", "target", "initiative", "milestone"))] == [
        "KPI cash.days",
        "target net_revenue from 2026-04-01",
        "target net_revenue from 2027-04-01",
        "milestone Open a shop / Lease signed",
        "milestone Open a shop / Doors open",
    ]


def objectives(*names: str) -> str:
    listed = ", ".join(f"{{name: {name}}}" for name in names)
    return (
        HEAD + f"scorecards: [{{name: Company strategy, perspectives: [{{name: Customer, objectives: [{listed}]}}]}}]\n"
    )


async def objectives_of_customer(engine: AsyncEngine, organisation: TestOrganisation) -> list[str]:
    data: Any = as_data(await exported(engine, organisation))
    customer = data["scorecards"][0]["perspectives"][1]
    return [objective["name"] for objective in customer["objectives"]]


async def test_the_order_is_that_of_the_document_around_what_is_kept(
    engine: AsyncEngine, bright: TestOrganisation
) -> None:
    report = await applied(engine, bright, objectives("Grow", "New", "Keep promises"))
    assert names(report, "created") == ["objective Company strategy / Customer / New"]
    assert await objectives_of_customer(engine, bright) == ["Grow", "New", "Keep promises"]

    report = await applied(engine, bright, objectives("Keep promises", "Grow"))
    assert names(report, "changed") == [
        "objective Company strategy / Customer / Keep promises: order",
        "objective Company strategy / Customer / Grow: order",
    ]
    assert await objectives_of_customer(engine, bright) == ["Keep promises", "New", "Grow"]


async def test_units_take_the_order_of_the_document(engine: AsyncEngine, bright: TestOrganisation) -> None:
    south, north = "- {name: South, kind: TEAM}", "- {name: North, kind: TEAM}"
    document = with_changes(BRIGHT, (south, south.replace("South", "X")), (north, f"{north}\n          {south}"))
    report = await applied(engine, bright, document)
    assert names(report, "created") == ["unit Bright Lamps / Sales / X"]
    assert as_data(await exported(engine, bright)) == as_data(document)
    assert (await applied(engine, bright, document)).nothing_to_do


async def test_a_kpi_moves_with_its_key(engine: AsyncEngine, bright: TestOrganisation) -> None:
    part = HEAD + (
        "scorecards: [{name: Company strategy, perspectives: [{name: Customer, objectives: [{name: Grow,"
        " kpis: [{key: net_revenue}, {key: complaints}]}]}]}]\n"
    )
    report = await applied(engine, bright, part)
    assert names(report, "changed") == ["KPI net_revenue: objective", "KPI complaints: objective"]
    data: Any = as_data(await exported(engine, bright))
    customer = data["scorecards"][0]["perspectives"][1]
    assert [kpi["key"] for kpi in customer["objectives"][1]["kpis"]] == ["net_revenue", "complaints"]
    assert (await applied(engine, bright, part)).nothing_to_do


async def test_a_parent_changes_places_with_its_child(engine: AsyncEngine, new_organisation: NewOrganisation) -> None:
    organisation = await new_organisation()
    cycle = "unit: Acme, cycle_start: 2026-01-01, cycle_end: 2026-12-31"
    await applied(engine, organisation, HEAD + f"scorecards: [{{name: B, parent: A, {cycle}}}, {{name: A, {cycle}}}]\n")
    turned = HEAD + "scorecards: [{name: A, parent: B}, {name: B, parent: null}]\n"
    report = await applied(engine, organisation, turned)
    assert names(report, "changed") == ["scorecard B: parent", "scorecard A: parent"]
    assert (await applied(engine, organisation, turned)).nothing_to_do


async def test_an_owner_can_hand_over_to_another(engine: AsyncEngine, bright: TestOrganisation) -> None:
    document = HEAD + "people: [{email: olga@acme.example, role: ADMIN}, {email: sam@bright.example, role: OWNER}]\n"
    assert names(await applied(engine, bright, document), "changed") == [
        "person sam@bright.example: role",
        "person olga@acme.example: role",
    ]


async def test_kpis_that_an_initiative_cites_are_added_and_never_dropped(
    engine: AsyncEngine, bright: TestOrganisation
) -> None:
    document = with_changes(BRIGHT, ("kpis: [complaints, net_revenue]", "kpis: [cash.days, complaints]"))
    assert names(await applied(engine, bright, document), "changed") == ["initiative Grow / Open a shop: kpis"]
    data: Any = as_data(await exported(engine, bright))
    initiative = data["scorecards"][0]["perspectives"][0]["objectives"][0]["initiatives"][0]
    assert initiative["kpis"] == ["cash.days", "complaints", "net_revenue"]
    assert (await applied(engine, bright, document)).nothing_to_do


async def test_scores_follow_a_document(engine: AsyncEngine, bright: TestOrganisation) -> None:
    api = bright.api
    await record(api, await kpi_by_key(api, "net_revenue"), ("2026-04-01", "9"), ("2026-05-01", "12"))
    document = with_changes(BRIGHT, ("baseline: 8}", "baseline: 2}"), ("weight: 1.5", "weight: 4"))
    await applied(engine, bright, document)
    async with writing(engine, bright.tenant_id) as session:
        assert await rebuild(session, bright.owner.now) == 0


async def test_two_documents_at_once_take_turns(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    reports = await asyncio.gather(*(applied(engine, organisation, BRIGHT) for _ in range(3)))
    assert sorted(report.nothing_to_do for report in reports) == [False, True, True]


async def test_a_flagged_kpi_counts_as_active(engine: AsyncEngine, bright: TestOrganisation) -> None:
    async with writing(engine, bright.tenant_id) as session:
        await session.execute(update(Kpi).where(Kpi.key == "complaints").values(state=KpiState.FLAGGED))
    assert (await applied(engine, bright, BRIGHT)).nothing_to_do


async def test_the_first_unit_of_a_new_organisation_takes_the_name_of_the_whole(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    report = await applied(engine, organisation, BRIGHT)
    assert "unit Bright Lamps: name" in names(report, "changed")
    assert names(report, "kept") == []


async def test_a_document_takes_hold_as_a_whole_or_not_at_all(engine: AsyncEngine, bright: TestOrganisation) -> None:
    api = bright.api
    await record(api, await kpi_by_key(api, "net_revenue"), ("2026-04-01", "9"))
    before = await exported(engine, bright)
    document = with_changes(
        BRIGHT,
        ("mission: Light that lasts.", "mission: Dark."),
        ("frequency: MONTHLY\n                weight: 1.5", "frequency: QUARTERLY\n                weight: 1.5"),
    )
    refusal = await refused(engine, bright, document)
    assert refusal.code == "FREQUENCY_IN_USE"
    line = 1 + document[: document.index("frequency: QUARTERLY\n                weight")].count("\n")
    assert refusal.message.startswith(f"scorecards.0.perspectives.0.objectives.0.kpis.0.frequency (line {line}): ")
    assert await exported(engine, bright) == before
