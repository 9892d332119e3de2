import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from equipoise.db import embedded
from equipoise.db.embedded import leftovers, processes
from equipoise.db.embedded.home import Home
from tests.support.clusters import SPEED
from tests.support.embedded_homes import postmaster, server_processes
from tests.support.skipping import require


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("embedded") / "home"
    embedded.start(home, settings=SPEED)
    yield home
    embedded.stop(home, "immediate")
    shutil.rmtree(home)


def test_the_server_and_its_children_are_found_and_nothing_else(home: Path) -> None:
    found = server_processes(home)
    assert postmaster(home) in found
    assert len(found) > 4
    assert processes.of_cluster(home / "elsewhere") == set()


def test_systems_without_proc_find_the_same_processes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require(Path("/bin/ps").exists(), "There is no /bin/ps (Debian's package procps).")
    with_proc = server_processes(home)
    monkeypatch.setattr(processes, "PROC", home / "no-proc")
    assert server_processes(home) == with_proc


def test_a_server_that_cannot_be_seen_from_here_is_not_joined_by_a_second_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Home.at(tmp_path)
    (tmp_path / "postgres").mkdir()
    monkeypatch.setattr(leftovers, "SETTLE_SECONDS", 0.2)
    with (tmp_path / "postgres.claim").open("w") as other_container:
        fcntl.flock(other_container, fcntl.LOCK_EX)
        with pytest.raises(embedded.EmbeddedServerFailed, match="in another container"):
            leftovers.ready_or_gone(place)
    assert leftovers.ready_or_gone(place) is None
