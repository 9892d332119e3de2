"""Processes that stand in for a connector's: a few lines of Python that speak to the host as they like."""

import asyncio
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

from equipoise.connections.child import messages
from equipoise.connections.child.conversation import converse
from equipoise.connections.child.request import MEGABYTE, Command, Limits, request_of
from equipoise.connections.child.scrub import Scrub, scrubbing

LIMITS = Limits(memory_bytes=256 * MEGABYTE, seconds=20, idle_seconds=10)

_PREAMBLE = """
import json, os, signal, sys, time
def say(**message):
    print(json.dumps(message), flush=True)
def value(**changed):
    say(**{"type": "value", "measure": "m", "period_start": "2026-01-01", "value": "1", **changed})
"""

VALUE = messages.Value("m", date(2026, 1, 1), "1")


def child(body: str, *, reads: bool = True) -> list[str]:
    """The command of a process that first reads the request, and then does this."""
    read = "request = json.loads(sys.stdin.readline())\n" if reads else ""
    return [sys.executable, "-I", "-u", "-c", _PREAMBLE + read + dedent(body)]


async def heard(
    body: str,
    folder: Path,
    *,
    ask: Command = "read",
    config: dict[str, Any] | None = None,
    scrub: Scrub | None = None,
    reads: bool = True,
    limits: Limits = LIMITS,
) -> tuple[list[messages.Answer], messages.Done]:
    """What the host took from such a process, and its last word."""
    took: list[messages.Answer] = []
    request = request_of(ask, limits, connector="odd", config=config)
    hidden = scrub or scrubbing(())
    command = child(body, reads=reads)
    done = await converse(command, request, limits, folder=folder, scrub=hidden, take=took.append)
    return took, done


def is_running(pid: int) -> bool:
    """Whether there is such a process; one that has ended and waits to be reaped does not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def is_gone(pid: int) -> bool:
    """Whether the process ends within a few seconds."""
    for _ in range(100):
        if not is_running(pid):
            return True
        await asyncio.sleep(0.05)
    return False


async def written(path: Path) -> int:
    """The number that a process writes to this file, once it is there."""
    for _ in range(400):
        if (text := _text_of(path)).endswith("\n"):
            return int(text)
        await asyncio.sleep(0.05)
    raise AssertionError(f"nobody has written {path}")


def _text_of(path: Path) -> str:
    return path.read_text() if path.exists() else ""
