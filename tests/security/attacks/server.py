"""A server process that attacks are aimed at."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.command import COMMAND, Shell

PATIENCE = 90.0
"""Seconds that a start may take on a machine that is busy with other tests."""


@dataclass(frozen=True)
class Target:
    """A server and the process that it is."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> int:
        """Bytes that the process holds in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))

    def runs(self) -> bool:
        return self.process.poll() is None


@contextmanager
def serving(database_url: str, folder: Path) -> Iterator[Target]:
    """`equipoise serve` on a migrated database, without a worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shell = Shell(folder, {"EQUIPOISE_DATABASE_URL": database_url, "EQUIPOISE_HOME": str(folder / "home")})
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [*COMMAND, "serve", "--no-worker"],
        cwd=folder,
        env={**shell.environment, "EQUIPOISE_PORT": str(port)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(process, port, folder / "server.log")
        yield Target(process, port)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")
