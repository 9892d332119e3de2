"""Connectors that fail, each run by the SDK's own runner: the run says why, and nothing of it is recorded."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.execute import execute_run
from equipoise.connections.host import ConnectorHost
from equipoise.connections.mappings import unmap_measure
from equipoise.connections.models import Connection, RunState
from equipoise.connections.update import pause_connection, remove_connection
from equipoise.db.session import writing
from equipoise.domain.errors import NotFound
from equipoise.domain.roles import Role
from equipoise.identity.models import Person
from equipoise.kpis.models import KpiValue
from equipoise.settings import Settings
from tests.conftest import Clock, NewOrganisation
from tests.connections.children import child
from tests.connections.connectors import SECRETIVE, host_with, reading
from tests.connections.queued import row_errors_of
from tests.connections.stage import Stage
from tests.support.api import TestOrganisation

VALUE = "Value('m', date(2026, 1, 1), Decimal(1))"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, run_memory_mb=256, run_seconds=5)


@pytest.fixture
def stage(engine: AsyncEngine, settings: Settings, organisation: TestOrganisation, clock: Clock) -> Stage:
    return Stage(engine, settings, organisation, clock)


@pytest.mark.parametrize(
    ("then", "code", "words"),
    [
        ("held = []\nwhile True: held.append(bytearray(2**20))", "OUT_OF_MEMORY", "more memory"),
        ("while True: pass", "TIME_OUT", "5 seconds"),
        ("time.sleep(60)", "TIME_OUT", "5 seconds"),
        ("os._exit(0)", "CRASHED", "exit code 0"),
        ("import ctypes; ctypes.string_at(0)", "CRASHED", "SIGSEGV"),
        ("sys.exit(2)", "CONNECTOR_BUG", "SystemExit"),
        ("raise KeyError('x')", "CONNECTOR_BUG", "KeyError"),
        ("raise ConfigError('file', 'give another file')", "CONFIG", "give another file"),
        ("raise AuthError('sign in again')", "AUTH", "sign in again"),
        ("raise RateLimited('too fast', retry_after=7)", "RATE_LIMITED", "in 7 seconds"),
        ("raise Transient('back at noon')", "TRANSIENT", "back at noon"),
        ("yield 'a gift'", "CONNECTOR_BUG", "yielded a str"),
        ("yield Value('m', date(2026, 2, 1), Decimal('NaN'))", "CONNECTOR_BUG", "finite"),
        ("yield Value('m', date(2026, 2, 1), Decimal('1' * 400))", "CONNECTOR_BUG", "digits"),
        ("yield Value('m', datetime(2026, 2, 1), Decimal(1))", "CONNECTOR_BUG", "datetime"),
        ("yield Value('m' * 100_000, date(2026, 2, 1), Decimal(1))", "CONNECTOR_BUG", "65536"),
    ],
)
async def test_a_run_that_breaks_off_says_why_and_records_nothing(
    stage: Stage, tmp_path: Path, then: str, code: str, words: str
) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}\n{then}"))
    run = await stage.result(host)
    assert (run.state, run.error_code) == (RunState.FAILED, code)
    assert words in (run.error_message or "")
    assert (run.ended_at, run.recorded) == (stage.clock.now, 0)
    assert await stage.recorded() == 0


@pytest.mark.parametrize(
    "then",
    [
        "print('hello')\nos.write(1, b'hello')",
        "sys.stderr.write('x' * 10_000_000)",
        "os.fork() or time.sleep(60)",
    ],
)
async def test_noise_and_forks_do_no_harm(stage: Stage, tmp_path: Path, then: str) -> None:
    run = await stage.result(host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}\n{then}")))
    assert (run.state, run.recorded) == (RunState.SUCCEEDED, 1)


@pytest.mark.parametrize("say", ["auth", "bug", "past"])
async def test_no_secret_is_in_the_result_or_the_log(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture, say: str
) -> None:
    caplog.set_level("DEBUG")
    host = host_with(stage.settings, tmp_path, "secretive", SECRETIVE)
    schema = (await host.specifications()).require("secretive").config_schema
    config = {"login": {"user": "ann", "password": "s3cret-word"}, "token": "t0ken-word", "say": say}
    run = await stage.result(host, connector="secretive", config=config, schema=schema)
    assert run.state is RunState.FAILED
    for text in (run.error_message or "", caplog.text):
        assert "s3cret-word" not in text
        assert "t0ken-word" not in text


async def test_a_secret_in_a_note_is_not_kept(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "secretive", SECRETIVE)
    schema = (await host.specifications()).require("secretive").config_schema
    config = {"login": {"user": "ann", "password": "s3cret-word"}}
    run = await stage.result(host, connector="secretive", config=config, schema=schema)
    assert run.recorded == 1
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        assert (await session.scalars(select(KpiValue.note))).all() == ["********"]


async def test_a_connector_that_was_uninstalled_is_named(stage: Stage) -> None:
    run = await stage.result(ConnectorHost(stage.settings), connector="gone")
    assert (run.state, run.error_code) == (RunState.FAILED, "CONFIG")
    assert "No connector 'gone' is installed" in (run.error_message or "")


async def test_secrets_that_no_key_opens_any_more_fail_the_run(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "secretive", SECRETIVE)
    schema = (await host.specifications()).require("secretive").config_schema
    config = {"login": {"user": "ann", "password": "s3cret-word"}}
    waiting = await stage.queued(host, connector="secretive", config=config, schema=schema)
    other_keys = Settings(home=tmp_path / "elsewhere")
    run = await stage.execute(waiting.run_id, ConnectorHost(other_keys))
    assert (run.state, run.error_code) == (RunState.FAILED, "KEY_PROBLEM")


async def test_a_connector_that_claims_to_have_sent_more_than_it_did_is_not_believed(stage: Stage) -> None:
    body = """
    if request["command"] == "discover":
        say(type="measure", key="m", name="M", grain="month")
        say(type="done")
    value()
    say(type="done", values=2)
    """
    run = await stage.result(ConnectorHost(stage.settings, child(body)))
    assert (run.state, run.error_code) == (RunState.FAILED, "CONNECTOR_BUG")
    assert "2 values" in (run.error_message or "")
    assert await stage.recorded() == 0


async def test_row_errors_are_all_counted_and_the_first_thousand_kept_in_words_that_can_be_shown(
    stage: Stage, tmp_path: Path
) -> None:
    body = f"""
