"""The load generator: wrk where it is installed, and one in Python where it is not."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import in_python, wrk
from benchmarks.load.measured import Measured, NothingAnsweredError

Address = tuple[str, int]
LONGEST_SECONDS = 30


class Generator:
    """Sends prepared requests round and round. It takes CPU from what it measures: wrk a fifth of what Python takes."""

    def __init__(self, folder: Path, program: str | None) -> None:
        self._folder = folder
        self._program = program
        self._files: dict[int, tuple[Sequence[bytes], Path]] = {}
        self._next: dict[int, int] = {}

    @property
    def name(self) -> str:
        return "wrk" if self._program else "Python (install wrk: it leaves more of the machine to the servers)"

    def measure(self, address: Address, requests: Sequence[bytes], connections: int, seconds: float) -> Measured:
        """What the server answers in that time, or in a longer one, where it is too short for a single answer.

        Each call goes on where the last one with the same requests stopped. Raises: NothingAnsweredError.
        """
        start = self._next.get(id(requests), 0) % len(requests)

        def run(seconds: float) -> Measured:
            if self._program is None:
                return in_python.measure(address, [*requests[start:], *requests[:start]], connections, seconds)
            file = self._kept(requests)
            return wrk.measure(self._program, address, file, start=start, connections=connections, seconds=seconds)

        try:
            found = run(seconds)
        except NothingAnsweredError:
            found = run(LONGEST_SECONDS)
        self._next[id(requests)] = start + found.answered + connections
        return found

    def _kept(self, requests: Sequence[bytes]) -> Path:
        """The file that wrk reads them from, written once."""
        if id(requests) not in self._files:
            path = self._folder / f"requests-{len(self._files)}"
            path.write_bytes(b"".join(b"%d\n%b" % (len(request), request) for request in requests))
            # The list is kept with its file: as long as it lives, nothing else gets its id.
            self._files[id(requests)] = requests, path
        return self._files[id(requests)][1]


@contextmanager
def found_generator() -> Iterator[Generator]:
    """wrk, or what stands in for it."""
    with tempfile.TemporaryDirectory(prefix="equipoise-bench-") as folder:
        yield Generator(Path(folder), shutil.which("wrk"))
