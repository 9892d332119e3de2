"""A measurement from beginning to end, as short as it can be."""

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from benchmarks.agreement import DisagreementError, check
from benchmarks.bench import Extent, connections_graph, measured
from benchmarks.goals import outcomes
from benchmarks.load.generator import Generator
from benchmarks.requests import PRODUCT
from benchmarks.results import Result, facts_of, kept
from benchmarks.rounds import Plan
from benchmarks.scale import growth, growth_table
from benchmarks.seeding.database import Cluster, Seeded, copied
from benchmarks.servers import BARE_NAME, POSTGRAPHILE_NAME, PRODUCT_NAME, Peers, Running, product_server
from benchmarks.tables import works_table
from benchmarks.workloads import LARGE, RECORD_MANY, requests_of
from tests.support.skipping import require

SHORT = Plan(rounds=1, seconds=0.2, warm_up_seconds=0, settle_seconds=0)


@pytest.fixture(scope="module")
def data(bench_cluster: Cluster, more: Seeded) -> Iterator[Seeded]:
    with copied(bench_cluster, more) as copy:
        yield copy


@pytest.fixture(scope="module")
def product(data: Seeded) -> Iterator[Running]:
    with product_server(data) as server:
        yield server


@pytest.fixture(scope="module")
async def result(data: Seeded, tmp_path_factory: pytest.TempPathFactory) -> Result:
    generator = Generator(tmp_path_factory.mktemp("requests"), None)
    extent = Extent(plan=SHORT, stepwise=SHORT, connections=2, steps=(1,), with_postgraphile=False)
    return await asyncio.to_thread(measured, data, generator, extent)


def test_every_work_is_measured_on_every_server(result: Result) -> None:
    assert list(result.works) == ["A", "B", "C", "D"]
    for servers in result.works.values():
        assert {PRODUCT_NAME, BARE_NAME} <= servers.keys()
        for figures in servers.values():
            assert figures.per_second > 0
            assert 0 < figures.p50_ms <= figures.p99_ms
            assert figures.server_cpu_ms + figures.database_cpu_ms > 0
            assert figures.failed == 0


def test_the_file_holds_ratios_and_names_the_machine(result: Result, tmp_path: Path) -> None:
    path = kept("peers", result.ratios(), facts_of(result), tmp_path)
    content = json.loads(path.read_text())
    assert content["ratios"]["A: times bare handler"] == pytest.approx(
        result.works["A"][PRODUCT_NAME].per_second / result.works["A"][BARE_NAME].per_second
    )
    assert "cores" in content["machine"]


def test_a_peer_that_is_not_there_is_named_with_the_reason(result: Result) -> None:
    assert result.missing == {POSTGRAPHILE_NAME: "not wanted"}
    assert any("not wanted" in str(cell) for column in works_table(result).columns for cell in column.cells)


def test_every_goal_is_held_against_what_was_measured(result: Result) -> None:
    found = {outcome.goal: outcome for outcome in outcomes(result)}
    assert found[f"A: times {POSTGRAPHILE_NAME}"].met is None
    ours = found[f"A: times {BARE_NAME}"]
    assert ours.met is ((result.ratio("A", BARE_NAME) or 0) >= 0.75)


def test_the_graph_names_every_server(result: Result) -> None:
    picture = connections_graph(result)
    assert PRODUCT_NAME in picture
    assert BARE_NAME in picture


async def test_growth_is_measured_with_one_server_for_each_database(few: Seeded, data: Seeded, tmp_path: Path) -> None:
    found = await asyncio.to_thread(growth, [few, data], Generator(tmp_path, None), SHORT)
    assert {letter: list(steps) for letter, steps in found.works.items()} == {"A": [2, 4], "B": [2, 4]}
    assert growth_table(found).row_count == 4


async def test_what_is_recorded_differs_from_what_it_meets(product: Running, data: Seeded, tmp_path: Path) -> None:
    # The product skips a value that is the same, which would be no measure of recording it.
    generator = Generator(tmp_path, None)
    with psycopg.connect(data.url) as connection:
        before = _revisions(connection)
        found = await asyncio.to_thread(
            generator.measure, product.address, requests_of(RECORD_MANY, PRODUCT, data), 1, 2
        )
        connection.rollback()
        assert _revisions(connection) - before >= found.answered * LARGE


async def test_a_server_that_gives_other_figures_is_not_measured(product: Running, data: Seeded) -> None:
    wrong = replace(PRODUCT, name="wrong", scorecard_page=lambda asker: PRODUCT.kpi_detail(asker, asker.kpis[0]))
    with pytest.raises(DisagreementError, match="the other one"):
        await asyncio.to_thread(check, Peers([product, replace(product, name="the other one", dialect=wrong)]), data)


@pytest.mark.parametrize("program", ["wrk", None])
def test_what_fails_is_counted(program: str | None, tmp_path: Path) -> None:
    if program:
        require(shutil.which(program), "wrk is not installed (apt install wrk).")
    requests = [b"GET /good HTTP/1.1\r\nHost: bench\r\n\r\n", b"GET /bad HTTP/1.1\r\nHost: bench\r\n\r\n"]
    with _answering() as address:
        found = Generator(tmp_path, program).measure(address, requests, 1, 1)
    assert found.answered > 10
    assert found.failed == pytest.approx(found.answered / 2, rel=0.1)


class _GoodAndBad(BaseHTTPRequestHandler):
    """Answers every request with 200; those for /bad with an error of GraphQL."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b'{"errors":[]}' if self.path == "/bad" else b'{"data":{}}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is to be said about it."""


@contextmanager
def _answering() -> Iterator[tuple[str, int]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _GoodAndBad) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield "127.0.0.1", server.server_address[1]
        server.shutdown()


def _revisions(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM kpi_value_revision").fetchone()
    assert row is not None
    return int(row[0])
