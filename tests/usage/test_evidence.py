"""The database counts evidence exactly as the domain's rule says."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain.kpi import KpiState
from equipoise.domain.roles import Role
from equipoise.domain.usage import Evidence, Signal, UsagePolicy, Use, summarise, unused
from equipoise.identity.models import Person
from equipoise.kpis.models import Kpi
from equipoise.usage.evidence import evidence_of, in_use_since, unused_condition
from equipoise.usage.models import UsageDay
from tests.support.api import TestOrganisation
from tests.support.measured import LONG_AGO, kpi_row
from tests.support.scorecards import add_card

TODAY = date(2026, 11, 16)

policies = st.builds(
    UsagePolicy,
    window_days=st.sampled_from([7, 30, 90]),
    grace_days=st.sampled_from([0, 1, 60]),
    minimum_weight=st.sampled_from([1, 10, 20, 21, 100]),
    minimum_people=st.integers(1, 3),
    listed_counts=st.booleans(),
)
# Days crowd around the edges of the windows, where a comparison can be off by one.
ages = st.sampled_from([-1, 0, 1, 5, 6, 7, 8, 29, 30, 31, 88, 89, 90, 91, 500])
uses = st.lists(st.tuples(st.sampled_from(Signal), st.integers(0, 2), ages), unique=True, max_size=8)
kpis = st.lists(
    st.tuples(uses, st.sampled_from([None, 0, 1, 2, 58, 59, 60, 61, 300]), st.sampled_from([0, 59, 60, 400])),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kpis=kpis, policy=policies)
async def test_the_database_and_the_rule_agree(
    engine: AsyncEngine,
    organisation: TestOrganisation,
    kpis: list[tuple[list[tuple[Signal, int, int]], int | None, int]],
    policy: UsagePolicy,
) -> None:
    async with TenantSession(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation, kpis=0)
        people = [await _person(session) for _ in range(3)]
        known: dict[UUID, list[Use]] = {}
        for use, activated, created in kpis:
            kpi_id = await kpi_row(
                session,
                card,
                created_at=_ago(created),
                activated_at=None if activated is None else _ago(activated),
            )
            known[kpi_id] = [Use(signal, people[who], TODAY - timedelta(days=age)) for signal, who, age in use]
            session.add_all(
                UsageDay(kpi_id=kpi_id, day=each.on, signal=each.signal, person_id=each.person_id, times=3)
                for each in known[kpi_id]
            )
        await session.flush()

        expected = {kpi_id: summarise(of_kpi, TODAY, policy) for kpi_id, of_kpi in known.items()}
        assert await evidence_of(session, known, TODAY, policy) == expected

        rows = (await session.scalars(select(Kpi).where(Kpi.id.in_(known)))).all()
        questioned = {row.id for row in rows if unused(expected[row.id], in_use_since(row), TODAY, policy)}
        condition = unused_condition(session.tenant_id, policy, TODAY)
        assert set(await session.scalars(select(Kpi.id).where(Kpi.id.in_(known), condition))) == questioned


async def test_only_measured_kpis_are_called_unused(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    async with TenantSession(engine, organisation.tenant_id) as session:
        card = await add_card(session, organisation, kpis=0)
        by_state = {await kpi_row(session, card, state=state): state for state in KpiState}
        condition = unused_condition(session.tenant_id, UsagePolicy(), TODAY)
        found = {by_state[kpi_id] for kpi_id in await session.scalars(select(Kpi.id).where(condition))}
    assert found == {KpiState.ACTIVE, KpiState.FLAGGED}


async def test_a_kpi_that_nobody_used_has_evidence_of_nothing(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    async with TenantSession(engine, organisation.tenant_id) as session:
        kpi_id = await kpi_row(session, await add_card(session, organisation, kpis=0))
        assert await evidence_of(session, [kpi_id], TODAY, UsagePolicy()) == {kpi_id: Evidence()}


async def test_many_kpis_cost_one_statement(engine: AsyncEngine, organisation: TestOrganisation) -> None:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    async with TenantSession(engine, organisation.tenant_id) as session:
        await session.connection()
        event.listen(engine.sync_engine, "before_cursor_execute", note)
        try:
            found = await evidence_of(session, [new_id() for _ in range(40_000)], TODAY, UsagePolicy())
        finally:
            event.remove(engine.sync_engine, "before_cursor_execute", note)
    assert (len(found), len(sent)) == (40_000, 1)


def _ago(days: int) -> datetime:
    """Late in the evening: a day of grace is a calendar day and not 24 hours."""
    return datetime.combine(TODAY - timedelta(days=days), time(23, 59), UTC)


async def _person(session: TenantSession) -> UUID:
    person = Person(
        id=new_id(), display_name="Ann", email=f"{new_id()}@acme.example", role=Role.VIEWER, created_at=LONG_AGO
    )
    session.add(person)
    await session.flush()
    return person.id
