"""How often a source may be asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `requests` in any `per_seconds`."""

    requests: int
    per_seconds: float
