"""How an innocent client fares while another organisation's client attacks: `python -m benchmarks.attacks`.

Each attack is sent over many connections, as fast as it is answered, by processes of the lowest priority, so that it
is the server that has to cope and not the machine. The innocent client reads scorecard pages and KPIs all the while.
"""

import argparse
import asyncio
import itertools
import json
import multiprocessing
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import uvloop
from rich.console import Console
from rich.table import Table

from benchmarks.load.in_python import measure
from benchmarks.load.measured import Measured
from benchmarks.processes import resident_mb
from benchmarks.requests import PRODUCT
from benchmarks.seeding.database import Seeded, measured_cluster, seeded
from benchmarks.servers import Running, product_server

CONNECTIONS = 32
ORGANISATIONS = 20
ATTACKER, INNOCENT = 0, 1


@dataclass(frozen=True, slots=True)
class Attack:
    """What is sent on each connection, over and over; `number` makes each request another one."""

    name: str
    request: Callable[[str, int], bytes]
    trickles: bool = False
    """Whether the request is never finished: the connection is kept, and a byte sent every second."""


def _post(token: str, body: bytes, content_type: str = "application/json") -> bytes:
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: bench\r\nContent-Type: {content_type}\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _new(query: str) -> Callable[[str, int], bytes]:
    """The same document each time, with another comment, so that nobody has seen it before."""
    return lambda token, number: _post(token, json.dumps({"query": f"{query} # {number}"}).encode())


def _known(query: str) -> Callable[[str, int], bytes]:
    return lambda token, _: _post(token, json.dumps({"query": query}).encode())


def _variables(value: str) -> Callable[[str, int], bytes]:
    body = ('{"query": "{ viewer { role } }", "variables": {"a": ' + value + "}}").encode()
    return lambda token, _: _post(token, body)


def _doubling(count: int) -> str:
    chain = " ".join(f"fragment F{n} on Viewer {{ ...F{n + 1} ...F{n + 1} }}" for n in range(count))
    return f"{{ viewer {{ ...F0 }} }} {chain} fragment F{count} on Viewer {{ role }}"


DEEP = "{ viewer { person { orgUnit " + "{ parent " * 40 + "{ id }" + "}" * 43
PAGES = "{ kpis(first: 100) { nodes { id name values(last: 100) { value status } } } }"
ENDLESS = "{ kpis(first: 16777217) { nodes { values(last: 400) { value } } } }"
BATCH = json.dumps([{"query": "{ viewer { role } }"}] * 1_000).encode()

ATTACKS = (
    Attack("small valid requests", _known("{ viewer { role } }")),
    Attack("large valid pages", _known(PAGES)),
    Attack("costs too high", _known(ENDLESS)),
    Attack("deep nesting", _new(DEEP)),
    Attack("aliases", _new("{ " + " ".join(f"a{n}: viewer {{ role }}" for n in range(190)) + " }")),
    Attack("directives", _new("{ viewer { role " + "@include(if: true) " * 150 + "} }")),
    Attack("fragments that double", _new(_doubling(60))),
    Attack("fragment cycles", _new("{ viewer { ...A } } fragment A on Viewer { ...A role }")),
    Attack("overlapping fields", _new("{ viewer { " + "person { id } " * 190 + "} }")),
    Attack("new documents, large", _new("{ viewer { person { " + "orgUnit { id } " * 44 + "} } }")),
    Attack("new documents, tiny", _new("{ __typename }")),
    Attack("introspection", _new("{ __schema { types { name fields { name type { name } } } } }")),
    Attack("a megabyte of numbers", _variables("[" + ",".join("1" * 400_000) + "]")),
    Attack("a megabyte of objects", _variables("[" + ",".join(['{"a":"b"}'] * 90_000) + "]")),
    Attack("deep variables", _variables("[" * 400_000 + "]" * 400_000)),
    Attack("batches", lambda token, _: _post(token, BATCH)),
    Attack("not even JSON", lambda token, _: _post(token, b"\xff" * 100_000)),
    Attack("other media types", lambda token, _: _post(token, b"x" * 1_000, "text/plain")),
    Attack("wrong tokens", lambda token, n: _post(f"{token[:-8]}{n:08d}", b'{"query": "{ viewer { role } }"}')),
    Attack("slow bodies", lambda token, _: _post(token, b" " * 900_000)[:1_000], trickles=True),
)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m benchmarks.attacks", description=__doc__)
    words.add_argument("--seconds", type=float, default=6.0, help="how long each attack lasts")
    words.add_argument(
        "--home", type=Path, default=Path(".equipoise/bench-attacks"), help="where the measured database lives"
    )
    words.add_argument("--only", default="", help="only attacks whose name holds this")
    chosen = words.parse_args()
    out = Console(width=None if sys.stdout.isatty() else 130)
    with measured_cluster(chosen.home) as cluster:
        data = seeded(cluster, ORGANISATIONS)
        with product_server(data) as server:
            measure(server.address, _innocent(data), 1, 3)  # so that what is prepared once is prepared
            usual = [measure(server.address, _innocent(data), 1, chosen.seconds)]
            under = {
                attack.name: _under(attack, server, data, chosen.seconds)
                for attack in ATTACKS
                if chosen.only in attack.name
            }
            usual.append(measure(server.address, _innocent(data), 1, chosen.seconds))
            out.print(_table(usual, under))
            out.print(f"{os.cpu_count()} cores; the server holds {resident_mb(server.pid):.0f} MB afterwards")


