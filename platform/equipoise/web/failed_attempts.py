"""Who fails again and again has to wait: secrets and codes cannot be tried out."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
MOST_REMEMBERED = 10_000
"""Of those who failed; beyond that the oldest are forgotten, so that memory stays bounded."""


class FailedAttempts:
    """Counts failures in this process, each of which weighs for a minute at most."""

    def __init__(self) -> None:
        self._failures: OrderedDict[Hashable, tuple[datetime, int]] = OrderedDict()

    def wait(self, who: Hashable, most: int, now: datetime) -> int:
        """Seconds until the next attempt; 0 if it may be made now."""
        since, count = self._failures.get(who, (now, 0))
        left = since + WINDOW - now
        return max(1, int(left.total_seconds())) if count >= most and left > timedelta() else 0

    def note(self, who: Hashable, now: datetime) -> None:
        since, count = self._failures.pop(who, (now, 0))
        self._failures[who] = (since, count + 1) if since + WINDOW > now else (now, 1)
        if len(self._failures) > MOST_REMEMBERED:
            self._failures.popitem(last=False)
