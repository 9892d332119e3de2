"""What a reader of the guides has: a checkout's environment, a server with the demo organisation, and a shell."""

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ADDRESS, SOURCE = "127.0.0.1:8000", "127.0.0.1:8765"
"""The server, and a source that a guide starts, as the guides write them."""
COMMANDS = ("equipoise", "equipoise-connector")
_PATIENCE = 60.0


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Site:
    """A folder with a virtual environment of its own on top of the real one, so that guides may install into it."""

    folder: Path
    database_url: str
    port: int = field(default_factory=unused_port)
    source_port: int = field(default_factory=unused_port)
    _started: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _server: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        environment = self.folder / ".venv"
        venv.create(environment, symlinks=True)
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        packages = environment / "lib" / version / "site-packages"
        (packages / "checkout.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
        for name in COMMANDS:
            script = environment / "bin" / name
            real = Path(sysconfig.get_path("scripts"), name).read_text(encoding="utf-8")
            script.write_text(re.sub(r"\A#!.*\n", f"#!{self.python}\n", real), encoding="utf-8")
            script.chmod(0o755)

    @property
    def python(self) -> Path:
        return self.folder / ".venv" / "bin" / "python"

    @property
    def home(self) -> Path:
        return self.folder / ".equipoise"

    @property
    def environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("EQUIPOISE_", "PG"))}
        return {
            **outside,
            "NO_COLOR": "1",
            "COLUMNS": "200",
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "EQUIPOISE_DATABASE_URL": self.database_url,
            "EQUIPOISE_HOME": str(self.home),
            "EQUIPOISE_PORT": str(self.port),
        }

    def here(self, text: str) -> str:
        """The text of a guide with the addresses of this site."""
        return text.replace(ADDRESS, f"127.0.0.1:{self.port}").replace(SOURCE, f"127.0.0.1:{self.source_port}")

    def documented(self, text: str) -> str:
        """What was printed here, with the addresses of the guides."""
        return text.replace(f"127.0.0.1:{self.port}", ADDRESS).replace(f"127.0.0.1:{self.source_port}", SOURCE)

    def write(self, name: str, text: str) -> None:
        """A file that the guide shows."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.here(text), encoding="utf-8")

    def serve(self) -> str:
        """What `make run` starts, once it answers; returns what it prints."""
        said = self.folder / "server.out"
        if self._server is None:
            self._server = self._start([str(self.folder / ".venv/bin/equipoise"), "serve", "--demo"], said)
            self._wait_until_ready(self._server)
        return said.read_text(encoding="utf-8")

    def shell(self, commands: str) -> str:
        """Run commands as they stand; variables stay from call to call. Returns what they print.

        Raises: AssertionError with what they said, if one fails.
        """
        state, out, err = (self.folder / name for name in ("shell.state", "shell.out", "shell.err"))
        script = (
            "set -euo pipefail\nset -a\n"
            f"[ -f {state.name} ] && . ./{state.name}\n"
            f"{{\n{self.here(commands)}\n}}\n"
            f"declare -px > {state.name}\n"
            'printf %s "${TOKEN-}" > token\n'
        )
        process = self._start(["bash", "-c", script], out, err)
        code = process.wait(timeout=_PATIENCE)
        assert code == 0, f"exit code {code} of\n{commands}\n{out.read_text()}{err.read_text()}"
        return out.read_text(encoding="utf-8")

    @property
    def token(self) -> str:
        """What the shell has in TOKEN."""
        kept = self.folder / "token"
        return kept.read_text() if kept.exists() else ""

    def close(self) -> None:
        """End what was started here, with its children."""
        for process in self._started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._started:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, words: list[str], out: Path, err: Path | None = None) -> "subprocess.Popen[bytes]":
        with out.open("wb") as stdout, (err or out.with_suffix(".err")).open("wb") as stderr:
            process = subprocess.Popen(
                words,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def _wait_until_ready(self, server: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            said = (self.folder / "server.err").read_text()
            assert server.poll() is None, f"the server ended: {said}"
            with suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz").status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"the server was not ready: {said}")
