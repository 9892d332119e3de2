"""The way back to the host: lines of JSON on the original stdout."""

import json
import os
import time
from collections.abc import Mapping
from typing import Any

MAX_LINE_BYTES = 64 * 1024
MAX_SPEC_BYTES = 1024 * 1024
_BATCH_BYTES = 64 * 1024
_BATCH_SECONDS = 0.25

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class LineTooLongError(Exception):
    """A message that the host would not read."""


class HostGoneError(Exception):
    """Nobody reads what this process says."""


class Channel:
    """Writes messages in batches; what has waited for a quarter of a second goes out with the next message."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._process = os.getpid()
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._flushed_at = time.monotonic()

    @classmethod
    def taking_stdout(cls) -> "Channel":
        """Keep stdout for the protocol; from now on whatever is printed goes to stderr, and stdin is empty."""
        channel = cls(os.dup(1))
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        return channel

    def send(self, message: Mapping[str, Any], *, at_once: bool = False, limit: int = MAX_LINE_BYTES) -> None:
        """Raises: LineTooLongError; ValueError and TypeError for what is not JSON."""
        line = _encode(message).encode("utf-8", "backslashreplace")
        if len(line) > limit:
            raise LineTooLongError(f"a {message['type']} of {len(line)} bytes; at most {limit} are read")
        self._waiting.append(line)
        self._bytes += len(line)
        if at_once or self._bytes > _BATCH_BYTES or time.monotonic() - self._flushed_at > _BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Raises: HostGoneError."""
        if os.getpid() != self._process:
            os._exit(1)  # a fork that went on as if it were the run
        if self._waiting:
            batch = memoryview(b"\n".join([*self._waiting, b""]))
            self._waiting.clear()
            self._bytes = 0
            try:
                while batch:
                    batch = batch[os.write(self._descriptor, batch) :]
            except BrokenPipeError:
                raise HostGoneError from None
        self._flushed_at = time.monotonic()
