"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """WARNING works, yet somebody should look; BAD does not work or is not safe."""

    GOOD = "GOOD"
    WARNING = "WARNING"
    BAD = "BAD"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do about it."""

    health: Health
    what: str
    found: str
    remedy: str | None = None


def good(what: str, found: str) -> Finding:
    return Finding(Health.GOOD, what, found)


def warning(what: str, found: str, remedy: str) -> Finding:
    return Finding(Health.WARNING, what, found, remedy)


def bad(what: str, found: str, remedy: str) -> Finding:
    return Finding(Health.BAD, what, found, remedy)
