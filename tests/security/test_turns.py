"""Taking turns: one client's requests wait for each other, and for nobody else's."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from equipoise.domain.errors import Invalid
from equipoise_graphql.cost import turns as module
from equipoise_graphql.cost.turns import TooManyAtOnce, Turns


class Visitors:
    """Requests that stay until they are let go, and how many were there at the same time."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.inside: list[str] = []
        self.go = asyncio.Event()

    async def visit(self, name: str) -> None:
        async with self._turns.of(name[0]):
            self.inside.append(name)
            await self.go.wait()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_some_of_a_client_s_requests_are_served_at_once_and_the_others_in_their_order() -> None:
    turns = Turns(2, slow=None)
    visitors = Visitors(turns)
    async with asyncio.TaskGroup() as group:
        for name in ("a1", "a2", "a3", "a4", "b1"):
            group.create_task(visitors.visit(name))
        await settle()
        assert visitors.inside == ["a1", "a2", "b1"]
        visitors.go.set()
    assert visitors.inside == ["a1", "a2", "b1", "a3", "a4"]
    assert len(turns) == 0, "who is gone takes no memory"


async def test_a_request_that_takes_long_gives_its_turn_to_the_next() -> None:
    turns = Turns(1, slow=0.01)
    visitors = Visitors(turns)
    async with asyncio.TaskGroup() as group:
        for name in ("a1", "a2"):
            group.create_task(visitors.visit(name))
        await asyncio.sleep(0.05)
        assert visitors.inside == ["a1", "a2"]
        visitors.go.set()
    assert len(turns) == 0


async def test_who_leaves_while_waiting_takes_nobody_s_turn() -> None:
    turns = Turns(1, slow=None)
    visitors = Visitors(turns)
    first, second, third = (asyncio.create_task(visitors.visit(name)) for name in ("a1", "a2", "a3"))
    await settle()
    second.cancel()
    await settle()
    visitors.go.set()
    await asyncio.gather(first, third)
    assert visitors.inside == ["a1", "a3"]
    assert len(turns) == 0


async def test_who_leaves_in_the_moment_of_being_called_passes_the_turn_on() -> None:
    turns = Turns(1, slow=None)
    visitors = Visitors(turns)
    async with turns.of("a"):
        second, third = (asyncio.create_task(visitors.visit(name)) for name in ("a2", "a3"))
        await settle()
    second.cancel()
    visitors.go.set()
    await third
    assert visitors.inside == ["a3"]
    assert len(turns) == 0


async def test_more_than_can_wait_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OVERFLOW", 0.0)
    turns = Turns(1, slow=None, most_waiting=1)
    visitors = Visitors(turns)
    waiting = [asyncio.create_task(visitors.visit(name)) for name in ("a1", "a2")]
    await settle()
    with pytest.raises(TooManyAtOnce) as refused:
        await visitors.visit("a3")
    assert refused.value.details() == {"retryAfter": 1}
    visitors.go.set()
    await asyncio.gather(*waiting)


async def test_a_turn_that_is_kept_is_free_only_later() -> None:
    turns = Turns(1)
    began = time.monotonic()
    async with turns.of("a") as turn:
        turn.keep(0.05)
    async with turns.of("a"):
        assert time.monotonic() - began >= 0.05


async def test_a_refused_request_keeps_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PENALTY", 0.05)
    turns = Turns(1)
    began = time.monotonic()
    with pytest.raises(Invalid):
        async with turns.of("a"):
            raise Invalid("no")
    async with turns.of("b"):
        assert time.monotonic() - began < 0.05, "nobody else waits for it"
    async with turns.of("a"):
        assert time.monotonic() - began >= 0.05


async def test_beside_others_fewer_of_a_client_s_requests_are_served_and_of_a_flood_one() -> None:
    turns = Turns(4, beside_others=2, slow=None)
    visitors = Visitors(turns)
    visiting = [asyncio.create_task(visitors.visit("b"))]
    await settle()
    visiting += [asyncio.create_task(visitors.visit(f"a{number}")) for number in range(5)]
    await settle()
    assert visitors.inside == ["b", "a0", "a1"]
    visiting += [asyncio.create_task(visitors.visit(f"c{number}")) for number in range(20)]
    await settle()
    assert sum(name[0] == "c" for name in visitors.inside) == 2
    visitors.go.set()
    await asyncio.gather(*visiting)
    assert len(turns) == 0


async def test_of_a_flood_one_is_worked_on_at_a_time_while_others_ask() -> None:
    turns = Turns(4, beside_others=2, slow=None)
    under_way, beside = 0, []

    async def flood() -> None:
        nonlocal under_way
        async with turns.of("flood"):
            beside.append(under_way)
            under_way += 1
            await asyncio.sleep(0.001)
            under_way -= 1

    began = time.monotonic()
    async with turns.of("other"), asyncio.TaskGroup() as group:
        for _ in range(module.FLOOD + 10):
            group.create_task(flood())
    first_ones, last_ones = 2, module.FLOOD
    assert set(beside[first_ones:-last_ones]) == {0}
    assert time.monotonic() - began >= 10 * 2 * 0.001, "as long as it took, the turn rests"


async def test_a_request_that_keeps_the_processor_rests_and_one_that_waits_does_not() -> None:
    async def computes() -> str:
        await asyncio.sleep(0)
        until = time.thread_time() + 0.05
        while time.thread_time() < until:
            pass
        return "done"

    async def waits() -> str:
        await asyncio.sleep(0.05)
        return "done"

    for work, others, rested in ((waits, True, False), (computes, False, False), (computes, True, True)):
        turns = Turns(1, beside_others=1)
        if others:
            async with turns.of("other"):
                pass
        async with turns.of("a") as turn:
            assert await turn.worked(work()) == "done"
        began = time.monotonic()
        async with turns.of("a"):
            assert (time.monotonic() - began >= module.REST * module.LONG) is rested


async def test_work_that_is_watched_is_cancelled_and_fails_like_any_other() -> None:
    cleaned = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned.append(True)

    async def fails() -> None:
        await asyncio.sleep(0)
        raise Invalid("no")

    async def one(what: Callable[[], Awaitable[None]]) -> None:
        async with Turns(1).of("a") as turn:
            await turn.worked(what())

    task = asyncio.create_task(one(work))
    await settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned == [True]
    with pytest.raises(Invalid):
        await one(fails)
