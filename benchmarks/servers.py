"""The measured servers, each one process on loopback."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import msgspec

from benchmarks import postgraphile_peer
from benchmarks.postgraphile_peer import FOLDER, NotAvailableError
from benchmarks.requests import BARE, POSTGRAPHILE, PRODUCT, Dialect
from benchmarks.seeding.database import Seeded

HOST = "127.0.0.1"
PRODUCT_NAME, BARE_NAME, POSTGRAPHILE_NAME = "equipoise", "bare handler", "PostGraphile 5"
OBJECTS_NAME = "PostGraphile 5, objects"
"""The same server asked to record a list of objects, as the product is, and not arrays side by side."""
KEEPING_NAME = "equipoise, keeping answers"
"""The product as it is installed. The goals are about the other row: it asks PostgreSQL each time, as the peers do."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    name: str
    address: tuple[str, int]
    pid: int
    dialect: Dialect


@dataclass(frozen=True, slots=True)
class Peers:
    """What is measured beside each other, and why something is not."""

    servers: list[Running]
    missing: dict[str, str] = field(default_factory=dict)


@contextmanager
def started(data: Seeded, *, with_postgraphile: bool = True) -> Iterator[Peers]:
    """All servers over the same database, for as long as the block runs."""
    with ExitStack() as running:
        servers = [
            running.enter_context(product_server(data)),
            running.enter_context(product_server(data, KEEPING_NAME, keeping_answers=True)),
            running.enter_context(bare_server(data)),
        ]
        missing = {}
        if with_postgraphile:
            try:
                servers.append(running.enter_context(postgraphile_server(data)))
            except NotAvailableError as reason:
                missing[POSTGRAPHILE_NAME] = str(reason)
        else:
            missing[POSTGRAPHILE_NAME] = "not wanted"
        yield Peers(servers, missing)


@contextmanager
def product_server(data: Seeded, name: str = PRODUCT_NAME, *, keeping_answers: bool = False) -> Iterator[Running]:
    """`equipoise serve` as an installation runs it, with everything on, and the worker elsewhere."""
    with tempfile.TemporaryDirectory(prefix="equipoise-bench-home-") as home:
        settings = {"EQUIPOISE_DATABASE_URL": data.url, "EQUIPOISE_HOME": home}
        if not keeping_answers:
            settings["EQUIPOISE_KEPT_ANSWERS_MB"] = "0"
        with served(
            name, lambda port: ([sys.executable, "-m", "equipoise.cli", "serve"], settings, port), PRODUCT
        ) as up:
            yield up


@contextmanager
def bare_server(data: Seeded) -> Iterator[Running]:
    """The peer of `bare.py` under the same uvicorn."""
    template = msgspec.json.encode(data.template).decode()
    command = [sys.executable, "-m", "benchmarks.bare", data.url]
    with served(BARE_NAME, lambda port: ([*command, str(port), template], {}, port), BARE) as up:
        yield up


@contextmanager
def postgraphile_server(data: Seeded) -> Iterator[Running]:
    """The peer of `postgraphile/server.js`.

    Raises: NotAvailableError.
    """
    node = postgraphile_peer.node()
    postgraphile_peer.prepare(data.url)
    command = [node, str(FOLDER / "server.js"), data.url]
    settings = {"GRAPHILE_ENV": "production", "NODE_ENV": "production"}
    with served(POSTGRAPHILE_NAME, lambda port: ([*command, str(port)], settings, port), POSTGRAPHILE) as up:
        yield up


Command = Callable[[int], tuple[list[str], Mapping[str, str], int]]


@contextmanager
def served(name: str, command: Command, dialect: Dialect) -> Iterator[Running]:
    """A process that listens on a free port, until the block ends."""
    words, settings, port = command(free_port())
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("EQUIPOISE_", "PG"))}
    environment = {**outside, **settings, "EQUIPOISE_PORT": str(port)}
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        try:
            _wait_for(server, port, said.fileno())
            yield Running(name, (HOST, port), server.pid, dialect)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(server: "subprocess.Popen[bytes]", port: int, said: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            words = os.pread(said, 4000, 0).decode(errors="replace")
            raise RuntimeError(f"the server ended with {server.returncode}: {words}")
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the server did not open its port")


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
