"""Load the demo organisation, once.

All of it goes through the use cases, in the name of the people whom it tells of and at the moments at which they acted;
values come in through the spreadsheet connector alone.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import ReadSession, reading, writing
from equipoise.demo.loading.connections import read_workbooks
from equipoise.demo.loading.entered import Entered
from equipoise.demo.loading.founding import email_of, found, see_off
from equipoise.demo.loading.initiatives import enter_initiatives
from equipoise.demo.loading.kpis import name_counter_kpis
from equipoise.demo.loading.looks import enter_looks
from equipoise.demo.loading.marks import FOUNDED, LOADED, mark, marked
from equipoise.demo.loading.strategy import enter_scorecard
from equipoise.demo.loading.words import enter_words
from equipoise.demo.organisation import SLUG, DemoOrganisation, build
from equipoise.demo.workbooks.write import write_workbooks
from equipoise.domain.errors import Conflict
from equipoise.identity.models import Person
from equipoise.kpis.models import Kpi
from equipoise.reviews.flags import raise_flags
from equipoise.settings import Settings
from equipoise.tenants.directory import tenant_id_of

__all__ = ["SLUG", "NotTheDemo", "Tell", "load"]

CONTROLLER: Final = "tomas"
"""Who connects the workbooks and asks for the runs."""
REVIEWER: Final = "hedda"
"""Who has the use of the KPIs looked at."""

_ONE_AT_A_TIME: Final = 5_719_204_417
"""Advisory lock: two processes that start with the demo take turns."""

Tell = Callable[[int, int, str], None]
"""Is told how many steps are done, of how many, and what is being done."""


class NotTheDemo(Conflict):
    """The slug of the demo organisation is taken by another one."""

    code = "NOT_THE_DEMO"


def _nobody(_done: int, _total: int, _doing: str) -> None:
    """Nobody watches."""


async def load(engine: AsyncEngine, settings: Settings, *, now: datetime, tell: Tell = _nobody) -> UUID:
    """The demo organisation's id; it is made if it is missing, and finished if the making was cut off.

    A second call finds it and changes nothing. The strategy with all that was said about it is entered in one
    transaction, so it is there whole or not at all; each workbook is read in transactions of its own, and a call that
    follows a crash goes on with those that have not been read.
    Raises: NotTheDemo, WorkbookUnread.
    """
    async with _one_at_a_time(engine):
        tenant_id = await tenant_id_of(engine, SLUG)
        founded = now.date()
        if tenant_id is not None:
            async with reading(engine, tenant_id) as session:
                if await marked(session, LOADED):
                    return tenant_id
                founded = await _founded_for(session)
        demo = await asyncio.to_thread(build, founded)
        with tempfile.TemporaryDirectory(prefix="equipoise-demo-") as folder:
            workbooks = asyncio.create_task(asyncio.to_thread(write_workbooks, demo, Path(folder)))
            steps = _Steps(tell)
            try:
                entered = await (_entered(engine, tenant_id, demo) if tenant_id else _enter(engine, demo, steps))
            finally:
                await asyncio.wait([workbooks])  # a thread cannot be stopped, and it needs the folder
            editions = workbooks.result()
            steps.expect(len(editions))
            await read_workbooks(
                engine, settings, entered, editions, person=CONTROLLER, clock=_ticking(now), done=steps.done
            )
        async with writing(engine, entered.tenant_id) as session:
            reviewer = entered.actor(REVIEWER, now)
            await raise_flags(session, reviewer)
            mark(session, reviewer, LOADED, founded)
        return entered.tenant_id


class _Steps:
    """Counts what is done: founding, the scorecards, use, and the workbooks."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._done = 0
        self._total = 1

    def expect(self, more: int) -> None:
        self._total += more

    def done(self, what: str) -> None:
        self._done += 1
        self._tell(self._done, self._total, what)


async def _enter(engine: AsyncEngine, demo: DemoOrganisation, steps: _Steps) -> Entered:
    """Everything but the values, in one transaction."""
    steps.expect(len(demo.scorecards) + 2)
    start = datetime(demo.timeline.first_day.year, demo.timeline.first_day.month, 1, 8, tzinfo=UTC)
    async with writing(engine, new_id()) as session:
        entered = await found(session, demo, start)
        steps.done("People and units")
        owner = entered.owner(start)
        for scorecard in demo.scorecards:
            await enter_scorecard(session, owner, entered, scorecard)
            steps.done(f"Scorecard {scorecard.name}")
        await name_counter_kpis(session, owner, entered)
        for scorecard in demo.scorecards:
            await enter_initiatives(session, entered, scorecard)
        steps.done("Initiatives")
        await enter_words(session, entered)
        await enter_looks(session, entered)
        await see_off(session, entered)
        mark(session, owner, FOUNDED, demo.timeline.today)
        steps.done("Comments, check-ins, decisions and use")
    return entered


async def _entered(engine: AsyncEngine, tenant_id: UUID, demo: DemoOrganisation) -> Entered:
    """What an earlier call has entered, as far as reading the workbooks needs it."""
    async with reading(engine, tenant_id) as session:
        people = {
            person.email: person.id
            for person in await session.scalars(select(Person).where(Person.tenant_id == tenant_id))
        }
        kpis = {kpi.key: kpi.id for kpi in await session.scalars(select(Kpi).where(Kpi.tenant_id == tenant_id))}
    known = {person.key: people[email_of(person.key)] for person in demo.people}
    return Entered(demo, tenant_id, people=known, kpis=kpis)


async def _founded_for(session: ReadSession) -> date:
    """Raises: NotTheDemo."""
    founded = await marked(session, FOUNDED)
    if founded is None:
        raise NotTheDemo(
            f"The slug {SLUG!r} belongs to an organisation that is not the demo. Leave it as it is, and load the demo "
            "into another installation (EQUIPOISE_HOME names its folder)."
        )
    return founded


def _ticking(now: datetime) -> Callable[[], datetime]:
    """A clock that begins now: what a correction replaces has to be older than the correction."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


@asynccontextmanager
async def _one_at_a_time(engine: AsyncEngine) -> AsyncIterator[None]:
    """Asks again and again, for a statement that waits is ended before the other process may be ready."""
    key = {"key": _ONE_AT_A_TIME}
    async with engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        while True:
            if await alone.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
                break
            await asyncio.sleep(0.5)
        try:
            yield
        finally:
            await alone.execute(text("SELECT pg_advisory_unlock(:key)"), key)
