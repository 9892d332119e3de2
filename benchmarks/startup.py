"""What does not depend on load: how fast the server starts, and what a document costs when it is first seen."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.agreement import ask
from benchmarks.requests import PRODUCT, product_document, product_request
from benchmarks.seeding.database import Seeded
from benchmarks.servers import HOST, Running, free_port

STARTS = 3
DOCUMENTS = 40


def seconds_to_start(home: Path) -> float:
    """From calling `equipoise serve` on an embedded database made earlier until it says that it is ready."""
    _started(home)  # makes the database, where this is the first time
    return median(_started(home) for _ in range(STARTS))


def _started(home: Path) -> float:
    port = free_port()
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("EQUIPOISE_", "PG"))}
    environment = {**outside, "EQUIPOISE_HOME": str(home), "EQUIPOISE_PORT": str(port)}
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "equipoise.cli", "serve"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _is_ready(port):
            if server.poll() is not None or time.perf_counter() - start > 120:
                raise RuntimeError("`equipoise serve` does not get ready")
            time.sleep(0.01)
        return time.perf_counter() - start
    finally:
        server.terminate()
        server.wait(60)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def first_sight_ms(server: Running, data: Seeded) -> float:
    """What a document takes longer the first time than the second: parsing, validating, planning, preparing."""
    asker = data.organisation(0)
    ask(server, PRODUCT.scorecard_page(asker))
    more = []
    for number in range(DOCUMENTS):
        # Another name of a field is another document, with the same work to be done.
        text = product_document("scorecard_page").replace("unit", f"unit{number}: unit")
        request = product_request(asker, text, id=f"scorecard_{asker.scorecard}")
        first, second = _milliseconds(server, request), _milliseconds(server, request)
        more.append(first - second)
    return median(more)


def _milliseconds(server: Running, request: bytes) -> float:
    start = time.perf_counter()
    ask(server, request)
    return (time.perf_counter() - start) * 1000
