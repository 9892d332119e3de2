"""When a message that did not arrive is sent again."""

from datetime import timedelta

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""After the first, second, … attempt: for three days in all, as Standard Webhooks recommends."""

LONGEST_ASKED = timedelta(days=1)
"""A receiver may ask for a later attempt by `Retry-After`, but not for one that never comes."""

PAUSE_AFTER = timedelta(days=5)
"""A webhook that has not taken a single message for so long is paused."""


def delay_after(attempts: int, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after that many attempts; None where none is left.

    What the receiver asks for counts where it is later, up to a day.
    """
    if attempts > len(DELAYS):
        return None
    return max(DELAYS[attempts - 1], min(asked or timedelta(), LONGEST_ASKED))
