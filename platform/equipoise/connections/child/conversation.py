"""One command from the request to the last word, with every bound kept."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from equipoise.connections.child.ending import of_exit, of_last_word
from equipoise.connections.child.failures import ConnectorBug, TimedOut
from equipoise.connections.child.messages import DECODERS, Answer, Done, Error, Log, Message
from equipoise.connections.child.process import Child, started
from equipoise.connections.child.request import Limits, Request
from equipoise.connections.child.scrub import Scrub
from equipoise.connections.texts import MESSAGE, shortened

log = logging.getLogger(__name__)

_SHOWN_LOGS = 100
_LEVELS = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

Take = Callable[[Answer], None]


async def converse(
    command: Sequence[str], request: Request, limits: Limits, *, folder: Path, scrub: Scrub, take: Take
) -> Done:
    """Ask, hand every message of the answer to `take`, and return the last word.

    Whatever ends this, cancellation included, ends the process with all its children.
    Raises: ConnectorFailed, and whatever `take` raises.
    """
    async with started(command, request.line(), folder) as child:
        try:
            return await _listen(child, _Hearing(request, limits, scrub, take), limits)
        finally:
            if child.errors.text():
                log.info("stderr of connector %s:\n%s", request.connector, scrub(child.errors.text()))


async def _listen(child: Child, hearing: "_Hearing", limits: Limits) -> Done:
    loop = asyncio.get_running_loop()
    end = loop.time() + limits.seconds
    while True:
        quiet = loop.time() + limits.idle_seconds
        try:
            chunk = await child.read(min(end, quiet))
        except TimeoutError:
            if quiet < end:
                raise TimedOut(f"The connector said nothing for {limits.idle_seconds} seconds and was ended.") from None
            raise TimedOut(
                f"The connector was not ready after {limits.seconds} seconds and was ended. Read less at once."
            ) from None
        if not chunk:
            raise of_exit(await child.exit_status(), child.errors.text(), limits)
        done = hearing.hear(chunk)
        if done is not None:
            return done


class _Hearing:
    """Cuts output into messages and keeps count of them."""

    def __init__(self, request: Request, limits: Limits, scrub: Scrub, take: Take) -> None:
        self._connector = request.connector
        self._decoder = DECODERS[request.command]
        self._limits = limits
        self._scrub = scrub
        self._take = take
        self._begun = b""
        self._bytes = 0
        self._messages = 0
        self._logs = 0

    def hear(self, chunk: bytes) -> Done | None:
        """The last word, once it is there. Raises: ConnectorFailed."""
        self._bytes += len(chunk)
        if self._bytes > self._limits.total_bytes:
            raise ConnectorBug(f"The connector sent more than {self._limits.total_bytes:,} bytes, and was ended.")
        *lines, self._begun = (self._begun + chunk).split(b"\n")
        for line in lines:
            done = self._hear_line(line)
            if done is not None:
                return done
        self._check_length(self._begun)
        return None

    def _hear_line(self, line: bytes) -> Done | None:
        self._check_length(line)
        self._messages += 1
        if self._messages > self._limits.messages:
            raise ConnectorBug(f"The connector sent more than {self._limits.messages:,} messages, and was ended.")
        match message := self._read(line):
            case Done():
                return message
            case Error():
                raise of_last_word(message, self._scrub)
            case Log():
                self._logs += 1
                if self._logs <= _SHOWN_LOGS:
                    said = shortened(self._scrub(message.message), MESSAGE)
                    log.log(_LEVELS[message.level], "connector %s: %s", self._connector, said)
            case _:
                self._take(message)
        return None

    def _check_length(self, line: bytes) -> None:
        if len(line) > self._limits.line_bytes:
            raise ConnectorBug(f"The connector sent a line of more than {self._limits.line_bytes:,} bytes.")

    def _read(self, line: bytes) -> Message:
        try:
            return self._decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
            problem = shortened(self._scrub(str(error)), 300)
            raise ConnectorBug(f"The connector sent something that is no message of the protocol: {problem}") from None
