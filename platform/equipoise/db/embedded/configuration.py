"""The settings of a small server."""

import os
import re
from collections.abc import Mapping

from equipoise.db.embedded.errors import EmbeddedServerFailed
from equipoise.db.embedded.home import Home

SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",  # compiling costs more than our short statements take
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "512MB",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",  # statements carry customers' figures
}

HEADER = """\
# Written by Equipoise at every start. To change a setting for good: ALTER SYSTEM SET name = value;
include 'postgres/postgresql.conf'
"""


def write(home: Home, settings: Mapping[str, str]) -> None:
    """Write what initdb found out about the machine, our settings, and `settings` on top."""
    merged = SETTINGS | dict(settings)
    text = HEADER + "".join(f"{_name(name)} = {_quoted(value)}\n" for name, value in merged.items())
    unfinished = home.configuration.with_name("postgres.conf.new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(home.opened(unfinished, os.O_WRONLY), "w", encoding="utf-8") as file:
        file.write(text)
        os.fchmod(file.fileno(), 0o644)  # where root starts the server, its account is not the owner
    unfinished.replace(home.configuration)


def _name(name: str) -> str:
    if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", name):
        raise EmbeddedServerFailed(f"{name!r} is not the name of a PostgreSQL setting.")
    return name


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("\n", "\\n").replace("'", "''") + "'"
