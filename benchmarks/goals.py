"""The goals that the measurements are held against."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.results import Result
from benchmarks.servers import BARE_NAME, POSTGRAPHILE_NAME, PRODUCT_NAME


@dataclass(frozen=True, slots=True)
class Outcome:
    """One goal, what was measured, and whether that is enough; None where it was not measured."""

    goal: str
    wanted: str
    measured: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class _Goal:
    text: str
    bound: float
    at_least: bool
    unit: str
    measured: Callable[[Result], float | None]

    def outcome(self, result: Result) -> Outcome:
        wanted = f"{'≥' if self.at_least else '<'} {self.bound:g}{self.unit}"
        value = self.measured(result)
        if value is None:
            return Outcome(self.text, wanted, "not measured", None)
        met = value >= self.bound if self.at_least else value < self.bound
        return Outcome(self.text, wanted, f"{value:.2f}{self.unit}", met)


def _times(letter: str, peer: str, bound: float) -> _Goal:
    return _Goal(f"{letter}: times {peer}", bound, True, "", lambda result: result.ratio(letter, peer))


def _tail(letter: str) -> _Goal:
    return _Goal(
        f"{letter}: p99 / p50, 16 connections",
        3,
        False,
        "",
        lambda result: result.works[letter][PRODUCT_NAME].tail if letter in result.works else None,
    )


def _server_cpu(result: Result) -> float | None:
    return result.works["A"][PRODUCT_NAME].server_cpu_ms if "A" in result.works else None


GOALS = (
    _times("A", POSTGRAPHILE_NAME, 4),
    _times("A", BARE_NAME, 0.75),
    _times("B", POSTGRAPHILE_NAME, 3),
    _times("C", POSTGRAPHILE_NAME, 1),
    _times("D", POSTGRAPHILE_NAME, 1),
    *(_tail(letter) for letter in "ABCD"),
    _Goal("A: CPU of the server", 1.2, False, " ms", _server_cpu),
    _Goal("memory of the process", 150, False, " MB", lambda result: result.resident_mb.get(PRODUCT_NAME)),
    _Goal("start", 3, False, " s", lambda result: result.start_seconds),
    _Goal("first sight of a document", 10, False, " ms", lambda result: result.first_sight_ms),
)


def outcomes(result: Result) -> list[Outcome]:
    """Every goal in its order."""
    return [goal.outcome(result) for goal in GOALS]
