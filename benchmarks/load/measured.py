"""What came of sending requests for a while."""

from dataclasses import dataclass


class NothingAnsweredError(RuntimeError):
    """The time was over before the first answer came."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`failed` counts answers with another status than 200, or that name errors."""

    answered: int
    per_second: float
    p50_ms: float
    p99_ms: float
    failed: int

    @property
    def tail(self) -> float:
        return self.p99_ms / self.p50_ms