def _innocent(data: Seeded) -> list[bytes]:
    """Pages and KPIs of other organisations than the attacker's."""
    rng = random.Random(5)
    asking = [data.organisation(rng.randrange(INNOCENT, data.count)) for _ in range(100)]
    return [
        request
        for one in asking
        for request in (PRODUCT.scorecard_page(one), PRODUCT.kpi_detail(one, rng.choice(one.kpis)))
    ]


def _under(attack: Attack, server: Running, data: Seeded, seconds: float) -> tuple[Measured, int]:
    """What the innocent client saw, and how many of the attack's requests were answered."""
    with _attacking(attack, server, data.organisation(ATTACKER).token, seconds) as answered:
        seen = measure(server.address, _innocent(data), 1, seconds)
    return seen, answered()


@contextmanager
def _attacking(attack: Attack, server: Running, token: str, seconds: float) -> Iterator[Callable[[], int]]:
    context = multiprocessing.get_context("spawn")
    count = context.Value("i", 0)
    child = context.Process(target=_attack, args=(attack.name, server.address, token, seconds + 2, count))
    child.start()
    try:
        yield lambda: int(count.value)
    finally:
        child.join(seconds + 20)
        if child.is_alive():
            child.kill()


def _attack(
    name: str,
    address: tuple[str, int],
    token: str,
    seconds: float,
    count: "Synchronized[int]",
) -> None:
    os.nice(19)
    attack = next(each for each in ATTACKS if each.name == name)
    numbers = itertools.count(random.randrange(10**6))

    async def lane() -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection(*address, limit=2**23)
                while True:
                    writer.write(attack.request(token, next(numbers)))
                    while attack.trickles:
                        await asyncio.sleep(1)
                        writer.write(b" ")
                    head = await reader.readuntil(b"\r\n\r\n")
                    lines = head.lower().split(b"\r\n")
                    length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
                    await reader.readexactly(length)
                    count.value += 1
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.01)

    async def all_lanes() -> None:
        lanes = [asyncio.create_task(lane()) for _ in range(CONNECTIONS)]
        await asyncio.wait(lanes, timeout=seconds)
        for each in lanes:
            each.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(all_lanes())


def _table(usual: list[Measured], under: dict[str, tuple[Measured, int]]) -> Table:
    table = Table(title=f"an innocent client during attacks over {CONNECTIONS} connections of another organisation")
    for heading in ("attack", "its answers", "req/s", "p50 ms", "p99 ms", "p99 / usual", "failed"):
        table.add_column(heading, justify="left" if heading == "attack" else "right")
    p99 = sum(each.p99_ms for each in usual) / len(usual)
    rows = [("none (before)", (usual[0], 0)), *under.items(), ("none (after)", (usual[1], 0))]
    for name, (seen, answered) in rows:
        table.add_row(
            name,
            f"{answered:,}",
            f"{seen.per_second:,.0f}",
            f"{seen.p50_ms:.1f}",
            f"{seen.p99_ms:.1f}",
            f"{seen.p99_ms / p99:.1f}",
            str(seen.failed),
        )
    return table


# The attackers are processes of their own, which import this module again.
if __name__ == "__main__":
    main()
