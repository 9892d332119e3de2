"""Measuring servers beside each other: round by round, so that whatever else the machine does hits all of them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.load.generator import Generator
from benchmarks.load.measured import Measured
from benchmarks.processes import cpu_seconds
from benchmarks.seeding.database import Seeded
from benchmarks.servers import Running
from benchmarks.workloads import Work, requests_of


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians over the rounds, for one server and one work."""

    per_second: float
    p50_ms: float
    p99_ms: float
    tail: float
    server_cpu_ms: float
    """CPU time of the server process for one request."""
    database_cpu_ms: float
    failed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how often."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    warm_up_all: bool = False
    """Whether the warm-up lasts until every request has been sent once."""
    settle_seconds: float = 3
    """How long it is waited at most until the last requests of the run before are done."""


@dataclass(frozen=True, slots=True)
class Target:
    """A server with the data it is asked for, and the PostgreSQL behind it."""

    server: Running
    data: Seeded
    postmaster: int


@dataclass(frozen=True, slots=True)
class _Round:
    measured: Measured
    server_cpu_ms: float
    database_cpu_ms: float


def measure(
    generator: Generator,
    targets: Sequence[Target],
    work: Work,
    *,
    connections: int,
    plan: Plan,
    progress: Callable[[], None] = lambda: None,
) -> dict[str, Figures]:
    """Figures by the server's name."""
    requests = {target.server.name: requests_of(work, target.server.dialect, target.data) for target in targets}
    if plan.warm_up_seconds:
        for target in targets:
            prepared = requests[target.server.name]
            answered = 0
            while answered == 0 or (plan.warm_up_all and answered < len(prepared)):
                warm_up = generator.measure(target.server.address, prepared, connections, plan.warm_up_seconds)
                answered += warm_up.answered
    rounds: dict[str, list[_Round]] = {target.server.name: [] for target in targets}
    for _ in range(plan.rounds):
        for target in targets:
            name = target.server.name
            _settle(target, plan.settle_seconds)
            rounds[name].append(_round(generator, target, requests[name], connections, plan.seconds))
            progress()
    return {name: _figures(found) for name, found in rounds.items()}


def _round(generator: Generator, target: Target, requests: Sequence[bytes], connections: int, seconds: float) -> _Round:
    server, database = cpu_seconds(target.server.pid), cpu_seconds(target.postmaster)
    measured = generator.measure(target.server.address, requests, connections, seconds)
    return _Round(
        measured,
        (cpu_seconds(target.server.pid) - server) * 1000 / measured.answered,
        (cpu_seconds(target.postmaster) - database) * 1000 / measured.answered,
    )


def _settle(target: Target, at_most: float) -> None:
    """Wait until what was asked for last is done: a load generator that ends leaves requests behind."""
    deadline = time.monotonic() + at_most
    while time.monotonic() < deadline:
        before = cpu_seconds(target.postmaster)
        time.sleep(0.2)
        if cpu_seconds(target.postmaster) - before < 0.02:
            return


def _figures(rounds: list[_Round]) -> Figures:
    return Figures(
        per_second=median(each.measured.per_second for each in rounds),
        p50_ms=median(each.measured.p50_ms for each in rounds),
        p99_ms=median(each.measured.p99_ms for each in rounds),
        tail=median(each.measured.tail for each in rounds),
        server_cpu_ms=median(each.server_cpu_ms for each in rounds),
        database_cpu_ms=median(each.database_cpu_ms for each in rounds),
        failed=sum(each.measured.failed for each in rounds),
    )
