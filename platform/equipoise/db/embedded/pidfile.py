"""What `postmaster.pid` says. Format: PostgreSQL's `src/include/utils/pidfile.h`, one fact a line."""

import os
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

READY = "ready"
FACTS = 8


@dataclass(frozen=True, slots=True)
class PidFile:
    pid: int
    port: int
    socket_dir: Path
    status: str
    """`starting`, `stopping` or `ready`; empty while the server is still writing the file."""

    @property
    def ready(self) -> bool:
        return self.status == READY


def path(data: Path) -> Path:
    return data / "postmaster.pid"


def read(data: Path) -> PidFile | None:
    """The recorded server, or None without a file or with one that was never finished."""
    try:
        lines = os.fsdecode(path(data).read_bytes()).splitlines()
    except FileNotFoundError:
        return None
    pid, _, _, port, socket_dir, _, _, status = list(chain(lines, repeat("", FACTS)))[:FACTS]
    try:
        # the number of a single-user server is negative
        return PidFile(abs(int(pid)), int(port or 0), Path(socket_dir), status.strip())
    except ValueError:
        return None
