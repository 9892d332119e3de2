"""The server's log: one file of bounded size beside the data."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from equipoise.db.embedded.home import Home

LIMIT = 10 * 2**20
"""Bytes; a longer log is set aside at the next start as `postgres.log.1`, replacing the one before."""

TAIL = 8192


@contextmanager
def for_server(home: Home) -> Iterator[int]:
    """A descriptor for a new server to append to."""
    if home.log.exists() and home.log.stat().st_size > LIMIT:
        home.log.replace(home.log.with_name(home.log.name + ".1"))
    descriptor = home.opened(home.log, os.O_WRONLY | os.O_APPEND)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def last_lines(log: Path, *, since: int, count: int = 15) -> str:
    """The last lines written after byte `since`."""
    with log.open("rb") as file:
        file.seek(max(since, file.seek(0, os.SEEK_END) - TAIL))
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join(lines[-count:])
