"""What a connector is asked, as the one line that its process gets on stdin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

Command = Literal["spec", "validate", "check", "discover", "read"]

MOST_VALUES = 1_000_000
MOST_ROW_ERRORS = 1_000
MEGABYTE = 1024 * 1024
_GRACE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one command may use and say."""

    memory_bytes: int
    seconds: int
    """From start to end; as much processor time."""
    idle_seconds: int
    """Without a byte of output."""
    line_bytes: int = 64 * 1024
    total_bytes: int = 512 * MEGABYTE
    messages: int = MOST_VALUES + MOST_ROW_ERRORS + 100_000


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What to read: `since` is the first day of the periods, `until` the first that is left out."""

    measures: Sequence[str] | None
    since: date | None = None
    until: date | None = None
    first_month_of_year: int = 1


class Resources(msgspec.Struct, frozen=True, kw_only=True):
    """What the runner holds itself to before it loads the connector."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: int
    """By which it ends itself, should the host be gone."""
    open_files: int = 64
    file_bytes: int = 0


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One command for one connector."""

    command: Command
    limits: Resources
    connector: str | None = None
    config: Mapping[str, Any] = {}
    files: Mapping[str, str] = {}
    query: Query | None = None
    max_values: int = MOST_VALUES
    max_row_errors: int = MOST_ROW_ERRORS

    def line(self) -> bytes:
        return msgspec.json.encode(self) + b"\n"


def request_of(
    command: Command,
    limits: Limits,
    *,
    connector: str | None = None,
    config: Mapping[str, Any] | None = None,
    files: Mapping[str, Path] | None = None,
    query: Query | None = None,
) -> Request:
    """The request, with the limits that the process has to set for itself."""
    return Request(
        command=command,
        limits=Resources(
            memory_bytes=limits.memory_bytes, cpu_seconds=limits.seconds, wall_seconds=limits.seconds + _GRACE_SECONDS
        ),
        connector=connector,
        config=config or {},
        files={name: str(path) for name, path in (files or {}).items()},
        query=query,
    )
