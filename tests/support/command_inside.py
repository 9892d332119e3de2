"""The `equipoise` command inside the test's own process: the same words, answers and exit codes, without its start."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from equipoise.cli.application import main


@dataclass(frozen=True)
class Inside:
    """A shell with a folder of its own; the settings are those of the process."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    async def run(self, *words: str) -> CompletedProcess[str]:
        """The command to its end. In a thread, because it begins an event loop."""
        self.monkeypatch.setattr(sys, "argv", ["equipoise", *words])
        self.capsys.readouterr()
        code = await asyncio.to_thread(_exit_code)
        said = self.capsys.readouterr()
        return CompletedProcess(words, code, said.out, said.err)

    async def ok(self, *words: str) -> str:
        """The standard output of a command that has to succeed."""
        done = await self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
