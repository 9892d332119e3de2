"""Whatever moment a worker dies at, and however often a run is carried out: it is recorded once, or not at all."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections import finish
from equipoise.connections.host import ConnectorHost
from equipoise.connections.jobs import connection_tasks
from equipoise.connections.models import ConnectionRun, RunState
from equipoise.connections.run import run_connection
from equipoise.connections.update import remove_connection
from equipoise.db.session import reading, writing
from equipoise.domain.errors import NotFound
from equipoise.domain.fields import TooMany
from equipoise.jobs.worker import job_app, work
from equipoise.kpis.models import KpiValueRevision
from equipoise.settings import Settings
from tests.conftest import Clock
from tests.connections.children import is_gone
from tests.connections.connectors import host_with
from tests.connections.connectors import reading as reading_connector
from tests.connections.stage import Stage
from tests.connectors.plugin_packages import install
from tests.connectors.runner import start
from tests.support.api import TestOrganisation
from tests.support.connections import runner_with

VALUES = 'for month in range(1, 7):\n    yield Value("m", date(2026, month, 1), Decimal(month))'


@pytest.fixture
def stage(engine: AsyncEngine, settings: Settings, organisation: TestOrganisation, clock: Clock) -> Stage:
    return Stage(engine, settings, organisation, clock)


def slow(settings: Settings, folder: Path) -> ConnectorHost:
    """A connector that says who it is and then reads until a file says to go on."""
    body = f"""
os.mkdir(f"{folder}/child {{os.getpid()}}")
while not os.path.exists({str(folder / "go")!r}):
    time.sleep(0.05)
{VALUES}
"""
    return host_with(settings, folder, "odd", reading_connector(body))


async def child_in(folder: Path) -> int:
    """The process id of the slow connector, once it reads. It may write no file, so it makes a folder."""
    for _ in range(400):
        for name in await asyncio.to_thread(os.listdir, folder):
            if name.startswith("child "):
                return int(name.split()[1])
        await asyncio.sleep(0.05)
    raise AssertionError("the connector was never started")


async def state_of(stage: Stage, run_id: UUID) -> ConnectionRun:
    async with reading(stage.engine, stage.organisation.tenant_id) as session:
        return (await session.scalars(select(ConnectionRun).where(ConnectionRun.id == run_id))).one()


async def test_a_run_that_is_over_is_not_carried_out_again(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading_connector(VALUES))
    first = await stage.result(host)
    assert (first.state, first.recorded) == (RunState.SUCCEEDED, 6)
    stage.clock.now += timedelta(days=1)
    again = await stage.execute(first.id, host)
    assert (again.state, again.recorded, again.ended_at) == (first.state, 6, first.ended_at)


async def test_two_processes_that_carry_out_the_same_run_record_it_once(stage: Stage, tmp_path: Path) -> None:
    host = slow(stage.settings, tmp_path)
    waiting = await stage.queued(host)
    both = [asyncio.create_task(stage.execute(waiting.run_id, host)) for _ in range(2)]
    await asyncio.to_thread((tmp_path / "go").touch)
    first, second = await asyncio.gather(*both)
    assert (first.state, first.recorded, first.unchanged) == (RunState.SUCCEEDED, 6, 0)
    assert (second.recorded, second.ended_at) == (first.recorded, first.ended_at)
    async with reading(stage.engine, stage.organisation.tenant_id) as session:
        assert (await session.scalars(select(KpiValueRevision))).all() == []


async def test_cancelling_a_run_ends_its_connector_and_leaves_it_to_be_taken_up(stage: Stage, tmp_path: Path) -> None:
    host = slow(stage.settings, tmp_path)
    waiting = await stage.queued(host)
    executing = asyncio.create_task(stage.execute(waiting.run_id, host))
    child = await child_in(tmp_path)
    executing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await executing
    assert await is_gone(child)
    assert (await state_of(stage, waiting.run_id)).state is RunState.RUNNING
    await asyncio.to_thread((tmp_path / "go").touch)
    run = await stage.execute(waiting.run_id, host)
    assert (run.state, run.recorded, run.attempts) == (RunState.SUCCEEDED, 6, 2)


async def test_an_accident_while_recording_leaves_nothing_behind(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading_connector(VALUES))
    waiting = await stage.queued(host)
    with monkeypatch.context() as patched:
        patched.setattr(finish, "BATCH", 2)
        patched.setattr(finish, "store_row_errors", broken)
        with pytest.raises(DBAPIError):
            await stage.execute(waiting.run_id, host)
    assert await stage.recorded() == 0
    assert (await state_of(stage, waiting.run_id)).state is RunState.RUNNING
    assert (await stage.execute(waiting.run_id, host)).recorded == 6


async def broken(session: object, *_rest: object) -> None:
    """As if the database had gone away at the very end."""
    raise DBAPIError("COMMIT", None, ConnectionError("the server went away"))


async def test_a_run_that_kills_every_process_is_given_up(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading_connector(VALUES))
    waiting = await stage.queued(host)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        run = update(ConnectionRun).where(ConnectionRun.id == waiting.run_id)
        await session.execute(run.values(attempts=3, state=RunState.RUNNING))
    given_up = await stage.execute(waiting.run_id, host)
    assert (given_up.state, given_up.error_code) == (RunState.FAILED, "NEVER_FINISHED")
    assert await stage.recorded() == 0


async def test_a_connection_that_is_removed_while_it_is_read_records_nothing(stage: Stage, tmp_path: Path) -> None:
    host = slow(stage.settings, tmp_path)
    waiting = await stage.queued(host)
    executing = asyncio.create_task(stage.execute(waiting.run_id, host))
    await child_in(tmp_path)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        await remove_connection(session, stage.organisation.owner, waiting.connection_id)
    await asyncio.to_thread((tmp_path / "go").touch)
    with pytest.raises(NotFound):
        await executing
    assert await stage.recorded() == 0


async def test_nothing_of_a_run_stays_on_disk(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    await asyncio.to_thread(temporary.mkdir)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    body = f"os.mkdir(f'{tmp_path}/{{oct(os.stat(os.getcwd()).st_mode)}}')\n{VALUES}"
    host = host_with(stage.settings, tmp_path, "odd", reading_connector(body))
    run = await stage.result(host, files={"secret name.csv": b"1", "b.xlsx": b"2"})
    assert run.state is RunState.SUCCEEDED
    assert "0o40700" in await asyncio.to_thread(os.listdir, tmp_path), "others cannot look into the folder"
    assert await asyncio.to_thread(os.listdir, temporary) == []


WORKER = """
import asyncio, sys
from pathlib import Path
from equipoise.connections.host import ConnectorHost
from equipoise.connections.jobs import connection_tasks
from equipoise.db.engine import application_engine
from equipoise.domain.fields import TooMany
from equipoise.jobs.worker import job_app, work
from equipoise.settings import Settings

