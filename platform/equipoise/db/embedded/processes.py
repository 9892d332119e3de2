"""Which living processes belong to one data directory.

Asked of the system rather than of `postmaster.pid` alone: after a `kill -9` the file stays, its process may
be a zombie that nobody reaps, or its number may belong to something else by now. A process counts when it
is PostgreSQL and works in the data directory, or bears the cluster's name where the working directory is
not told: root without the right to trace (in containers) sees only the titles of another user's processes.
"""

import hashlib
import os
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
DELETED = " (deleted)"


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    command: str
    folder: Path | None
    """Link to the working directory, where the system tells."""


def cluster_name(data: Path) -> str:
    """The name in the titles of this directory's processes. Another directory's differs, a copy's too."""
    return "equipoise-" + hashlib.sha256(os.fsencode(data)).hexdigest()[:16]


def of_cluster(data: Path) -> set[int]:
    """Ids of the living server processes of this data directory."""
    alive = from_proc() if (PROC / "self" / "stat").exists() else from_ps()
    return {process.pid for process in alive if _belongs(process, data)}


def send(number: signal.Signals, pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def from_proc() -> Iterator[Process]:
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):  # it ended while we looked
            stat = (entry / "stat").read_text(errors="replace")  # pid (name) state ...
            name, state = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2]
            if name != "postgres" or state in "ZX":
                continue
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            folder = entry / "cwd"
            yield Process(int(entry.name), command, folder if os.access(folder, os.F_OK) else None)


def from_ps() -> Iterator[Process]:
    """For systems without /proc, such as macOS."""
    listed = subprocess.run(
        ["/bin/ps", "-axww", "-o", "pid=,stat=,command="],
        capture_output=True,
        text=True,
        errors="replace",
        check=True,
        timeout=30,
    ).stdout
    for line in listed.splitlines():
        pid, state, *command = line.split(maxsplit=2)
        if command and not state.startswith("Z"):
            yield Process(int(pid), command[0], None)


def _belongs(process: Process, data: Path) -> bool:
    if process.folder is None:
        return _bears_name(process.command, cluster_name(data))
    with suppress(OSError):
        if process.folder.samefile(data):
            return True
        if str(process.folder.readlink()).endswith(DELETED):
            # Its data was deleted under it. When it notices, it would take our socket with it.
            return _bears_name(process.command, cluster_name(data))
    return False


def _bears_name(command: str, name: str) -> bool:
    child = command.startswith(f"postgres: {name}: ")
    # " -D " right after the program tells the server from the pg_ctl and the shell that start it
    server = "/postgres -D " in command and f" cluster_name={name} " in command
    return child or server
