"""One whole measurement beside the peers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import agreement
from benchmarks.graph import Line, Panel, drawn
from benchmarks.load.generator import Generator
from benchmarks.processes import postmaster, resident_mb
from benchmarks.requests import POSTGRAPHILE_OBJECTS
from benchmarks.results import Result
from benchmarks.rounds import Figures, Plan, Target, measure
from benchmarks.seeding.database import Seeded
from benchmarks.servers import KEEPING_NAME, OBJECTS_NAME, POSTGRAPHILE_NAME, PRODUCT_NAME, started
from benchmarks.startup import first_sight_ms, seconds_to_start
from benchmarks.workloads import RECORD_MANY, WORKS, Work

USUAL = Plan(rounds=3, seconds=4, warm_up_seconds=2)
STEPWISE = Plan(rounds=1, seconds=3, warm_up_seconds=0)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    plan: Plan = USUAL
    stepwise: Plan = STEPWISE
    works: Sequence[Work] = WORKS
    connections: int = 16
    steps: Sequence[int] = (1, 4, 64)
    """Other numbers of connections, at which the reads are measured too."""
    with_postgraphile: bool = True


def measured(
    data: Seeded,
    generator: Generator,
    extent: Extent,
    start_home: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Result:
    """Everything, reads before writes. Without a home for it, the start is not measured."""
    with started(data, with_postgraphile=extent.with_postgraphile) as peers:
        say("Checking that all servers give the same answers …")
        agreement.check(peers, data)
        first_sight = first_sight_ms(next(each for each in peers.servers if each.name == PRODUCT_NAME), data)
        targets = [Target(server, data, postmaster(data.url)) for server in peers.servers]
        works: dict[str, dict[str, Figures]] = {}
        connections: dict[str, dict[int, dict[str, Figures]]] = {}
        for work in sorted(extent.works, key=lambda each: each.writes):
            say(f"Measuring {work.letter}, {work.title} …")
            # Keeping answers is of use to reads, and one number of connections shows how much.
            asked = [target for target in targets if target.server.name != KEEPING_NAME]
            if work is RECORD_MANY:
                asked += [_asked_for_objects(each) for each in asked if each.server.name == POSTGRAPHILE_NAME]
            works[work.letter] = measure(
                generator, asked if work.writes else targets, work, connections=extent.connections, plan=extent.plan
            )
            if not work.writes:
                usual = {each.server.name: works[work.letter][each.server.name] for each in asked}
                found = {
                    number: measure(generator, asked, work, connections=number, plan=extent.stepwise)
                    for number in extent.steps
                } | {extent.connections: usual}
                connections[work.letter] = dict(sorted(found.items()))
        resident = {server.name: resident_mb(server.pid) for server in peers.servers}
    start = None
    if start_home is not None:
        say("Measuring the start …")
        start = seconds_to_start(start_home)
    return Result(
        organisations=data.count,
        generator=generator.name,
        works=works,
        connections=connections,
        start_seconds=start,
        first_sight_ms=first_sight,
        resident_mb=resident,
        missing=peers.missing,
    )


def _asked_for_objects(target: Target) -> Target:
    return replace(target, server=replace(target.server, name=OBJECTS_NAME, dialect=POSTGRAPHILE_OBJECTS))


def connections_graph(result: Result) -> str:
    """Latency against connections."""
    titles = {work.letter: work.title for work in WORKS}
    panels = []
    for letter, steps in result.connections.items():
        names = list(next(iter(steps.values())))
        lines = [
            Line(name, [each[name].p50_ms for each in steps.values()], [each[name].p99_ms for each in steps.values()])
            for name in names
        ]
        panels.append(
            Panel(f"{letter}: {titles[letter]}", "connections, each waiting for its answer", list(steps), lines)
        )
    return drawn("Latency against connections", panels)
