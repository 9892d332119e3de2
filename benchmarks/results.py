"""What one measurement found out: as a JSON file, and two such files compared by their ratios."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.rounds import Figures
from benchmarks.seeding.database import SETTINGS
from benchmarks.servers import BARE_NAME, OBJECTS_NAME, POSTGRAPHILE_NAME, PRODUCT_NAME

RESULTS = Path(__file__).with_name("results")
PEERS = (POSTGRAPHILE_NAME, OBJECTS_NAME, BARE_NAME)


@dataclass(frozen=True, slots=True)
class Result:
    """Figures by work and server, what was measured besides, and under which circumstances."""

    organisations: int
    generator: str
    works: dict[str, dict[str, Figures]]
    """By the letter of the work."""
    connections: dict[str, dict[int, dict[str, Figures]]]
    """By the letter of the work and the number of connections."""
    start_seconds: float | None = None
    first_sight_ms: float | None = None
    resident_mb: dict[str, float] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """Servers that were not measured, and why."""

    def ratio(self, letter: str, peer: str) -> float | None:
        """Requests per second of the product for each of the peer's."""
        servers = self.works.get(letter, {})
        if peer not in servers or PRODUCT_NAME not in servers:
            return None
        return servers[PRODUCT_NAME].per_second / servers[peer].per_second

    def ratios(self) -> dict[str, float]:
        """Everything that can be compared with another run, by a name that stays."""
        found = {
            f"{letter}: times {peer}": ratio
            for letter in self.works
            for peer in PEERS
            if (ratio := self.ratio(letter, peer)) is not None
        }
        tails = {
            f"{letter}: p99 / p50": servers[PRODUCT_NAME].tail
            for letter, servers in self.works.items()
            if PRODUCT_NAME in servers
        }
        return found | tails


def kept(name: str, ratios: dict[str, float], facts: dict[str, Any], folder: Path = RESULTS) -> Path:
    """The file with the ratios and everything that they were made of."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    content = {"ratios": ratios, "machine": machine(), "postgresql": SETTINGS, **facts}
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    return path


def facts_of(result: Result) -> dict[str, Any]:
    """The result as it goes into the file."""
    return asdict(result)


def machine() -> str:
    """What has to be said with every figure that is quoted."""
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()} {platform.release()} on {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "unknown"
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")
