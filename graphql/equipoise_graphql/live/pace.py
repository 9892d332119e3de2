"""How fast one connection may send."""

import time

PER_SECOND = 20.0
BURST = 200.0


class Pace:
    """A bucket that leaks: a burst is fine, a flood is not."""

    def __init__(self) -> None:
        self._level = 0.0
        self._at = time.monotonic()

    def kept(self) -> bool:
        """Whether one more message is within the pace."""
        now = time.monotonic()
        self._level = max(0.0, self._level - (now - self._at) * PER_SECOND) + 1
        self._at = now
        return self._level <= BURST