yield RowError("A\\0\\n1" + "x" * 900, "m\\x1b[31m" * 500, "C" * 100)
for row in range(1, 1500):
    yield RowError(f"A{{row}}", "odd", "ODD")
yield {VALUE}
"""
    host = host_with(stage.settings, tmp_path, "odd", reading(body))
    waiting = await stage.queued(host)
    run = await stage.execute(waiting.run_id, host)
    assert (run.state, run.recorded, run.row_errors) == (RunState.PARTIAL, 1, 1500)
    kept = await row_errors_of(stage.engine, stage.organisation, run.id)
    assert len(kept) == 1000
    first = kept[0]
    assert (len(first.location), len(first.message), len(first.code)) == (500, 2000, 60)
    assert (first.location + first.message).isprintable()


async def test_a_run_is_not_begun_once_its_connection_is_paused(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}"))
    waiting = await stage.queued(host)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        await pause_connection(session, stage.organisation.owner, waiting.connection_id)
    assert (await stage.execute(waiting.run_id, host)).error_code == "CONNECTION_PAUSED"


async def test_a_run_is_not_begun_once_nothing_is_mapped(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}"))
    waiting = await stage.queued(host)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        await unmap_measure(session, stage.organisation.owner, waiting.connection_id, waiting.kpis[0])
    assert (await stage.execute(waiting.run_id, host)).error_code == "NOTHING_MAPPED"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"left_at": True}, "has left"), ({"role": Role.CONTRIBUTOR}, "is contributor now")],
)
async def test_values_are_recorded_only_for_somebody_who_still_may(
    stage: Stage, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}"))
    waiting = await stage.queued(host)
    values = {name: stage.clock.now if value is True else value for name, value in change.items()}
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        person = stage.organisation.owner.person_id
        await session.execute(update(Person).where(Person.id == person).values(**values))
    run = await stage.execute(waiting.run_id, host)
    assert (run.state, run.error_code) == (RunState.FAILED, "FORBIDDEN")
    assert words in (run.error_message or "")
    assert await stage.recorded() == 0


async def test_a_run_whose_connection_is_gone_is_gone_as_well(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}"))
    waiting = await stage.queued(host)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        await remove_connection(session, stage.organisation.owner, waiting.connection_id)
    with pytest.raises(NotFound):
        await stage.execute(waiting.run_id, host)


async def test_another_organisation_cannot_execute_a_run(
    stage: Stage, tmp_path: Path, new_organisation: NewOrganisation
) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}"))
    waiting = await stage.queued(host)
    other = await new_organisation()
    with pytest.raises(NotFound):
        await execute_run(stage.engine, stage.settings, other.tenant_id, waiting.run_id, host=host)


async def test_a_run_records_in_the_name_of_who_asked_and_says_that_it_was_a_run(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading(f"yield {VALUE}"))
    waiting = await stage.queued(host)
    await stage.execute(waiting.run_id, host)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        value = (await session.scalars(select(KpiValue))).one()
        connection = await session.get(Connection, (stage.organisation.tenant_id, waiting.connection_id))
    assert connection is not None
    assert (value.source, value.run_id) == (connection.name, waiting.run_id)
    assert value.recorded_by == stage.organisation.owner.person_id
