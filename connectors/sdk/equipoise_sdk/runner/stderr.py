"""What is printed and logged while a connector runs."""

import io
import logging
import sys

from equipoise_sdk.runner import messages
from equipoise_sdk.runner.channel import Channel
from equipoise_sdk.secret_values import Scrubber

_MAX_LOGS = 1_000


class _Scrubbed(io.TextIOWrapper):
    def __init__(self, scrub: Scrubber) -> None:
        stream = io.FileIO(2, "wb", closefd=False)
        super().__init__(stream, encoding="utf-8", errors="backslashreplace", write_through=True)
        self._scrub = scrub

    def write(self, text: str) -> int:
        return super().write(self._scrub(text))


class _ToHost(logging.Handler):
    """Log records become messages; after a thousand no more are sent."""

    def __init__(self, channel: Channel, scrub: Scrubber) -> None:
        super().__init__(logging.INFO)
        self._channel = channel
        self._scrub = scrub
        self._left = _MAX_LOGS

    def emit(self, record: logging.LogRecord) -> None:
        if self._left > 0:
            self._left -= 1
            self._channel.send(messages.log(_level(record.levelno), self._scrub(record.getMessage())))


def _level(number: int) -> str:
    if number >= logging.ERROR:
        return "error"
    return "warning" if number >= logging.WARNING else "info"


def redirect(channel: Channel, scrub: Scrubber) -> None:
    """Prints go to stderr and log records to the host, both without the secrets."""
    sys.stdout = sys.stderr = _Scrubbed(scrub)
    logging.basicConfig(level=logging.INFO, handlers=[_ToHost(channel, scrub)], force=True)
