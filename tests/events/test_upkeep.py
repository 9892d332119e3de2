"""What a worker does once an hour."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import reading, writing
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.events.log import events_after
from equipoise.jobs.worker import HOURLY, job_app
from equipoise.settings import Settings
from equipoise.tasks import upkeep
from tests.conftest import Clock, NewOrganisation


async def test_events_are_forgotten_after_the_days_that_the_setting_says(
    engine: AsyncEngine, new_organisation: NewOrganisation, settings: Settings, clock: Clock
) -> None:
    organisations = [await new_organisation() for _ in range(2)]
    for organisation in organisations:
        async with writing(engine, organisation.tenant_id) as session:
            emit(session, organisation.owner, EventKind.KPI_ADDED, kpi=new_id())
    run = upkeep(engine, settings, clock=clock)
    for days, kept in ((settings.event_days, 1), (settings.event_days + 1, 0)):
        begun = clock.now
        clock.now += timedelta(days=days)
        await run()
        clock.now = begun
        for organisation in organisations:
            async with reading(engine, organisation.tenant_id) as session:
                assert len(await events_after(session, 0, 10)) == kept


async def test_the_upkeep_is_a_periodic_job_of_the_worker(
    engine: AsyncEngine, settings: Settings, database_url: str
) -> None:
    app = job_app(database_url, {}, upkeep(engine, settings))
    ((task, periodic),) = [(each.task.name, each.cron) for each in app.periodic_registry.periodic_tasks.values()]
    assert (task, periodic) == ("upkeep", HOURLY)
