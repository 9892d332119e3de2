"""The demo organisation in a real database: although the loading was cut off twice, it is whole."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.audit.models import AuditEntry
from equipoise.connections.models import Connection, ConnectionRun, RunState
from equipoise.db.session import ReadSession, reading, writing
from equipoise.demo import load as loading
from equipoise.demo.load import NotTheDemo, load
from equipoise.demo.organisation import CORRECTED, DemoOrganisation
from equipoise.demo.report import ScorecardReport, report
from equipoise.domain.kpi import KpiState
from equipoise.domain.scoring import Method
from equipoise.domain.status import Status
from equipoise.identity.models import Person
from equipoise.kpis.models import Kpi, KpiValue, KpiValueRevision
from equipoise.reviews.flags import standing_flags
from equipoise.scores.rebuild import rebuild
from equipoise.settings import Settings
from tests.demo.conftest import NOW, Loaded
from tests.support.api import TestOrganisation

pytestmark = pytest.mark.slow


@pytest.fixture
async def session(loaded: Loaded) -> AsyncIterator[ReadSession]:
    async with reading(loaded.engine, loaded.tenant_id) as session:
        yield session


@pytest.fixture
async def reports(loaded: Loaded) -> list[ScorecardReport]:
    return await report(loaded.engine, loaded.tenant_id, NOW)


async def test_every_value_of_the_story_arrives_through_a_run(session: ReadSession, demo: DemoOrganisation) -> None:
    kpis = await session.execute(select(Kpi.id, Kpi.key).where(Kpi.tenant_id == session.tenant_id))
    keys = {row.id: row.key for row in kpis}
    rows = await session.scalars(select(KpiValue).where(KpiValue.tenant_id == session.tenant_id))
    stored = {(keys[row.kpi_id], row.period_start): (row.value, row.label) for row in rows if row.run_id is not None}
    assert stored == {
        (key, value.period_start): (value.value, value.label) for key, values in demo.values.items() for value in values
    }


async def test_corrections_keep_what_they_replaced(session: ReadSession, demo: DemoOrganisation) -> None:
    statement = (
        select(Kpi.key, KpiValueRevision)
        .join(Kpi, (Kpi.tenant_id == KpiValueRevision.tenant_id) & (Kpi.id == KpiValueRevision.kpi_id))
        .where(KpiValueRevision.tenant_id == session.tenant_id)
    )
    replaced = {(key, row.period_start): row.value for key, row in await session.execute(statement)}
    expected = {
        (key, value.period_start): value.value
        for key, values in demo.first_values.items()
        for value in values
        if value.value != {each.period_start: each.value for each in demo.values[key]}[value.period_start]
    }
    assert replaced == expected
    assert len(replaced) >= 15


async def test_every_connection_was_read_and_one_of_them_in_part(session: ReadSession) -> None:
    statement = (
        select(Connection.name, ConnectionRun)
        .join(
            Connection,
            (Connection.tenant_id == ConnectionRun.tenant_id) & (Connection.id == ConnectionRun.connection_id),
        )
        .where(ConnectionRun.tenant_id == session.tenant_id, ConnectionRun.ended_at.is_not(None))
        .order_by(ConnectionRun.id)
    )
    runs = [(name, run) for name, run in await session.execute(statement)]
    assert len(runs) == 10 + len(CORRECTED)
    in_part = [(name, run.row_errors) for name, run in runs if run.state is RunState.PARTIAL]
    assert in_part == [("Cargo Bikes monthly report", 5), ("Cargo Bikes monthly report", 3)]
    assert all(run.state is RunState.SUCCEEDED for _, run in runs if not run.row_errors)
    assert all(run.unmapped == 0 for _, run in runs)


async def test_a_second_call_changes_nothing(loaded: Loaded, settings: Settings) -> None:
    entries = select(func.count()).select_from(AuditEntry).where(AuditEntry.tenant_id == loaded.tenant_id)
    async with reading(loaded.engine, loaded.tenant_id) as session:
        before = await session.scalar(entries)
    assert await load(loaded.engine, settings, now=NOW) == loaded.tenant_id
    async with reading(loaded.engine, loaded.tenant_id) as session:
        assert await session.scalar(entries) == before


async def test_the_stored_scores_are_those_that_the_values_give(loaded: Loaded) -> None:
    async with writing(loaded.engine, loaded.tenant_id) as session:
        assert await rebuild(session, NOW) == 0


async def test_what_the_next_review_will_ask_is_flagged(session: ReadSession, reports: list[ScorecardReport]) -> None:
    questioned = [question.key for each in reports for question in each.questions]
    flagged = select(Kpi.key).where(Kpi.tenant_id == session.tenant_id, Kpi.state == KpiState.FLAGGED)
    assert sorted(questioned) == sorted((await session.scalars(flagged)).all())
    assert len(await standing_flags(session)) == len(questioned)
    assert all(2 <= len(each.questions) <= 5 for each in reports)
    assert all(question.message.startswith(("Last used", "Nobody")) for each in reports for question in each.questions)


async def test_the_report_shows_three_levels_with_scores_that_rest_on_kpis(reports: list[ScorecardReport]) -> None:
    assert [(each.name, each.level) for each in reports] == [
        ("Lindmoor", 0),
        ("Cargo Bikes", 1),
        ("Assembly & Logistics", 2),
        ("Dealer Sales", 2),
        ("Drive Systems", 1),
        ("Drive Engineering", 2),
    ]
    for each in reports:
        assert each.period == "2026-10"
        assert each.standing.score is not None
        assert 40 < each.standing.score < 90
        assert 0.9 * each.standing.total <= each.standing.scored <= each.standing.total
    assert reports[0].standing.total > 60


async def test_the_report_shows_all_colours_and_kpis_without_data(reports: list[ScorecardReport]) -> None:
    for each in reports:
        colours = {kpi.standing.status for view in each.perspectives for line in view.objectives for kpi in line.kpis}
        assert colours >= {Status.GREEN, Status.AMBER, Status.RED}, each.name
    company = [kpi for view in reports[0].perspectives for line in view.objectives for kpi in line.kpis]
    assert {kpi.key for kpi in company if kpi.standing.status is Status.NO_DATA} == {"co2_per_bike", "headcount"}
    assert any(kpi.word == "Partner of choice" for kpi in company)


async def test_the_owner_of_some_kpis_has_left(session: ReadSession) -> None:
    left = select(Person.id).where(Person.tenant_id == session.tenant_id, Person.left_at.is_not(None))
    statement = select(Kpi.key).where(Kpi.tenant_id == session.tenant_id, Kpi.owner_id.in_(left))
    assert set((await session.scalars(statement)).all()) == {"co2_per_bike", "connected_bikes", "fair_contacts"}


async def test_proposed_kpis_wait_and_all_others_are_scored_by_every_method(
    session: ReadSession, demo: DemoOrganisation
) -> None:
    kpis = (await session.scalars(select(Kpi).where(Kpi.tenant_id == session.tenant_id))).all()
    proposed = {kpi.key for kpi in kpis if kpi.state is KpiState.PROPOSED}
    assert proposed == {kpi.key for _, kpi in demo.kpis() if kpi.proposed}
    assert {kpi.scoring["method"] for kpi in kpis if kpi.key not in proposed} == set(Method)


async def test_an_organisation_that_has_the_slug_already_is_left_alone(
    engine: AsyncEngine, organisation: TestOrganisation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SLUG", organisation.slug)
    with pytest.raises(NotTheDemo, match="EQUIPOISE_HOME"):
        await load(engine, settings, now=NOW)
