"""Measure the hot requests of the API beside a bare handler on the same data, and print and keep the figures."""

import argparse
import asyncio
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Measured, measure
from benchmarks.seed import Seeded, seeded
from benchmarks.servers import bare_server, product_server
from benchmarks.workloads import Workload, workloads

RESULTS = Path(__file__).with_name("results")


def main() -> None:
    """Parse the words, seed, measure, report."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument("--organisations", type=int, default=200, help="organisations with 60 KPIs and 36 months each")
    words.add_argument("--seconds", type=float, default=5.0, help="how long each figure is measured")
    words.add_argument("--home", type=Path, default=Path(".equipoise/bench"), help="where the measured database lives")
    chosen = words.parse_args()
    out = Console(width=None if sys.stdout.isatty() else 130)
    out.print(f"Seeding {chosen.organisations} organisations with 60 KPIs and 36 months each …")
    data = asyncio.run(seeded(chosen.home, chosen.organisations))

    measured: dict[str, dict[str, Measured]] = {}
    for name, server in (("equipoise", product_server), ("bare handler", bare_server)):
        with server(data) as address:
            for workload in workloads(data):
                if name == "bare handler" and workload.bare is None:
                    continue
                measured.setdefault(workload.name, {})[name] = _measured(address, workload, name, chosen.seconds)
    out.print(_table(measured))
    out.print(_machine())
    out.print(f"Kept in {_keep(measured, data)}")


def _measured(address: tuple[str, int], workload: Workload, server: str, seconds: float) -> Measured:
    requests = workload.product if server == "equipoise" else workload.bare or []
    return measure(address, requests, workload.connections, seconds)


def _table(measured: dict[str, dict[str, Measured]]) -> Table:
    table = Table(title="requests per second and latency, closed loop, one server process")
    for heading in ("work", "server", "req/s", "p50 ms", "p99 ms", "p99/p50", "failed", "ratio to bare"):
        table.add_column(heading, justify="left" if heading in ("work", "server") else "right")
    for work, servers in measured.items():
        bare = servers.get("bare handler")
        for server, figures in servers.items():
            table.add_row(
                work,
                server,
                f"{figures.per_second:,.0f}",
                f"{figures.p50_ms:.1f}",
                f"{figures.p99_ms:.1f}",
                f"{figures.p99_ms / figures.p50_ms:.1f}",
                str(figures.failed),
                f"{figures.per_second / bare.per_second:.2f}" if bare else "",
            )
    return table


def _machine() -> str:
    system = f"{platform.system()} {platform.release()} on {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def _keep(measured: dict[str, dict[str, Measured]], data: Seeded) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    figures = {
        work: {
            "ratio_to_bare": servers["equipoise"].per_second / servers["bare handler"].per_second,
            "tail": servers["equipoise"].p99_ms / servers["equipoise"].p50_ms,
            **{server: vars_of(figures) for server, figures in servers.items()},
        }
        for work, servers in measured.items()
        if "bare handler" in servers
    }
    path.write_text(
        json.dumps({"machine": _machine(), "organisations": len(data.organisations), "work": figures}, indent=2)
    )
    return path


def vars_of(figures: Measured) -> dict[str, float]:
    """The figures as they go into the file."""
    return {"per_second": figures.per_second, "p50_ms": figures.p50_ms, "p99_ms": figures.p99_ms}


# The load generator is a process of its own, which imports this module again.
if __name__ == "__main__":
    main()
