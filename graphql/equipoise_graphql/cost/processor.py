"""How long a request keeps the processor to itself: within its steps, from one wait to the next, nothing else runs."""

import time
from collections.abc import Awaitable, Callable, Generator
from types import coroutine
from typing import Any, TypeVar

T = TypeVar("T")

WORTH_TELLING = 0.005
"""Seconds."""


@coroutine
def noting_processor(work: Awaitable[T], told: Callable[[float], None]) -> Generator[Any, Any, T]:
    """The outcome of the work; `told` hears of the seconds that its own steps took, if they are many.

    They are measured by the wall, which costs nothing, and are at most the processor time that the thread has used
    since the work began: so a machine that is busy with something else makes no work long.
    """
    steps = work.__await__()
    used, seconds = time.thread_time(), 0.0
    given: Any = None
    thrown: BaseException | None = None
    try:
        while True:
            began = time.perf_counter()
            try:
                awaited = steps.send(given) if thrown is None else steps.throw(thrown)
            except StopIteration as end:
                outcome: T = end.value
                return outcome
            finally:
                seconds += time.perf_counter() - began
            given, thrown = None, None
            try:
                given = yield awaited
            except BaseException as raised:  # whatever it is, a cancellation too, is the work's to know
                thrown = raised
    finally:
        if seconds > WORTH_TELLING:
            told(min(seconds, time.thread_time() - used))
