"""The measured servers, each one process on loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.seed import Seeded

HOST = "127.0.0.1"


@contextmanager
def product_server(data: Seeded) -> Iterator[tuple[str, int]]:
    """`equipoise serve` on the measured database, as an installation runs it, without a worker."""
    port = _free_port()
    environment = {
        **os.environ,
        "EQUIPOISE_DATABASE_URL": data.url,
        "EQUIPOISE_HOME": data.home,
        "EQUIPOISE_PORT": str(port),
    }
    with _running([sys.executable, "-m", "equipoise.cli", "serve"], environment, port) as address:
        yield address


@contextmanager
def bare_server(data: Seeded) -> Iterator[tuple[str, int]]:
    """The peer of `bare.py` under the same uvicorn."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.serve_bare", data.url, str(port)]
    with _running(command, dict(os.environ), port) as address:
        yield address


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[tuple[str, int]]:
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_for(server, port)
        yield HOST, port
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            said = server.stderr.read().decode() if server.stderr else ""
            raise RuntimeError(f"the server ended with {server.returncode}: {said[-2000:]}")
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the server did not open its port")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
