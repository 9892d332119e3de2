"""A process of its own group, with an empty environment, that is gone with all its children when the block ends."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from equipoise.connections.child.failures import Crashed

CHUNK = 64 * 1024
_KEPT_BYTES = 20_000
_LOOK_SECONDS = 0.5
_END_SECONDS = 10.0


@dataclass(slots=True)
class Tail:
    """The end of what was written to stderr."""

    _kept: bytearray = field(default_factory=bytearray)

    def add(self, chunk: bytes) -> None:
        self._kept += chunk
        del self._kept[:-_KEPT_BYTES]

    def text(self) -> str:
        return self._kept.decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Child:
    """The process while it runs."""

    process: asyncio.subprocess.Process
    output: asyncio.StreamReader
    errors: Tail
    following: asyncio.Task[None]

    async def read(self, until: float) -> bytes:
        """Some output; nothing at its end, or once the process is gone, whoever still holds its pipe.

        `until` is a time of the loop. Raises: TimeoutError.
        """
        loop = asyncio.get_running_loop()
        while (left := until - loop.time()) > 0:
            try:
                async with asyncio.timeout(min(left, _LOOK_SECONDS)):
                    return await self.output.read(CHUNK)
            except TimeoutError:
                if self.process.returncode is not None:
                    return b""
        raise TimeoutError

    async def exit_status(self) -> int | None:
        """As the process ended by itself, negative for a signal; None if it does not end soon."""
        try:
            async with asyncio.timeout(_END_SECONDS):
                status = await self.process.wait()
        except TimeoutError:
            return None
        await asyncio.wait([self.following], timeout=_LOOK_SECONDS)
        return status


@asynccontextmanager
async def started(command: Sequence[str], line: bytes, folder: Path) -> AsyncIterator[Child]:
    """Start the command in the folder and give it one line on stdin.

    The pipes are ours and not the subprocess's, so that a grandchild that keeps them open cannot keep us waiting.
    Raises: Crashed, if it cannot be started.
    """
    async with _pipe() as (output, output_end), _pipe() as (errors, errors_end):
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=output_end,
                stderr=errors_end,
                env={},
                cwd=folder,
                start_new_session=True,
            )
        except OSError as error:
            raise Crashed(f"The connector's process cannot be started: {error.strerror}. Tell the operator.") from error
        tail = Tail()
        following = asyncio.create_task(_follow(errors, tail), name="stderr of a connector")
        try:
            output_end.close()
            errors_end.close()
            if process.stdin is not None:
                process.stdin.write(line)
                process.stdin.close()
            yield Child(process, output, tail, following)
        finally:
            await _end(process)
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following


@asynccontextmanager
async def _pipe() -> AsyncIterator[tuple[asyncio.StreamReader, FileIO]]:
    """The end to read from, and the one to write to, which is to be closed here once the process has it."""
    read_end, write_end = os.pipe()
    reader = asyncio.StreamReader(limit=CHUNK)
    with FileIO(write_end, "w") as file:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), FileIO(read_end, "r")
        )
        try:
            yield reader, file
        finally:
            transport.close()


async def _follow(errors: asyncio.StreamReader, tail: Tail) -> None:
    while chunk := await errors.read(CHUNK):
        tail.add(chunk)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill the group: also children that the process has left behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(TimeoutError):
        async with asyncio.timeout(_END_SECONDS):
            await process.wait()