async def main(url, home, *command):
    settings = Settings(home=Path(home))
    engine = application_engine(url)
    tasks = connection_tasks(engine, settings, host=ConnectorHost(settings, command))
    await work(job_app(url, tasks))

asyncio.run(main(*sys.argv[1:]))
"""


@contextmanager
def worker_process(url: str, settings: Settings, plugins: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker in a process of its own."""
    command = [sys.executable, "-c", WORKER, url, str(settings.home), *runner_with(plugins)]
    environment = {**os.environ, "TMPDIR": str(plugins)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


async def test_another_worker_finishes_what_a_killed_one_had_begun(
    stage: Stage, database_url: str, tmp_path: Path
) -> None:
    host = slow(stage.settings, tmp_path)
    waiting = await stage.queued(host)
    with worker_process(database_url, stage.settings, tmp_path) as worker:
        orphan = await child_in(tmp_path)
        worker.send_signal(signal.SIGKILL)
    assert (await state_of(stage, waiting.run_id)).state is RunState.RUNNING
    await asyncio.to_thread((tmp_path / "go").touch)
    tasks = connection_tasks(stage.engine, stage.settings, host=host, clock=stage.clock)
    second = work(job_app(database_url, tasks), install_signal_handlers=False, rescue_seconds=1)
    working = asyncio.create_task(second)
    try:
        for _ in range(400):
            run = await state_of(stage, waiting.run_id)
            if run.ended_at is not None:
                break
            await asyncio.sleep(0.05)
    finally:
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    assert (run.state, run.recorded, run.attempts) == (RunState.SUCCEEDED, 6, 2)
    assert await stage.recorded() == 6
    assert await is_gone(orphan)


async def test_two_runs_of_one_connection_never_go_on_at_once(stage: Stage, database_url: str, tmp_path: Path) -> None:
    alone = f"os.mkdir({str(tmp_path / 'busy')!r})\ntime.sleep(0.5)\n{VALUES}\nos.rmdir({str(tmp_path / 'busy')!r})"
    host = host_with(stage.settings, tmp_path, "odd", reading_connector(alone))
    first = await stage.queued(host)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        second = await run_connection(session, stage.organisation.owner, first.connection_id)
    await work_off(stage, database_url, host)
    results = [await state_of(stage, run_id) for run_id in (first.run_id, second.id)]
    assert [(run.state, run.recorded, run.unchanged) for run in results] == [
        (RunState.SUCCEEDED, 6, 0),
        (RunState.SUCCEEDED, 0, 6),
    ]


async def work_off(stage: Stage, url: str, host: ConnectorHost) -> None:
    tasks = connection_tasks(stage.engine, stage.settings, host=host, clock=stage.clock)
    await work(job_app(url, tasks), install_signal_handlers=False, once=True)


async def test_a_run_in_hand_is_left_alone_by_workers_and_holds_up_no_other(
    stage: Stage, database_url: str, tmp_path: Path
) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading_connector(VALUES))
    connection_id = (await stage.queued(host)).connection_id
    stage.clock.now = datetime.now(UTC)
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        actor = replace(stage.organisation.owner, now=stage.clock.now)
        in_hand = await run_connection(session, actor, connection_id, in_hand=timedelta(hours=1))
        queued = await run_connection(session, actor, connection_id)
    await work_off(stage, database_url, host)
    assert (await state_of(stage, in_hand.id)).state is RunState.QUEUED
    assert (await state_of(stage, queued.id)).state is RunState.SUCCEEDED
    assert (await stage.execute(in_hand.id, host)).state is RunState.SUCCEEDED


async def test_runs_do_not_pile_up(stage: Stage, tmp_path: Path) -> None:
    host = host_with(stage.settings, tmp_path, "odd", reading_connector(VALUES))
    connection_id = (await stage.queued(host)).connection_id
    async with writing(stage.engine, stage.organisation.tenant_id) as session:
        for _ in range(9):
            await run_connection(session, stage.organisation.owner, connection_id)
        with pytest.raises(TooMany):
            await run_connection(session, stage.organisation.owner, connection_id)


def test_a_connector_whose_host_is_gone_ends_when_its_time_is_up(tmp_path: Path) -> None:
    install(tmp_path, "odd", reading_connector("time.sleep(60)\nyield"))
    with start(tmp_path) as orphan:
        request = {"command": "read", "connector": "odd", "limits": {"wall_seconds": 1}}
        orphan.communicate(json.dumps(request).encode() + b"\n", timeout=20)
    assert orphan.returncode == -signal.SIGALRM
