"""Running the `equipoise` command as a person at a shell does."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = [sys.executable, "-m", "equipoise.cli"]


@dataclass(frozen=True)
class Shell:
    """A shell with settings of its own and nothing of ours from outside."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("EQUIPOISE_", "PG"))}
        return {**outside, "NO_COLOR": "1", "COLUMNS": "200", **self.settings}

    def run(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """The command to its end, whatever its exit code."""
        return subprocess.run(
            [*COMMAND, *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def ok(self, *words: str) -> str:
        """The standard output of a command that has to succeed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout
