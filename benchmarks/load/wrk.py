"""Measuring with wrk (Debian's package of that name)."""

import json
import subprocess
from pathlib import Path

from benchmarks.load.measured import Measured, NothingAnsweredError

SCRIPT = Path(__file__).with_name("wrk.lua")


def measure(
    program: str, address: tuple[str, int], requests: Path, *, start: int, connections: int, seconds: float
) -> Measured:
    """One run; wrk takes whole seconds only."""
    host, port = address
    command = [program, "--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s"]
    command += ["--timeout", "30s", "--script", str(SCRIPT), f"http://{host}:{port}", "--", str(requests), str(start)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 60).stdout
    figures = json.loads(said.rpartition("MEASURED ")[2])
    if not figures["answered"]:
        raise NothingAnsweredError(said)
    return Measured(
        answered=figures["answered"],
        per_second=figures["answered"] / (figures["micros"] / 1e6),
        p50_ms=figures["p50"] / 1000,
        p99_ms=figures["p99"] / 1000,
        failed=figures["failed"] + figures["unanswered"],
    )
