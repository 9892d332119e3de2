"""What tests of the embedded server do to its processes."""

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from equipoise.db.embedded import processes

START = """
import pathlib, sys
from equipoise.db import embedded
embedded.start(pathlib.Path(sys.argv[1]), settings={"fsync": "off"})
"""


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def kill(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def server_processes(home: Path) -> set[int]:
    return processes.of_cluster(home / "postgres")


def start_in_another_process(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", START, str(home)])


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to this"
        time.sleep(0.005)


@contextmanager
def process_of_the_servers_user(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is no server, as if a dead server's number had been given out again."""
    owner = (home / "postgres").stat().st_uid
    sleeping = subprocess.Popen(["sleep", "60"], cwd="/", user=None if owner == os.geteuid() else owner)
    try:
        yield sleeping
    finally:
        sleeping.kill()
        sleeping.wait()


def programs_working_in(home: Path) -> list[int]:
    """Ids of the processes that bear the path of the home in their arguments or environment, initdb for one."""
    listed = subprocess.check_output(["ps", "-axwwe", "-o", "pid=,command="], text=True)
    return [int(line.split()[0]) for line in listed.splitlines() if str(home) in line]


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root's rights laid down for a while; an ordinary user has none to lay down."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(before)
