"""`equipoise serve` on the embedded database, as a process that is killed and started again."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from equipoise.db import embedded
from tests.support.command import COMMAND, Shell

PATIENCE = 90.0
"""Seconds that anything may take on a machine that is busy with other tests."""


@dataclass
class Served:
    """A server process and its address."""

    process: subprocess.Popen[bytes]
    address: str

    def get(self, path: str) -> int | None:
        """The status of the answer; None where nobody answers."""
        try:
            return httpx.get(self.address + path, timeout=5).status_code
        except httpx.TransportError:
            return None

    def ask(self, token: str, query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(f"{self.address}/graphql", json={"query": query}, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A shell with an installation of its own, already migrated and with one organisation."""
    folder = tmp_path_factory.mktemp("serve")
    shell = Shell(folder, {"EQUIPOISE_HOME": str(folder / "home")})
    shell.ok("migrate")
    shell.ok("tenant", "create", "--slug", "acme", "--name", "Acme")
    yield shell
    embedded.stop(folder / "home", "immediate")


@contextmanager
def serving(shell: Shell) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**shell.environment, "EQUIPOISE_PORT": str(port)}
    process = subprocess.Popen(
        [*COMMAND, "serve"], cwd=shell.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    served = Served(process, f"http://127.0.0.1:{port}")
    try:
        until(lambda: served.get("/readyz") == 200, "the server is ready")
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.1)


def ended(process: subprocess.Popen[bytes], with_signal: int) -> int:
    process.send_signal(with_signal)
    return process.wait(PATIENCE)


def postmaster(shell: Shell) -> int:
    return int((Path(shell.settings["EQUIPOISE_HOME"]) / "postgres" / "postmaster.pid").read_text().split()[0])


def token_of(shell: Shell) -> str:
    return shell.ok("token", "create", "--tenant", "acme", "--role", "viewer").splitlines()[-1]


def test_it_comes_back_by_itself_when_postgresql_is_killed(shell: Shell) -> None:
    with serving(shell) as served:
        token = token_of(shell)
        os.kill(postmaster(shell), signal.SIGKILL)
        until(lambda: served.ask(token, "{ viewer { role } }").status_code == 200, "it answers again")
        assert served.ask(token, "{ viewer { role } }").json() == {"data": {"viewer": {"role": "VIEWER"}}}


def test_it_starts_again_after_it_was_killed(shell: Shell) -> None:
    with serving(shell) as served:
        ended(served.process, signal.SIGKILL)
    with serving(shell) as served:
        assert served.get("/healthz") == 200


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_normal_end_is_in_order_and_takes_the_database_along(shell: Shell, ending: int) -> None:
    with serving(shell) as served:
        assert ended(served.process, ending) == 0
    assert embedded.running(Path(shell.settings["EQUIPOISE_HOME"])) is None


def test_one_of_two_servers_leaves_the_database_to_the_other(shell: Shell) -> None:
    with serving(shell) as first, serving(shell) as second:
        assert ended(first.process, signal.SIGTERM) == 0
        assert second.get("/readyz") == 200


def test_a_taken_port_is_said_in_words(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = {**shell.settings, "EQUIPOISE_PORT": str(taken.getsockname()[1])}
        done = Shell(shell.folder, settings).run("serve")
    assert (done.returncode, "PORT_TAKEN" in done.stderr, "EQUIPOISE_PORT" in done.stderr) == (1, True, True)
