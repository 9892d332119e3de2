"""`equipoise serve` on the embedded database, as a process that is killed and started again."""

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import pytest

from equipoise.db import embedded
from tests.support.api import Api
from tests.support.command import COMMAND, Shell
from tests.support.connections import asked_for_run, connected_workbook, counts, mapped, result_of
from tests.support.exchange import BRIGHT
from tests.support.reviews import kpi_by_key

PATIENCE = 90.0
"""Seconds that anything may take on a machine that is busy with other tests."""

RECOVERY = 10.0
"""Seconds after which a server has to answer again when its database was killed."""


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
    """A shell with an installation of its own, already migrated and with one organisation of some KPIs."""
    folder = tmp_path_factory.mktemp("serve")
    never = "300"
    shell = Shell(folder, {"EQUIPOISE_HOME": str(folder / "home"), "EQUIPOISE_USAGE_FLUSH_SECONDS": never})
    shell.ok("migrate")
    shell.ok("tenant", "create", "--slug", "acme", "--name", "Acme", "--owner-email", "olga@acme.example")
    (folder / "strategy.yaml").write_text(BRIGHT, encoding="utf-8")
    shell.ok("apply", "--tenant", "acme", "strategy.yaml")
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


def token_of(shell: Shell, role: str = "viewer") -> str:
    return shell.ok("token", "create", "--tenant", "acme", "--role", role).splitlines()[-1]


async def test_it_comes_back_by_itself_when_postgresql_is_killed(shell: Shell) -> None:
    with serving(shell) as served:
        token = token_of(shell, "admin")
        old = postmaster(shell)
        os.kill(old, signal.SIGKILL)
        killed = time.monotonic()
        home = Path(shell.settings["EQUIPOISE_HOME"])
        until(lambda: embedded.running(home) is not None and postmaster(shell) != old, "PostgreSQL runs again")
        until(lambda: served.ask(token, "{ viewer { role } }").status_code == 200, "it answers again")
        assert time.monotonic() - killed < RECOVERY
        assert served.ask(token, "{ viewer { role } }").json()["data"] == {"viewer": {"role": "ADMIN"}}

        async with httpx.AsyncClient(base_url=served.address, timeout=PATIENCE) as client:
            api = Api(client, token)
            connection = await connected_workbook(api, [("A", date(2026, 4, 1), 5)])
            await mapped(api, connection, {"measure": "A", "kpi": await kpi_by_key(api, "net_revenue")})
            run = await asked_for_run(api, connection)
            deadline = time.monotonic() + PATIENCE
            while (await result_of(api, run))["state"] in {"QUEUED", "RUNNING"}:
                assert time.monotonic() < deadline, "jobs are not worked off again"
                await asyncio.sleep(0.1)
            assert counts(await result_of(api, run)) == ("SUCCEEDED", 1, 0, 0, 0)


def test_what_was_looked_at_just_before_a_normal_end_is_not_lost(shell: Shell) -> None:
    with serving(shell) as served:
        token = token_of(shell)
        found = served.ask(token, '{ kpis(filter: {search: "complaints"}) { nodes { id } } }').json()
        detail = f'{{ kpi(id: "{found["data"]["kpis"]["nodes"][0]["id"]}") {{ purpose usage {{ views }} }} }}'
        assert served.ask(token, detail).json()["data"]["kpi"]["usage"] == {"views": 0}
        assert ended(served.process, signal.SIGINT) == 0
    with serving(shell) as served:
        assert served.ask(token, detail).json()["data"]["kpi"]["usage"] == {"views": 1}


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
