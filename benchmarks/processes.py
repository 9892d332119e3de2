"""What processes have used, as the kernel counts it."""

import os
from dataclasses import dataclass
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class _Process:
    pid: int
    parent: int
    seconds: float
    """CPU time of the process, and of those of its children that have ended."""
    resident: int


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and of everything below it, ended or not."""
    return sum(process.seconds for process in _tree(pid))


def resident_mb(pid: int) -> float:
    """Memory of a process and of everything below it, shared pages counted once for each."""
    return sum(process.resident for process in _tree(pid)) / 1e6


def postmaster(url: str) -> int:
    """The process that all of a PostgreSQL server hangs under; it has to run on this machine."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        return _read(row[0]).parent


def _tree(root: int) -> list[_Process]:
    processes = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                processes.append(_read(int(entry.name)))
            except (FileNotFoundError, ProcessLookupError):
                continue  # ended meanwhile; its parent has its time
    found = {root}
    while True:
        more = {each.pid for each in processes if each.parent in found} - found
        if not more:
            return [each for each in processes if each.pid in found]
        found |= more


def _read(pid: int) -> _Process:
    # The name stands in brackets and may hold anything, brackets too.
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    used = sum(int(word) for word in words[11:15]) / TICKS
    return _Process(pid, int(words[1]), used, int(words[21]) * PAGE)
