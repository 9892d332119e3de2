"""Whether a table fits the memory that the process may use."""

import resource
from pathlib import Path

BYTES_PER_CELL = 96
"""What calamine needs at its peak, measured on 4 million cells."""
_STATM = Path("/proc/self/statm")


def require(cells: int) -> None:
    """Native code that runs out of memory ends the process without a word; so it is not begun.

    Raises: MemoryError.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY or not _STATM.exists():
        return
    used = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    if used + cells * BYTES_PER_CELL > limit:
        raise MemoryError
