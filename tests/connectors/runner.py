"""The runner as the host starts it: a process with an empty environment, the request on stdin."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Run:
    """How a run ended; `messages` are the lines of its stdout."""

    messages: list[dict[str, Any]]
    stderr: str
    exit_code: int

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == kind]

    @property
    def last(self) -> dict[str, Any]:
        return self.messages[-1]


def start(plugins: Path | None = None) -> "subprocess.Popen[bytes]":
    """`plugins` is a folder of plugin packages that are installed as well."""
    return subprocess.Popen(
        [sys.executable, "-m", "equipoise_sdk.runner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={} if plugins is None else {"PYTHONPATH": str(plugins)},
    )


def run(request: Mapping[str, Any] | bytes, plugins: Path | None = None) -> Run:
    line = request if isinstance(request, bytes) else json.dumps(request).encode() + b"\n"
    with start(plugins) as process:
        stdout, stderr = process.communicate(line, timeout=60)
    return Run([json.loads(each) for each in stdout.splitlines()], stderr.decode(), process.returncode)
