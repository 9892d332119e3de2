"""The load generator for machines without wrk."""

import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection as Pipe

import uvloop

from benchmarks.load.measured import Measured, NothingAnsweredError


def measure(address: tuple[str, int], requests: list[bytes], connections: int, seconds: float) -> Measured:
    """Measure from a process of its own, so that client and server share no interpreter."""
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(
        target=_child, args=(theirs, address, requests, connections, seconds)
    )
    child.start()
    try:
        if not ours.poll(seconds * 3 + 60):
            raise TimeoutError("the load generator did not come back")
        result: Measured = ours.recv()
        return result
    finally:
        child.join(5)
        if child.is_alive():
            child.kill()


def _child(pipe: Pipe, address: tuple[str, int], requests: list[bytes], connections: int, seconds: float) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        pipe.send(runner.run(_load(address, requests, connections, seconds)))


async def _load(address: tuple[str, int], requests: list[bytes], connections: int, seconds: float) -> Measured:
    start = time.perf_counter()
    end = start + seconds
    lanes = await asyncio.gather(
        *(_lane(address, requests[lane::connections] or requests, end) for lane in range(connections))
    )
    times = sorted(taken for lane, _ in lanes for taken in lane)
    if not times:
        raise NothingAnsweredError("no connection got an answer")
    return Measured(
        answered=len(times),
        per_second=len(times) / (time.perf_counter() - start),
        p50_ms=times[len(times) // 2] * 1000,
        p99_ms=times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
        failed=sum(bad for _, bad in lanes),
    )


async def _lane(address: tuple[str, int], requests: list[bytes], end: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection(*address, limit=2**22)
    times, failed, number = [], 0, 0
    while (sent := time.perf_counter()) < end:
        writer.write(requests[number % len(requests)])
        number += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        body = await reader.readexactly(length)
        times.append(time.perf_counter() - sent)
        failed += not head.startswith(b"HTTP/1.1 200") or b'"errors":' in body or b'"code":' in body
    writer.close()
    return times, failed
