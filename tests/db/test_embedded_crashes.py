import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from equipoise.db import embedded
from tests.support.embedded_homes import (
    kill,
    postmaster,
    process_of_the_servers_user,
    programs_working_in,
    server_processes,
    start_in_another_process,
    wait_until,
)

NO_POWER_FAILURE = {"fsync": "off"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server with one committed row."""
    home = tmp_path_factory.mktemp("embedded") / "home"
    with connected(home) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    yield home
    embedded.stop(home, "immediate")
    shutil.rmtree(home)


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    yield home
    embedded.stop(home, "immediate")
    shutil.rmtree(home)


def connected(home: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(embedded.start(home, settings=NO_POWER_FAILURE).url("postgres"), autocommit=True)


def answers(home: Path) -> bool:
    with connected(home) as connection:
        return connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_committed_rows_survive_kill_9_of_the_postmaster(home: Path) -> None:
    with connected(home) as connection:
        connection.execute("CREATE TABLE just_now AS SELECT 1")
    kill(postmaster(home))
    with connected(home) as connection:
        connection.execute("DROP TABLE just_now")
    assert answers(home)


def test_it_comes_back_after_kill_9_of_all_its_processes(home: Path) -> None:
    embedded.start(home, settings=NO_POWER_FAILURE)
    kill(*server_processes(home))
    assert answers(home)


def test_a_killed_server_does_not_count_as_running(home: Path) -> None:
    embedded.start(home, settings=NO_POWER_FAILURE)
    kill(postmaster(home))
    assert embedded.running(home) is None
    embedded.stop(home)
    assert answers(home)


def test_a_busy_process_left_by_a_killed_postmaster_is_ended(home: Path) -> None:
    with connected(home) as connection:
        busy = connection.info.backend_pid
        work = threading.Thread(target=_count_for_ever, args=[connection])
        work.start()
        wait_until(lambda: _is_active(home, busy))
        kill(postmaster(home))
        time.sleep(0.3)
        assert busy in server_processes(home)
        assert answers(home)
        assert busy not in server_processes(home)
        work.join()


def _count_for_ever(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT count(*) FROM generate_series(1, 1000000000000) AS n WHERE n % 2 = 0")


def _is_active(home: Path, pid: int) -> bool:
    with connected(home) as connection:
        state = connection.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()
    return state == ("active",)


@pytest.mark.parametrize("content", ["", "12", "nonsense\n", "1\n", "{pid}\n{rest}"])
def test_a_pid_file_that_names_no_server_of_ours_is_no_obstacle(home: Path, content: str) -> None:
    server = embedded.start(home, settings=NO_POWER_FAILURE)
    file, lock = server.data / "postmaster.pid", server.socket_dir / ".s.PGSQL.5432.lock"
    _, rest = file.read_text().split("\n", 1)
    kill(*server_processes(home))
    wait_until(lambda: not server_processes(home))
    with process_of_the_servers_user(home) as stranger:
        for left_behind in (file, lock):
            left_behind.write_text(content.format(pid=stranger.pid, rest=rest))
        assert embedded.running(home) is None
        assert answers(home)
        assert stranger.poll() is None


def test_a_server_whose_socket_vanished_is_replaced(home: Path) -> None:
    server = embedded.start(home, settings=NO_POWER_FAILURE)
    shutil.rmtree(server.socket_dir)
    assert embedded.running(home) is None
    assert answers(home)


def test_a_home_deleted_under_its_server_begins_anew(new_home: Path) -> None:
    embedded.start(new_home, settings=NO_POWER_FAILURE)
    old = postmaster(new_home)
    shutil.rmtree(new_home)
    embedded.start(new_home, settings=NO_POWER_FAILURE)
    assert postmaster(new_home) != old
    assert old not in server_processes(new_home)
    with connected(new_home) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


@pytest.mark.parametrize("also_initdb", [False, True])
def test_it_starts_after_kill_9_in_the_middle_of_making_the_data(new_home: Path, also_initdb: bool) -> None:
    starter = start_in_another_process(new_home)
    wait_until(lambda: any(new_home.glob("postgres.init-*/base/1/*")))
    kill(starter.pid)
    if also_initdb:
        kill(*programs_working_in(new_home))
    starter.wait()
    assert not (new_home / "postgres").exists()
    with connected(new_home) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not list(new_home.glob("postgres.init-*"))


def test_it_starts_after_kill_9_of_a_caller_who_was_waiting_for_it(home: Path) -> None:
    embedded.stop(home)
    before = (home / "postgres.conf").stat().st_mtime_ns
    starter = start_in_another_process(home)
    wait_until(lambda: (home / "postgres.conf").stat().st_mtime_ns != before)
    kill(starter.pid)
    starter.wait()
    assert answers(home)
