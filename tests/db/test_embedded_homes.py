import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from equipoise.db import embedded
from equipoise.db.embedded import sockets
from equipoise.db.embedded.account import account_for
from tests.support.clusters import SPEED
from tests.support.embedded_homes import ordinary_user


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose server may be running or not."""
    home = tmp_path_factory.mktemp("embedded") / "home"
    assert answers(home)
    yield home
    stop_and_remove(home)


def stop_and_remove(home: Path) -> None:
    embedded.stop(home, "immediate")
    shutil.rmtree(home)


def answers(home: Path) -> bool:
    url = embedded.start(home, settings=SPEED).url("postgres")
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_a_home_too_long_or_too_odd_for_a_socket_has_its_socket_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30) / """it's, "$HOME" `id` 100% \\ ü?&=#"""
    socket_dir = embedded.start(home, settings=SPEED).socket_dir
    try:
        assert socket_dir.parent == Path(tempfile.gettempdir())
        assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700
        embedded.stop(home)
        assert answers(home)
        shutil.rmtree(socket_dir)
        assert answers(home), "after something cleared the temporary folder"
    finally:
        stop_and_remove(home)
        socket_dir.rmdir()


def test_a_home_below_a_closed_folder_works_and_stays_unreadable_for_others(home: Path) -> None:
    embedded.stop(home)
    home.parent.chmod(0o700)
    assert answers(home)
    for folder in (home, home.parent):
        assert not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IROTH | stat.S_IWOTH)


def test_data_restored_by_root_are_given_back_to_the_server(home: Path, tmp_path: Path) -> None:
    embedded.stop(home)
    restored = shutil.copytree(home, tmp_path / "restored")
    try:
        assert answers(restored)
        assert (restored / "postgres").stat().st_uid == (home / "postgres").stat().st_uid
    finally:
        stop_and_remove(restored)


def test_a_copy_of_a_running_home_is_a_server_of_its_own(home: Path, tmp_path: Path) -> None:
    assert answers(home)
    copy = shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns("run"))
    try:
        assert embedded.running(copy) is None
        assert answers(copy)
        embedded.stop(copy)
        assert embedded.running(home) is not None
    finally:
        stop_and_remove(copy)


def test_a_moved_home_takes_its_server_along(home: Path, tmp_path: Path) -> None:
    assert answers(home)
    moved = home.rename(tmp_path / "moved")
    try:
        assert answers(moved)
    finally:
        moved.rename(home)
    assert answers(home)


def test_a_file_in_place_of_the_home_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(embedded.HomeUnusable, match=r"file cannot be used for the database: .*EQUIPOISE_HOME"):
        embedded.start(tmp_path / "file")


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with ordinary_user(), pytest.raises(embedded.HomeUnusable, match=r"Permission denied .* writable for"):
        embedded.start(tmp_path / "home")


def test_data_of_another_user_are_refused_in_his_name() -> None:
    with ordinary_user(), pytest.raises(embedded.HomeUnusable, match="belongs to root"):
        account_for(Path("/etc"))


def test_data_of_another_major_version_are_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(embedded.OtherMajorVersion, match="written by PostgreSQL 16, this is 18"):
        embedded.start(tmp_path)
    assert [file.name for file in data.iterdir()] == ["PG_VERSION"]


def test_foreign_files_in_place_of_the_data_are_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "thesis.doc").touch()
    with pytest.raises(embedded.HomeUnusable, match="holds files but no PostgreSQL database"):
        embedded.start(tmp_path)
    assert [file.name for file in data.iterdir()] == ["thesis.doc"]


def test_a_start_that_fails_shows_why_and_the_next_one_works(home: Path) -> None:
    embedded.stop(home)
    with pytest.raises(embedded.EmbeddedServerFailed, match=r"max_connections(.|\n)*The whole log is") as failed:
        embedded.start(home, settings={"max_connections": "many"})
    assert failed.value.code == "EMBEDDED_SERVER_FAILED"
    assert answers(home)


def test_a_setting_cannot_smuggle_in_another(home: Path) -> None:
    embedded.stop(home)
    value = "x'\nport = 1 \\"
    server = embedded.start(home, settings=SPEED | {"app.motto": value})
    with psycopg.connect(server.url("postgres")) as connection:
        assert connection.execute("SHOW app.motto").fetchone() == (value,)


@pytest.mark.parametrize("prepared", ["wide open", "a link", "a file"])
def test_a_socket_folder_that_others_could_have_prepared_is_refused(tmp_path: Path, prepared: str) -> None:
    run = tmp_path / "run"
    match prepared:
        case "wide open":
            run.mkdir()
            run.chmod(0o777)
        case "a link":
            run.symlink_to(tmp_path)
        case _:
            run.touch(0o700)
    with pytest.raises(embedded.HomeUnusable, match=r"nobody else can enter \(0700\).*Remove it"):
        sockets.socket_directory(tmp_path, account_for(tmp_path / "postgres"))


def test_programs_that_the_servers_user_cannot_run_are_named_with_a_way_out(tmp_path: Path) -> None:
    programs = tmp_path / "package" / "pg" / "bin"
    programs.mkdir(parents=True)
    (programs / "initdb").touch(0o600)
    with pytest.raises(embedded.BinariesMissing, match=rf"Permission denied.* o\+rX {tmp_path}/package\*"):
        embedded.start(tmp_path / "home", binaries=embedded.Binaries(programs, 18))


def test_missing_programs_are_named_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(embedded.BinariesMissing, match=r"make run.*EQUIPOISE_DATABASE_URL"):
        embedded.Binaries(tmp_path, 18)
