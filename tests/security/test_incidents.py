"""When something of ours breaks, the caller learns a number, and the log knows the rest under that number."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.db.session import writing
from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.live import event_stream, running
from tests.support.measured import kpi_row
from tests.support.scorecards import add_card

INCIDENT = re.compile(r"\b[0-9a-f]{12}\b")
INSIDES = ("Traceback", 'File "', "SELECT", "INSERT", "asyncpg", "sqlalchemy", "psycopg", "relation", "Undefined")


@dataclass
class Damage:
    """What is broken on purpose, and what comes of it."""

    database_url: str
    organisation: TestOrganisation
    api: Api
    """The owner's, over a transport that answers like a server when something is raised."""
    log: pytest.LogCaptureFixture

    @asynccontextmanager
    async def missing(self, table: str) -> AsyncIterator[None]:
        """A table that is really not there: its owner calls it something else for a while."""
        await asyncio.to_thread(self._rename, table, f"{table}_elsewhere")
        try:
            yield
        finally:
            await asyncio.to_thread(self._rename, f"{table}_elsewhere", table)

    def incident(self, told: str, table: str) -> str:
        """The number that the answer names, which the log knows with the whole story; and no word of the inside."""
        (incident,) = set(INCIDENT.findall(told))
        tenant_id = self.organisation.tenant_id
        for inside in (*INSIDES, table, str(tenant_id), tenant_id.hex, self.organisation.slug):
            assert inside not in told
        (entry,) = [record for record in self.log.records if incident in record.getMessage()]
        assert entry.levelno == logging.ERROR
        assert entry.exc_info is not None
        assert table in str(entry.exc_info[1]), "the log says what really happened"
        return str(incident)

    def _rename(self, table: str, other: str) -> None:
        with psycopg.connect(self.database_url) as connection:
            names = sql.Identifier(table), sql.Identifier(other)
            connection.execute(sql.SQL("ALTER TABLE {} RENAME TO {}").format(*names))


@pytest.fixture
async def damage(
    database_url: str, app: Starlette, organisation: TestOrganisation, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Damage]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://equipoise.test") as client:
        yield Damage(database_url, organisation, Api(client, organisation.api.token), caplog)


ADD_UNIT = 'mutation { addOrgUnit(input: {name: "A", kind: TEAM}) { orgUnit { id } userErrors { code } } }'
BROKEN = {
    "a read that is one statement": ("kpi", "{ kpis { nodes { name } } }"),
    "a read by resolvers": ("audit_entry", "{ auditLog { nodes { action actor { displayName } } } }"),
    "a field further down": ("comment", "{ kpis { nodes { name comments { totalCount } } } }"),
    "a mutation": ("org_unit", ADD_UNIT),
    "the end of a mutation": ("audit_entry", ADD_UNIT),
}


@pytest.mark.parametrize(("table", "document"), BROKEN.values(), ids=BROKEN.keys())
async def test_an_answer_names_the_incident_that_the_log_knows(
    engine: AsyncEngine, damage: Damage, table: str, document: str
) -> None:
    async with writing(engine, damage.organisation.tenant_id) as session:
        await kpi_row(session, await add_card(session, damage.organisation, kpis=0))
    async with damage.missing(table):
        response = await damage.api.post({"query": document})
    incident = damage.incident(response.text, table)
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "INTERNAL", "incident": incident}
    assert incident in error["message"]
    assert "errors" not in await damage.api.send(document), "afterwards it works again"


async def test_each_accident_has_a_number_of_its_own(damage: Damage) -> None:
    async with damage.missing("audit_entry"):
        told = [(await damage.api.post({"query": "{ auditLog { nodes { action } } }"})).text for _ in range(2)]
    assert len({damage.incident(each, "audit_entry") for each in told}) == 2


async def test_nobody_learns_more_before_it_is_known_who_asks(damage: Damage) -> None:
    stranger = Api(damage.api.client, f"eqp_{damage.organisation.tenant_id.hex}_{'a' * 43}")
    async with damage.missing("access_token"):
        response = await stranger.post({"query": "{ viewer { role } }"})
    assert response.status_code == 500
    damage.incident(response.text, "access_token")


async def test_a_subscription_that_breaks_names_its_incident(
    engine: AsyncEngine, damage: Damage, tmp_path: Path, clock: Clock
) -> None:
    body = {"query": "subscription { events { cursor } }"}
    async with (
        running(engine, tmp_path, clock) as server,
        damage.missing("change_counter"),
        event_stream(server, damage.api.token, body) as stream,
    ):
        told = (await stream.response.aread()).decode()
    damage.incident(told, "change_counter")
    assert '"code":"INTERNAL"' in told
