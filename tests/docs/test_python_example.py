"""The program of docs/examples/python, run against a real server with the demo organisation."""

import asyncio
import os
import sys
from pathlib import Path

from tests.docs.demo_server import demo_server
from tests.docs.guides import ROOT
from tests.support.clusters import TestCluster

EXAMPLE = ROOT / "docs/examples/python"


async def test_it_reads_a_scorecard_records_values_and_says_what_is_wrong(
    demo_cluster: TestCluster, tmp_path: Path
) -> None:
    async with demo_server(demo_cluster, "python", tmp_path) as server:
        made = await server.register(
            name="Nightly sync", kind="CONFIDENTIAL", scopes=["scorecard:read", "values:write"], serviceRole="EDITOR"
        )
        settings = {
            "EQUIPOISE_SERVER": server.address,
            "CLIENT_ID": made["client"]["clientId"],
            "CLIENT_SECRET": made["secret"],
        }
        first, second = [await _run(settings) for _ in range(2)]
    assert [line.split(maxsplit=2)[2] for line in first[:5]] == [
        "Lindmoor",
        "Financial",
        "Customer",
        "Internal Processes",
        "Learning & Growth",
    ]
    assert first[5] == "1 recorded"
    assert first[6].startswith("values.1.periodStart: ")
    assert first[6].endswith("(NOT_A_PERIOD_START)")
    assert second[5] == "0 recorded", "the same value again is no new one"


async def _run(settings: dict[str, str]) -> list[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(EXAMPLE / "scorecard.py"),
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return output.decode().splitlines()
